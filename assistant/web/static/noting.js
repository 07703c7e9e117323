// A person's notes in the reader: those on the open text are shown at their clauses, their words marked. What selected
// words and the forms for notes and collections need is loaded when it is first used. Without script the forms are pages.
"use strict";

(() => {
  const seen = new Set(); // texts whose notes are there

  // -- notes at their clauses --

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

  function on(clause) {
    return `/notes/on?clause=${encodeURIComponent(clause)}`;
  }

  document.addEventListener("noted", () => load(true));
  document.addEventListener("click", async (event) => {
    const pressed = event.target.closest("[data-note]");
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    const href = pressed.href || on(pressed.closest(".clause").id); // a button of a line has no address
    const dialog = await import("/static/note_dialog.js").catch(() => null);
    if (dialog) dialog.open(pressed, href);
    else location.assign(href);
  });

  document.addEventListener("selectionchange", async function first() {
    const { isCollapsed, anchorNode } = getSelection();
    if (isCollapsed || !document.getElementById("read").contains(anchorNode)) return;
    document.removeEventListener("selectionchange", first);
    await import("/static/concordance_link.js");
    await import("/static/highlight_link.js");
  });
})();
