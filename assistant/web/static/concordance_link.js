// Words that are selected in the open text can be looked for in all texts: a link to the concordance appears
// beside them (noting.js loads this file with the first selection). The next Tab reaches it, and the one after goes on from the clause.
"use strict";

(() => {
  const PAUSE = 150; // milliseconds: a selection is still being made
  const LONGEST = 300; // characters that the concordance takes
  const WORD = /[\p{L}\p{N}]/u;

  const link = document.createElement("a");
  link.className = "find-everywhere";
  link.textContent = "Find in all texts";
  link.hidden = true;

  let waiting;

  // The words of one clause that are selected; nothing where the selection leaves them.
  function selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const own = element(range.startContainer)?.closest("#read .edition :is(.words, .cell)");
    if (!own || !own.contains(element(range.endContainer))) return null;
    const words = whole(range).toString().replace(/\s+/g, " ").trim();
    return WORD.test(words) && words.length <= LONGEST ? { own, range, words } : null;
  }

  function element(node) {
    return node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
  }

  // A selection that begins or ends within a word has the whole word.
  function whole(range) {
    const made = range.cloneRange();
    const { startContainer: first, endContainer: last } = made;
    if (first.nodeType === Node.TEXT_NODE && WORD.test(first.data[made.startOffset] || "")) {
      while (WORD.test(first.data[made.startOffset - 1] || "")) made.setStart(first, made.startOffset - 1);
    }
    if (last.nodeType === Node.TEXT_NODE && WORD.test(last.data[made.endOffset - 1] || "")) {
      while (WORD.test(last.data[made.endOffset] || "")) made.setEnd(last, made.endOffset + 1);
    }
    return made;
  }

  function offer() {
    const found = selected();
    if (!found) {
      if (document.activeElement !== link) link.hidden = true;
      return;
    }
    link.href = `/concordance?q=${encodeURIComponent(found.words)}`;
    const line = found.own.closest(".line") || found.own.closest("td, th");
    if (link.parentNode !== line) line.append(link);
    link.hidden = false;
    place(found.range);
  }

  // Below the end of the words, where the handles and the menu of a phone leave room for it.
  function place(range) {
    const boxes = range.getClientRects();
    const box = boxes[boxes.length - 1] || range.getBoundingClientRect();
    const own = link.getBoundingClientRect();
    const gap = matchMedia("(pointer: coarse)").matches ? 30 : 6;
    const below = box.bottom + gap + own.height < innerHeight ? box.bottom + gap : box.top - gap - own.height;
    link.style.top = `${Math.max(below, 0)}px`;
    link.style.left = `${Math.max(8, Math.min(box.right - own.width / 2, innerWidth - own.width - 8))}px`;
  }

  function later() {
    clearTimeout(waiting);
    waiting = setTimeout(offer, PAUSE);
  }

  document.addEventListener("selectionchange", later);
  document.addEventListener("scroll", later, { capture: true, passive: true });
  addEventListener("resize", later);
  link.addEventListener("pointerdown", (event) => event.preventDefault()); // the words stay selected
  link.addEventListener("mousedown", (event) => event.preventDefault());
  link.addEventListener("blur", later);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Tab" || event.shiftKey || link.hidden || document.activeElement === link) return;
    event.preventDefault();
    link.focus({ preventScroll: true });
  });
  later();
})();
