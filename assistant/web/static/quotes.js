// Marking quoted words in a clause: positions are those of the provision's text, in characters.
"use strict";

const quotes = (() => {
  function textNodes(clause) {
    const own = clause.matches(".inline") ? [clause] : [...clause.querySelectorAll(":scope > .line > .words, :scope > * > .cell")];
    const nodes = [];
    let at = 0;
    for (const part of own) {
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        nodes.push([walker.currentNode, at]);
        at += [...walker.currentNode.data].length;
      }
      at += 1; // the tab between two cells
    }
    return nodes;
  }

  function ranges(clause, start, end) {
    return textNodes(clause).flatMap(([node, at]) => {
      const characters = [...node.data];
      const from = Math.max(start - at, 0);
      const to = Math.min(end - at, characters.length);
      if (from >= to) return [];
      const range = document.createRange();
      range.setStart(node, characters.slice(0, from).join("").length);
      range.setEnd(node, characters.slice(0, to).join("").length);
      return [range];
    });
  }

  function mark(clause, start, end) {
    return ranges(clause, start, end).map((range) => {
      const made = document.createElement("mark");
      made.className = "quoted";
      range.surroundContents(made);
      return made;
    });
  }

  function unmark() {
    document.querySelectorAll("mark.quoted").forEach((quoted) => {
      const parent = quoted.parentNode;
      quoted.replaceWith(...quoted.childNodes);
      parent.normalize();
    });
  }

  return { mark, ranges, textNodes, unmark };
})();
