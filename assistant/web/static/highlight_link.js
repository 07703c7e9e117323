// Words that are selected in the open text can be highlighted: a link to a new note on them appears beside them.
// noting.js loads this file with the first selection.
"use strict";

(() => {
  const PAUSE = 180; // milliseconds: after the link to the concordance has its place
  const WORD = /[\p{L}\p{N}\p{M}]/u;
  const highlight = document.createElement("a");
  highlight.className = "highlight-words";
  highlight.textContent = "Highlight";
  highlight.dataset.note = "";
  highlight.hidden = true;

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
    highlight.href = `/notes/on?clause=${encodeURIComponent(found.clause.id)}&quote=${found.quote}`;
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
  later();
})();
