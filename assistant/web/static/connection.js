// The connection to the server: whether it is there, whether it has started again, whether one is still signed in. What
// was typed, and a question that was asked and not answered, outlive a reload of the page and a new sign-in.
//
// One of two reloads the page. The chat does, within two seconds, once the server answers again after it broke off an
// answer. Where nothing was broken off the chat notices nothing; then this does, a little later.
"use strict";

const connection = (() => {
  const EVERY = 5000;
  const LOST_EVERY = 1500;
  const PATIENCE = 10000; // milliseconds without an answer
  const AFTER_CHAT = 3000;
  const KEPT = "asking"; // in the storage of the tab

  let state = "connected"; // or "lost", "signed out"
  let failures = 0; // one after the other; a page that is being left has one
  let checking = false;
  let leaving = false;
  let signingIn = false;
  let next = 0;

  // -- the line under the chat --

  let fading = 0;

  function tell(...words) {
    const line = document.getElementById("connection");
    clearTimeout(fading);
    const before = line.textContent;
    line.replaceChildren(...words);
    line.hidden = !line.textContent;
    if (line.textContent && line.textContent !== before) {
      document.dispatchEvent(new CustomEvent("say", { detail: line.textContent }));
    }
  }

  function tellAgain() {
    tell("Connected again");
    fading = setTimeout(() => tell(), 4000);
  }

  // -- is the server there? --

  async function check() {
    if (checking || leaving) return;
    checking = true;
    clearTimeout(next);
    if (!document.hidden || asking.waited) take(await asked());
    checking = false;
    next = setTimeout(check, failures ? LOST_EVERY : EVERY);
  }

  async function asked() {
    try {
      const answer = await fetch("/alive", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      if (answer.status === 401) return { signedOut: true };
      return answer.ok ? await answer.json() : {};
    } catch {
      return {};
    }
  }

  function take({ start, signedOut }) {
    failures = start || signedOut ? 0 : failures + 1;
    if (failures === 1) return;
    const before = state;
    state = signedOut ? "signed out" : start ? "connected" : "lost";
    if (signedOut) return signIn(before);
    pending(failures ? "Waiting for the connection …" : "Looking…");
    if (failures) return tell("Connection lost. Trying again …");
    const isOther = start !== document.getElementById("ask").dataset.start;
    if (isOther || (before === "lost" && !document.getElementById("log"))) loadAnew();
    else if (before !== "connected") tellAgain();
  }

  // What stands in the place of an answer that is waited for.
  function pending(words) {
    document.querySelectorAll("#log .pending").forEach((line) => {
      if (line.textContent !== words) line.textContent = words;
    });
  }

  function loadAnew() {
    leaving = true;
    tell("Connected again");
    setTimeout(() => location.reload(), AFTER_CHAT);
  }

  // Who has asked goes to sign in; who reads is only told.
  function signIn(before) {
    const way = `/sign-in?then=${encodeURIComponent(location.pathname + location.search)}`;
    if (asking.waited) {
      leaving = signingIn = true;
      return location.assign(way);
    }
    if (before === "signed out") return;
    const link = document.createElement("a");
    link.href = way;
    link.textContent = "Sign in again";
    tell("You are signed out. ", link);
  }

  // -- what outlives a reload --

  const came = performance.getEntriesByType("navigation")[0]?.type; // "reload", "back_forward", "navigate"
  let kept = JSON.parse(sessionStorage.getItem(KEPT) || "null");
  if (came === "navigate" && !kept?.signingIn) kept = null; // another visit
  sessionStorage.removeItem(KEPT);

  function keep() {
    if (kept) return store(kept); // not put back yet
    const box = chat.box();
    store({
      who: who(),
      typed: box?.value || "",
      waited: asking.waited,
      focused: Boolean(box) && document.activeElement === box,
      lost: state === "lost" || leaving,
      signingIn: signingIn || state === "signed out",
    });
  }

  // Whose words they are: what one person typed is not for the next who signs in.
  function who() {
    return document.querySelector(".signed-in span")?.textContent || "";
  }

  function store(state) {
    if (state.typed || state.waited || state.lost) sessionStorage.setItem(KEPT, JSON.stringify(state));
  }

  function putBack() {
    if (kept && kept.who !== who()) kept = null;
    if (!kept) return;
    const { typed, waited, focused, signingIn: signedIn, lost: wasLost } = kept;
    if (focused) chat.box().focus();
    if (wasLost) tellAgain();
    if (waited && came === "reload" && waited !== lastQuestion()) return askAgain(waited, typed);
    kept = null;
    const text = typed || (signedIn && waited);
    if (text) chat.write(text);
  }

  function lastQuestion() {
    return [...document.querySelectorAll("#log .exchange .question")].at(-1)?.textContent || "";
  }

  // Ask a question again, until the chat has taken it; then what was typed beside it stands in the box.
  function askAgain(question, typed) {
    document.addEventListener("asked", () => {
      clearInterval(again);
      kept = null;
      chat.write(typed);
    }, { once: true });
    const again = setInterval(chat.ask, 1000, question);
    chat.ask(question);
  }

  // --

  addEventListener("pagehide", keep);
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    sessionStorage.removeItem(KEPT); // the page itself was kept
    check();
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches(".signed-in")) removeEventListener("pagehide", keep); // the next person's tab
  });
  document.addEventListener("asked", () => {
    if (state === "connected") tell(); // what was said of the question before
    check();
  });
  document.addEventListener("visibilitychange", check);
  for (const event of ["focus", "online", "offline"]) addEventListener(event, check);
  document.addEventListener("DOMContentLoaded", () => {
    next = setTimeout(check, EVERY);
  });
  document.addEventListener("ready", putBack);

  return { tell };
})();
