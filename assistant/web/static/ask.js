// What the page for asking tells the server beside questions: which filters are set, which
// conversation is shown, what a person thinks of an answer. Both first stand in the address.
"use strict";

(() => {
  const FILTERS = ["edition", "kind", "addressee"];

  function inAddress(changes) {
    const address = new URL(location.href);
    for (const [name, value] of Object.entries(changes)) {
      if (value) address.searchParams.set(name, value);
      else address.searchParams.delete(name);
    }
    if (address.href !== location.href) history.replaceState(history.state, "", address);
  }

  // -- filters ----------------------------------------------------------------------------------

  function control(name) {
    return document.getElementById(`filter-${name}`);
  }

  function searching() {
    const [edition, kind] = ["edition", "kind"].map((name) => control(name).selectedOptions[0].textContent);
    const body = control("addressee").value.trim();
    const parts = [edition, ...(control("kind").value ? [kind] : []), ...(body ? [`addressed to ${body}`] : [])];
    document.getElementById("searching").textContent = parts.join(" · ");
    document.getElementById("filters").classList.toggle("narrow", FILTERS.some((name) => control(name).value.trim()));
  }

  function filtered() {
    inAddress(Object.fromEntries(FILTERS.map((name) => [name, control(name).value.trim()])));
    searching();
  }

  function everything(event) {
    event.preventDefault(); // a reset brings back what the address said at first
    FILTERS.forEach((name) => { control(name).value = ""; });
    filtered();
  }

  // -- the conversation that is shown -------------------------------------------------------------

  function follow() {
    const shown = document.querySelector("#log .conversation:not([data-opening])");
    if (!shown) return;
    inAddress({ conversation: shown.dataset.conversation });
  }

  // -- verdicts -----------------------------------------------------------------------------------

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
    if (!form.matches(".verdict, #filters form")) return;
    event.preventDefault();
    if (!form.matches(".verdict")) return;
    const pressed = form.querySelector(".verdict-more [data-verdict][aria-pressed=true]");
    if (pressed) judge(form, pressed.dataset.verdict);
    else form.querySelector(".verdict-said").textContent = "First choose what is wrong with the answer.";
  });

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("#filters form");
    for (const event of ["input", "change"]) form.addEventListener(event, filtered);
    form.addEventListener("reset", everything);
    searching();
  });
  document.addEventListener("shown", follow);
  addEventListener("popstate", follow); // back to an address from before the conversation was kept
})();
