// Follows the test of a model; what is typed elsewhere on the page stays.
"use strict";

(() => {
  const PAUSE = 1000; // milliseconds
  const PARTS = ["used", "trial"];

  const voice = document.createElement("div");
  voice.className = "voice";
  voice.setAttribute("role", "status");

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
      const leads = trial.contains(document.activeElement);
      PARTS.forEach((id) => document.getElementById(id).replaceWith(page.getElementById(id)));
      if (leads) document.getElementById("sheet").focus();
      voice.textContent = document.querySelector("#outcome, #used p").textContent;
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

  document.addEventListener("DOMContentLoaded", () => {
    document.body.append(voice);
    follow();
  });
})();
