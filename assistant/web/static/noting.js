// A person's notes in the reader: those on the open text are shown at their clauses, their words marked; forms
// of the pages for notes and collections open in a dialog. Without script they are pages, and do the same.
"use strict";

(() => {
  const PAUSE = 180; // milliseconds: after the link to the concordance has its place
  const WORD = /[\p{L}\p{N}\p{M}]/u;
  const seen = new Set(); // texts whose notes are there
  const highlight = document.createElement("a");
  highlight.className = "highlight-words";
  highlight.textContent = "Highlight";
  highlight.dataset.note = "";
  highlight.hidden = true;

  // -- notes at their clauses ----------------------------------------------------------------------

  async function load(again) {
    const text = document.querySelector("#read .edition:not([hidden])");
    const key = text?.dataset.edition;
    if (!key || (seen.has(key) && !again)) return mark();
    seen.add(key);
    const answer = await fetch(`/notes/in/${key}`).catch(() => null);
    if (!answer?.ok) return seen.delete(key);
    const found = new DOMParser().parseFromString(await answer.text(), "text/html").querySelectorAll(".own-note");
    text.querySelectorAll(".own-note").forEach((note) => note.remove());
    [...found].reverse().forEach(place);
    mark();
  }

  function place(note) {
    const clause = document.getElementById(note.dataset.clause);
    (clause?.closest(".table") || clause?.closest(".line") || clause?.querySelector(".line"))?.after(note);
  }

  function mark() {
    if (!CSS.highlights) return;
    const own = [...document.querySelectorAll("#read .own-note")].flatMap((note) => {
      const clause = document.getElementById(note.dataset.clause);
      return clause ? quotes.ranges(clause, ...note.dataset.quote.split("-").map(Number)) : [];
    });
    CSS.highlights.set("own", new Highlight(...own));
  }

  document.addEventListener("tools", ({ detail: { tools, clause } }) => {
    tools.append(tool("Note", on(clause)), tool("Add to a collection", `/collections/add?clause=${encodeURIComponent(clause)}`));
    const proposing = tool("Propose a change", `/propose?clause=${encodeURIComponent(clause)}`);
    delete proposing.dataset.note; // a page, no dialog
    tools.append(proposing);
  });
  document.addEventListener("opened", () => setTimeout(load)); // the text is there once this event has been heard
  document.addEventListener("DOMContentLoaded", () => load());

  function tool(name, href) {
    const link = document.createElement("a");
    [link.textContent, link.href, link.dataset.note] = [name, href, ""];
    return link;
  }

  function on(clause, quote = "") {
    return `/notes/on?clause=${encodeURIComponent(clause)}${quote && `&quote=${quote}`}`;
  }

  // -- selected words -------------------------------------------------------------------------------

  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const start = range.startContainer.parentElement?.closest("#read .edition :is(.words, .cell)");
    const clause = start?.closest(".clause");
    if (!clause) return null;
    let from = -1;
    let to = -1;
    for (const [node, at] of quotes.textNodes(clause)) {
      if (!range.intersectsNode(node)) continue;
      let first = node === range.startContainer ? range.startOffset : 0;
      let last = node === range.endContainer ? range.endOffset : node.length;
      if (node === range.startContainer) while (isInWord(node, first)) first -= 1;
      if (node === range.endContainer) while (isInWord(node, last)) last += 1;
      while (last > first && node === range.endContainer && node.data[last - 1] === " ") last -= 1;
      if (last <= first) continue;
      if (from < 0) from = at + [...node.data.slice(0, first)].length;
      to = at + [...node.data.slice(0, last)].length;
    }
    return to > from ? { range, clause, quote: `${from}-${to}`, line: start.closest(".line, td, th") } : null;
  }

  // A place between two letters: words are marked whole.
  function isInWord(node, at) {
    return WORD.test(node.data[at - 1] || "") && WORD.test(node.data[at] || "");
  }

  function offer() {
    const found = selected();
    if (!found) {
      if (document.activeElement !== highlight) highlight.hidden = true;
      return;
    }
    const other = document.querySelector(".find-everywhere:not([hidden])");
    highlight.href = on(found.clause.id, found.quote);
    if (other) other.after(highlight);
    else if (highlight.parentNode !== found.line) found.line.append(highlight);
    highlight.hidden = false;
    const box = other?.getBoundingClientRect() || [...found.range.getClientRects()].pop();
    const own = highlight.getBoundingClientRect();
    const beside = box.left - own.width - 6 < 8 ? box.right + 6 : box.left - own.width - 6;
    highlight.style.top = `${other ? box.top : Math.min(box.bottom + 6, innerHeight - own.height - 8)}px`;
    highlight.style.left = `${other ? beside : Math.max(8, Math.min(box.right, innerWidth - own.width - 8))}px`;
  }

  let waiting;

  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(offer, PAUSE);
  }

  document.addEventListener("selectionchange", later);
  document.addEventListener("scroll", later, { capture: true, passive: true });
  highlight.addEventListener("pointerdown", (event) => event.preventDefault()); // the words stay selected
  highlight.addEventListener("mousedown", (event) => event.preventDefault());
  highlight.addEventListener("blur", later);
  document.addEventListener("keydown", (event) => { // where there is no other link, the next Tab reaches this one
    const isAlone = !highlight.hidden && !document.querySelector(".find-everywhere:not([hidden])");
    if (event.key !== "Tab" || event.shiftKey || !isAlone || document.activeElement === highlight) return;
    event.preventDefault();
    highlight.focus({ preventScroll: true });
  });

  // -- the forms, in a dialog -------------------------------------------------------------------------

  const dialog = document.createElement("dialog");
  dialog.className = "own";
  let from = null; // what has opened it
  let typed = ""; // what the box had when it was opened

  function box() {
    return dialog.querySelector("textarea");
  }

  async function part(answer, name = ".noting") {
    return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(name);
  }

  function show(section) {
    dialog.setAttribute("aria-label", section.querySelector("h2").textContent);
    const close = document.createElement("button");
    close.type = "button";
    close.textContent = "Close";
    close.addEventListener("click", leave);
    (section.querySelector(".tools-row") || section).append(close);
    dialog.replaceChildren(section);
    typed = section.querySelector("[role=alert]") ? "" : box()?.value || ""; // refused text is unsaved
    getSelection().removeAllRanges(); // otherwise the next Tab goes to the link for the selection
    document.querySelectorAll(".highlight-words, .find-everywhere").forEach((link) => { link.hidden = true; });
    if (!dialog.open) dialog.showModal();
    (section.querySelector("[role=alert]") ? box() : section.querySelector("[autofocus], select, input:not([type=hidden]), button"))?.focus();
    box()?.setSelectionRange(box().value.length, box().value.length);
    const said = section.querySelector("[role=alert], [role=status]");
    if (said) say(said.textContent);
  }

  // What has been typed and not been saved is not lost by a slip.
  function mayLeave() {
    return !box() || box().value === typed || confirm("Close without saving your note?");
  }

  function leave(event) {
    if (!mayLeave()) return event.preventDefault();
    dialog.close();
  }

  dialog.addEventListener("click", (event) => { // links lead to another form, or away
    if (event.target.closest("a[href]") && !mayLeave()) {
      event.preventDefault();
      event.stopPropagation();
    }
  });

  function say(text) {
    document.dispatchEvent(new CustomEvent("say", { detail: text }));
  }

  async function open(pressed, href) {
    if (!dialog.open) from = pressed;
    const answer = await fetch(href).catch(() => null);
    const section = answer && await part(answer);
    if (section) show(section);
    else location.assign(href);
  }

  async function send(form, submitter) {
    const body = new URLSearchParams(new FormData(form, submitter));
    const answer = await fetch(submitter?.getAttribute("formaction") || form.getAttribute("action"), { method: "POST", body }).catch(() => null);
    const section = answer && await part(answer, ".noting, .notebook h2");
    if (section?.matches("[data-saved], h2")) {
      dialog.close();
      say(section.matches("h2") ? `Added to “${section.textContent}”` : "Saved");
    } else if (section) show(section);
    else refuse(`Not saved: ${answer ? "you may have been signed out" : "the server cannot be reached"}.${box() ? " Your text is still in the box." : ""}`);
    if (answer?.ok) load(true);
  }

  function refuse(sentence) {
    const said = dialog.querySelector(".refused") || document.createElement("p");
    said.className = "refused";
    said.setAttribute("role", "alert");
    said.textContent = sentence;
    dialog.querySelector("form").before(said);
  }

  document.addEventListener("DOMContentLoaded", () => document.getElementById("page")?.append(dialog));
  dialog.addEventListener("cancel", leave);
  dialog.addEventListener("close", () => from?.isConnected && from.focus({ preventScroll: true }));
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target, event.submitter);
  });
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-note]");
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(pressed, pressed.href || on(pressed.closest(".clause").id)); // a button of a line has no address
  });
})();
