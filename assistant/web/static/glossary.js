// Abbreviations in the open text: the first in each clause is marked, and its words are shown where one
// points at it, taps it or brings the focus to it. Only elements are put around letters, so that the
// characters of a clause stay what quotes and the search count. Marks are stops for the Tab key in the
// open clause alone: in all of them they would stand in the way.
"use strict";

(() => {
  const AT_ONCE = 40; // clauses that are marked before the page may do something else
  const LEAVES = 250; // milliseconds in which one gets from the mark to its note
  const known = new Map(); // each text's abbreviations, by its key: a promise
  const note = document.createElement("div");
  note.id = "long-form";
  note.setAttribute("role", "tooltip");
  let shown = null; // the mark whose words are shown
  let leaving = 0;

  // -- marking --

  function terms(key) {
    if (!known.has(key)) known.set(key, asked(key).catch(() => { known.delete(key); return null; }));
    return known.get(key);
  }

  async function asked(key) {
    const answer = await fetch(`/glossary?text=${encodeURIComponent(key)}`);
    if (!answer.ok) throw new Error(answer.statusText);
    const marked = (await answer.json()).terms.filter((entry) => entry.mark);
    const entries = new Map(marked.map((entry) => [bare(entry.term), entry]));
    const names = [...entries.keys()].sort((a, b) => b.length - a.length).map((name) => name.replace(/[^\w]/g, "\\$&"));
    return { entries, form: new RegExp(`(?<![\\w-])(?:${names.join("|")})s?(?![\\w-])`, "g") };
  }

  function bare(term) {
    return term.replace(/s$/, "");
  }

  async function mark(text) {
    if (!text || text.dataset.marked) return;
    text.dataset.marked = "";
    const found = await terms(text.dataset.edition);
    if (!found) { delete text.dataset.marked; return; }
    if (!found.entries.size) return;
    const clauses = [...text.querySelectorAll(".line > .words, .row > * > .cell")];
    for (let at = 0; at < clauses.length; at += 1) {
      if (at % AT_ONCE === AT_ONCE - 1) await new Promise((on) => { setTimeout(on, 0); });
      markClause(clauses[at], found);
    }
    reach();
  }

  function markClause(own, { entries, form }) {
    const seen = new Set();
    const walker = document.createTreeWalker(own, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    for (const node of nodes) {
      if (node.parentElement.closest("a, abbr")) continue; // a link says itself where it leads
      const places = [...node.data.matchAll(form)].filter(({ 0: word }) => !seen.has(bare(word)) && seen.add(bare(word)));
      for (const { 0: word, index } of places.reverse()) wrap(node, index, word, entries.get(bare(word)));
    }
  }

  function wrap(node, at, word, entry) {
    const range = document.createRange();
    range.setStart(node, at);
    range.setEnd(node, at + word.length);
    const made = document.createElement("abbr");
    made.className = "short-form";
    made.tabIndex = -1;
    made.dataset.term = entry.term;
    made.dataset.words = entry.words;
    made.dataset.label = entry.label;
    made.dataset.address = entry.address;
    range.surroundContents(made);
  }

  function open() {
    return document.querySelector("#read .edition:not([hidden])");
  }

  // The marks of the open clause can be reached by Tab, and no others.
  function reach() {
    document.querySelectorAll("abbr.short-form[tabindex='0']").forEach((abbr) => { abbr.tabIndex = -1; });
    const clause = document.querySelector("#read .clause.open, #read .inline.open");
    const own = clause?.matches(".clause:not(.row)") ? clause.querySelector(":scope > .line > .words") : clause;
    own?.querySelectorAll("abbr.short-form").forEach((abbr) => { abbr.tabIndex = 0; });
  }

  // -- showing --

  function show(abbr, { aloud = false } = {}) {
    clearTimeout(leaving);
    if (aloud) document.dispatchEvent(new CustomEvent("say", { detail: `${abbr.textContent}: ${abbr.dataset.words}` }));
    if (shown === abbr) return;
    hide();
    shown = abbr;
    const link = document.createElement("a");
    link.href = abbr.dataset.address;
    link.textContent = abbr.dataset.label;
    note.replaceChildren(abbr.dataset.words, link);
    const reader = document.getElementById("read");
    reader.append(note);
    const at = abbr.getBoundingClientRect();
    const around = reader.getBoundingClientRect();
    const left = Math.min(at.left, innerWidth - note.offsetWidth - 16);
    note.style.left = `${Math.max(left, around.left + 8) - around.left + reader.scrollLeft}px`;
    const below = at.bottom + note.offsetHeight + 12 < innerHeight;
    const top = below ? at.bottom + 4 : at.top - note.offsetHeight - 4;
    note.style.top = `${top - around.top + reader.scrollTop}px`;
  }

  function hide() {
    clearTimeout(leaving);
    note.remove();
    shown = null;
  }

  function isInside(node) {
    return node instanceof Node && (note.contains(node) || shown?.contains(node));
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    const abbr = event.target.closest?.("abbr.short-form");
    if (abbr) show(abbr);
    else if (isInside(event.target)) clearTimeout(leaving);
    else if (shown && shown !== document.activeElement) {
      clearTimeout(leaving);
      leaving = setTimeout(hide, LEAVES);
    }
  });
  document.addEventListener("click", (event) => {
    const abbr = event.target.closest?.("abbr.short-form");
    if (abbr) show(abbr, { aloud: true });
    else if (shown && (!isInside(event.target) || event.target.closest("a"))) hide();
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("abbr.short-form")) show(event.target, { aloud: true });
    else if (shown && !isInside(event.target)) hide();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !shown) return;
    if (note.contains(document.activeElement)) shown.focus({ preventScroll: true });
    hide();
  });

  function follow() {
    hide();
    mark(open());
    reach();
  }

  document.addEventListener("opened", follow);
  document.addEventListener("DOMContentLoaded", () => setTimeout(follow, 0));
})();
