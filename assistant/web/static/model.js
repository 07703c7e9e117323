// Follows the test of a model; what is typed elsewhere on the page stays.
"use strict";

(() => {
  const PAUSE = 1000; // milliseconds
  const PARTS = ["used", "trial", "here"];

  async function follow() {
    const trial = document.getElementById("trial");
    if (!trial?.hasAttribute("data-testing")) return;
    const page = await fetched();
    const next = page?.getElementById("trial");
    if (next?.hasAttribute("data-testing")) {
      trial.querySelector("#done").textContent = next.querySelector("#done").textContent;
      const [bar, now] = [trial.querySelector("progress"), next.querySelector("progress")];
      [bar.max, bar.value] = [now.max, now.value];
    } else if (next) {
      const focused = document.activeElement.closest("#trial, #here");
      PARTS.forEach((id) => document.getElementById(id).replaceWith(page.getElementById(id)));
      if (focused) document.getElementById("sheet").focus();
      const outcome = document.getElementById("outcome") ?? document.querySelector("#used p");
      document.dispatchEvent(new CustomEvent("say", { detail: outcome.textContent }));
    }
    setTimeout(follow, PAUSE);
  }

  async function fetched() {
    try {
      const answer = await fetch("/model");
      return answer.ok ? new DOMParser().parseFromString(await answer.text(), "text/html") : null;
    } catch {
      return null;
    }
  }

  document.addEventListener("DOMContentLoaded", follow);
})();
