// What the page for asking tells the server beside questions: which filters are set, which conversation is shown.
// Both stand in the address.
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

  // -- filters --

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

  // -- the conversation that is shown --

  function follow() {
    const shown = document.querySelector("#log .conversation:not([data-opening])");
    if (!shown) return;
    inAddress({ conversation: shown.dataset.conversation });
  }

  document.addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("#filters form");
    for (const event of ["input", "change"]) form.addEventListener(event, filtered);
    form.addEventListener("reset", everything);
    form.addEventListener("submit", (event) => event.preventDefault());
    searching();
  });
  document.addEventListener("shown", follow);
  addEventListener("popstate", follow); // back to an address from before the conversation was kept
})();
