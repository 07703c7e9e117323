// Searching in the open text: words within one clause, whatever their case, accents and quotation marks,
// or a clause by its label. What is found is painted over the text, which stays as it is.
"use strict";

(() => {
  const SHAPES = { "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'",
    "‐": "-", "‑": "-", "–": "-", "—": "-", "−": "-" };
  const LEFT_OUT = /[\u00ad\u200b-\u200f\u2060\ufeff\p{M}⁰¹²³⁴-⁹]/u; // and marks of footnotes
  const PLAIN = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/; // letters that only their case changes
  const PAUSE = 120; // milliseconds without a key before a text is searched

  const texts = new WeakMap(); // each text's clauses, read once
  let box, counted, buttons, offers, edition;
  let matches = []; // each a list of ranges, in the order of the text
  let here = -1; // the match that is shown
  let asked = 0; // how many times the server was asked for a label

  // -- what a text says, as it is compared --

  function clauses(text) {
    if (!texts.has(text)) {
      const lines = [...text.querySelectorAll(".line > .words"), ...text.querySelectorAll(".row")];
      texts.set(text, lines.map((own) => ({ own, ...folded(nodes(own).map((node) => node.data).join("")) })));
    }
    return texts.get(text);
  }

  function nodes(own) {
    const parts = own.matches(".row") ? [...own.querySelectorAll(".cell")] : [own];
    return parts.flatMap((part) => {
      const found = [];
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) found.push(walker.currentNode);
      return found;
    });
  }

  // `at` tells where each character of the folded text stands in the text; null: at the same place.
  function folded(text) {
    if (PLAIN.test(text)) return { plain: text.toLowerCase(), at: null };
    let plain = "";
    const at = [];
    let place = 0;
    for (const character of text) {
      for (const letter of SHAPES[character] || character.normalize("NFD").toLowerCase()) {
        const blank = /\s/.test(letter);
        if (LEFT_OUT.test(letter) || (blank && plain.endsWith(" "))) continue;
        plain += blank ? " " : letter;
        for (let unit = 0; unit < letter.length; unit += 1) at.push(place);
      }
      place += character.length;
    }
    at.push(place);
    return { plain, at };
  }

  // -- finding --

  // The words as they were typed; where no clause has them so, the clauses that have each of them.
  function found(text, words) {
    const wanted = folded(words).plain.trim();
    if (!wanted) return [];
    const all = clauses(text);
    const together = all.flatMap((clause) => places(clause.plain, wanted).map((start) => [range(clause, start, wanted)]));
    if (together.length) return together;
    const each = [...new Set(wanted.split(" "))];
    if (each.length < 2) return [];
    return all.filter((clause) => each.every((word) => opens(clause.plain, word).length))
      .map((clause) => each.flatMap((word) => opens(clause.plain, word).map((start) => range(clause, start, word))).sort(before));
  }

  // Where a word begins with these letters; a number is a whole one: 2 is not found in 2022.
  function opens(plain, word) {
    return places(plain, word).filter((at) => !/[\p{L}\p{N}]/u.test(plain[at - 1] || " ")
      && !(/\d$/.test(word) && /\d/.test(plain[at + word.length] || " ")));
  }

  function places(plain, wanted) {
    const starts = [];
    for (let at = plain.indexOf(wanted); at >= 0; at = plain.indexOf(wanted, at + wanted.length)) starts.push(at);
    return starts;
  }

  function range(clause, start, wanted) {
    const end = start + wanted.length;
    const [from, to] = clause.at ? [clause.at[start], clause.at[end - 1] + 1] : [start, end];
    const made = document.createRange();
    let at = 0;
    for (const node of nodes(clause.own)) {
      if (from >= at && from < at + node.length) made.setStart(node, from - at);
      if (to > at && to <= at + node.length) made.setEnd(node, to - at);
      at += node.length;
    }
    return made;
  }

  function before(one, other) {
    return one.compareBoundaryPoints(Range.START_TO_START, other);
  }

  // -- showing --

  function search({ stay = false } = {}) {
    edition = document.querySelector("#read .edition:not([hidden])");
    matches = edition ? found(edition, box.value) : [];
    here = Math.min(stay ? Math.max(here, 0) : 0, matches.length - 1);
    paint();
    if (!stay) reveal();
    label();
  }

  function go(step) {
    if (!matches.length) return offers.querySelector("a")?.click();
    here = (here + step + matches.length) % matches.length;
    paint();
    reveal();
  }

  function paint() {
    const asking = box.value.trim() !== "";
    counted.textContent = !asking ? "" : matches.length ? `${here + 1} of ${matches.length}` : "Not found";
    buttons.forEach((button) => { button.disabled = !matches.length; });
    if (!CSS.highlights) return; // an old browser: the clause is shown, its words are not painted
    CSS.highlights.set("found", new Highlight(...matches.flat()));
    CSS.highlights.set("found-here", new Highlight(...(matches[here] || [])));
  }

  function reveal() {
    if (here < 0) return;
    const reader = document.getElementById("read");
    const [first] = matches[here];
    const top = document.querySelector(".reader-top").getBoundingClientRect().bottom;
    const box_ = first.getBoundingClientRect();
    if (box_.top < top + 20 || box_.bottom > innerHeight - 40) reader.scrollBy({ top: box_.top - top - (innerHeight - top) / 3 });
    const clause = first.startContainer.parentElement.closest(".inline, .clause");
    say(`${here + 1} of ${matches.length}: ${clause.dataset.label}`);
  }

  // -- clauses by their label --

  async function label() {
    const words = box.value.trim();
    const number = asked += 1;
    const answer = words && edition ? await fetch(`/find?${new URLSearchParams({ key: edition.dataset.edition, label: words })}`).catch(() => null) : null;
    const named = answer?.ok ? (await answer.json()).clauses : [];
    if (number !== asked) return; // more was typed meanwhile
    offers.replaceChildren(...named.flatMap((clause) => ["Go to ", link(clause), " "]));
    offers.hidden = !named.length;
    if (named.length && !matches.length) counted.textContent = "";
    if (words && !matches.length) say(named.length ? `Go to ${named.map((clause) => clause.label).join("; ")}` : "Not found in this text");
  }

  function link(clause) {
    const made = document.createElement("a");
    made.href = clause.address;
    made.textContent = clause.label.replace(`${edition.dataset.name}, `, "");
    return made;
  }

  // -- keys --

  function clear() {
    box.value = "";
    search();
  }

  function say(text) {
    document.dispatchEvent(new CustomEvent("say", { detail: text }));
  }

  function begin() {
    box = document.getElementById("find-words");
    if (!box) return; // there is no text
    counted = document.getElementById("found");
    offers = document.getElementById("offers");
    buttons = ["find-before", "find-next"].map((id) => document.getElementById(id));
    let pause;
    box.addEventListener("input", () => { clearTimeout(pause); pause = setTimeout(search, PAUSE); });
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") { event.preventDefault(); go(event.shiftKey ? -1 : 1); }
      if (event.key === "Escape") { event.preventDefault(); clearTimeout(pause); clear(); }
    });
    buttons.forEach((button, at) => button.addEventListener("click", () => go(at ? 1 : -1)));
    document.addEventListener("opened", () => { if (box.value) search({ stay: true }); });
    if (box.value) search(); // typed before this was loaded
  }

  begin();
})();
