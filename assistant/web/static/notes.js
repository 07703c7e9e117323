// A footnote is shown where its mark is; it stays at its own place in the text, which has its address.
"use strict";

(() => {
  const note = document.createElement("aside");
  note.className = "note";
  note.setAttribute("role", "note");
  let mark = null; // whose note is shown

  function show(link) {
    const { searchParams, hash } = new URL(link.href);
    const id = searchParams.get("clause") || decodeURIComponent(hash.slice(1)); // in a handout
    const words = document.getElementById(id)?.querySelector(".words")?.cloneNode(true);
    if (!words) return false;
    hide();
    mark = link;
    mark.setAttribute("aria-expanded", "true");
    words.querySelectorAll("[id]").forEach((part) => part.removeAttribute("id"));
    note.replaceChildren(`${link.textContent} `, ...words.childNodes, " ", inPlace(link.href));
    note.setAttribute("aria-label", link.getAttribute("aria-label"));
    place();
    document.dispatchEvent(new CustomEvent("say", { detail: `Footnote ${note.textContent}` }));
    return true;
  }

  function inPlace(href) {
    const link = document.createElement("a");
    link.href = href;
    link.textContent = "Show in the text";
    return link;
  }

  // Below the mark, within the column; behind the line's words, so that it is next in the order of focus.
  function place() {
    const words = mark.closest(".words");
    if (words) words.after(note);
    else mark.closest(".table").after(note);
    const host = note.offsetParent.getBoundingClientRect();
    const at = mark.getBoundingClientRect();
    note.style.top = `${at.bottom - host.top + 6}px`;
    note.style.left = `${Math.max(0, Math.min(at.left - host.left - 20, host.width - note.offsetWidth))}px`;
  }

  function hide() {
    mark?.removeAttribute("aria-expanded");
    mark = null;
    note.remove();
  }

  function isInside(node) {
    return node instanceof Node && (note.contains(node) || mark?.contains(node));
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a.footnote-mark");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (link === mark) hide();
    else if (!show(link)) return; // the link leads to its place
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("a.footnote-mark:focus-visible")) show(event.target);
    else if (mark && !isInside(event.target)) hide();
  });
  document.addEventListener("pointerdown", (event) => {
    if (mark && !isInside(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !mark) return;
    if (note.contains(document.activeElement)) mark.focus({ preventScroll: true });
    hide();
  });
})();
