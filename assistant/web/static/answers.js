// The page follows the answer: the newest question stands at the top with its answer under it,
// and is read out once. On a wide screen the first citation opens beside it, and the claim that is pointed
// at or has the focus is marked in the open text. The quick answer can be shown in place of a model's.
// asking.js loads this file with the first question.
"use strict";

(() => {
  const wide = matchMedia("(min-width: 901px)");
  let complete = 0;
  let questions = 0;
  let waiting = false;
  let focused = ""; // where the focused link of the conversation leads: its place may be taken

  function follow() {
    keepLinks();
    const exchanges = document.querySelectorAll("#log .exchange");
    const answers = document.querySelectorAll("#log .answer");
    const last = exchanges[exchanges.length - 1];
    if (exchanges.length > questions) asked();
    if (exchanges.length > questions || answers.length > complete) last.scrollIntoView({ block: "start" });
    const newest = answers[answers.length - 1];
    const waits = Boolean(newest?.matches("[data-waiting]"));
    if (answers.length > complete) {
      readOut(last);
      prepare(last);
      openFirst(last);
    } else if (waiting && !waits && newest) {
      const parts = newest.matches("[data-read]") ? [".read-by", ".status", ".lead"] : [".notice, .status"];
      say(parts.map((selector) => newest.querySelector(selector)?.firstChild.textContent || "").filter(Boolean).join(". "));
      openFirst(last);
    }
    if (exchanges.length < questions) quick.clear(); // another conversation
    exchanges.forEach((exchange, at) => showQuick(exchange, quick.has(at)));
    waiting = waits;
    questions = exchanges.length;
    complete = answers.length;
  }

  function say(text) {
    document.dispatchEvent(new CustomEvent("say", { detail: text }));
  }

  function readOut(exchange) {
    const claims = exchange.querySelectorAll(".said:not([hidden]) .claim").length;
    const words = [".status", ".lead"].map((selector) => exchange.querySelector(selector)?.textContent).filter(Boolean);
    say([...words, claims ? `${claims} ${claims === 1 ? "clause" : "clauses"}` : ""].join(". "));
  }

  // Links are made anew with each answer: the focus and the way back go to those like them.
  function keepLinks() {
    const same = (href) => [...document.querySelectorAll("#log a")].find((link) => link.getAttribute("href") === href);
    const came = clauses.from();
    if (came && !came.isConnected) clauses.from(same(came.getAttribute("href")));
    if (focused && document.activeElement === document.body) same(focused)?.focus({ preventScroll: true });
  }

  document.addEventListener("focusin", (event) => {
    focused = event.target.closest("#log a")?.getAttribute("href") || "";
  });
  document.addEventListener("pointerdown", () => { focused = ""; });

  // -- the quick answer and the model's --

  const quick = new Set(); // the exchanges that show the quick answer, by their place

  function showQuick(exchange, isQuick) {
    const button = exchange.querySelector("[data-quick]");
    if (!button) return;
    const parts = exchange.querySelectorAll(".said, .read-by span, .foot, .verdict"); // a verdict is on the model's answer
    parts.forEach((part) => { part.hidden = part.matches(".quick") !== isQuick; });
    const name = isQuick ? "Show the model's answer" : "Show the quick answer";
    if (button.textContent !== name) button.textContent = name;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-quick]");
    if (!button) return;
    const exchange = button.closest(".exchange");
    const place = [...document.querySelectorAll("#log .exchange")].indexOf(exchange);
    if (!quick.delete(place)) quick.add(place);
    showQuick(exchange, quick.has(place));
    say(exchange.querySelector(".said:not([hidden]) .status")?.textContent || "");
  });

  // -- the first citation, in the reader --

  // Whoever opens a clause after asking goes on reading it. A conversation that the address brings back
  // was not asked now: the clause in the address goes first.
  let chosen = Boolean(clauses.at(location.href).id || history.state?.shown);
  let opening = false; // by this file
  let restoring = new URLSearchParams(location.search).has("conversation");

  let turn = 0;

  function asked() {
    turn += 1;
    if (!restoring) chosen = false;
    restoring = false;
  }

  document.addEventListener("opened", () => {
    if (!opening) chosen = true;
  });

  const citations = (exchange) => [...exchange.querySelectorAll(".said:not([hidden]) .claim a.citation")];
  const keyOf = (link) => clauses.at(link.href).id.split("#")[0];

  // The texts that an answer cites are fetched before one of its citations is followed.
  function prepare(exchange) {
    new Set(citations(exchange).map(keyOf)).forEach((key) => editions.fetched(key));
  }

  async function openFirst(exchange) {
    const [first] = citations(exchange);
    if (!first || chosen || !wide.matches) return;
    const own = turn;
    await editions.fetched(keyOf(first));
    if (chosen || own !== turn) return;
    clauses.from(first);
    opening = true;
    await clauses.open(first.href, { quiet: true });
    opening = false;
  }

  // -- the claim that is pointed at, in the open text --

  const PAUSE = 150; // ms that a pointer rests before the text is marked
  let pause = 0;

  function point(claim) {
    unpoint();
    if (!wide.matches) return;
    const words = [...claim.querySelectorAll("a.citation")].flatMap(pointed);
    if (CSS.highlights) CSS.highlights.set("pointed", new Highlight(...words)); // else the clause alone is marked
    if (words.length) bring(words[0]);
  }

  function unpoint() {
    document.querySelectorAll("#read .pointed").forEach((clause) => clause.classList.remove("pointed"));
    CSS.highlights?.delete("pointed");
  }

  function pointed(link) {
    const { id, quote } = clauses.at(link.href);
    const clause = document.getElementById(id);
    if (!clause || clause.closest("[hidden]")) return [];
    clause.classList.add("pointed");
    return quote ? quotes.ranges(clause, ...quote) : [];
  }

  function bring(range) {
    const [words, reader] = [range, document.getElementById("read")].map((area) => area.getBoundingClientRect());
    const top = document.querySelector(".reader-top")?.getBoundingClientRect().bottom || reader.top;
    if (words.top >= top && words.bottom <= reader.bottom) return;
    document.getElementById("read").scrollBy(0, words.top - top - (reader.bottom - top) / 3);
  }

  document.addEventListener("pointerover", (event) => {
    if (event.pointerType === "touch") return;
    clearTimeout(pause);
    const claim = event.target.closest?.("#log .claim");
    pause = setTimeout(() => (claim ? point(claim) : unpoint()), PAUSE);
  });
  document.addEventListener("focusin", (event) => {
    const claim = event.target.closest("#log .claim");
    if (claim?.matches(":focus-within") && event.target.matches(":focus-visible")) point(claim);
  });

  // -- what is wrong with an answer --

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-faults]");
    if (!button) return;
    const details = button.form.querySelector(".verdict-more");
    details.hidden = !details.hidden;
    button.setAttribute("aria-expanded", String(!details.hidden));
  });

  // -- verdicts --

  async function judge(form, kind) {
    const conversation = document.querySelector("#log .conversation").dataset.conversation;
    const body = new URLSearchParams({ conversation, turn: form.dataset.turn, kind, clause: form.elements.clause.value, words: form.elements.words.value });
    const said = form.querySelector(".verdict-said");
    try {
      const answer = await fetch("/verdict", { method: "POST", body });
      said.textContent = (await answer.text()).trim();
      if (!answer.ok) return;
    } catch {
      said.textContent = "This was not sent: the program does not answer. Try again.";
      return;
    }
    form.querySelectorAll("[data-verdict]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.verdict === kind)));
    form.querySelector(".verdict-more").hidden = kind === "right";
    form.querySelector("[data-faults]").setAttribute("aria-expanded", String(kind !== "right"));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-verdict]");
    if (button) judge(button.form, button.dataset.verdict);
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches(".verdict")) return;
    event.preventDefault();
    const pressed = form.querySelector(".verdict-more [data-verdict][aria-pressed=true]");
    if (pressed) judge(form, pressed.dataset.verdict);
    else form.querySelector(".verdict-said").textContent = "First choose what is wrong with the answer.";
  });

  document.addEventListener("shown", follow);
  follow();
})();
