// The question that was asked and is not answered yet. It is shown at once, before the server has heard of it.
"use strict";

const asking = (() => {
  const FAILED = "Your question could not be answered. Ask it again.";
  const PATIENCE = 10000; // milliseconds
  let waited = ""; // the question that is waited for

  function begin(question) {
    waited = question;
    document.getElementById("ask").dataset.asking = "";
    chat.write("");
    const shown = document.querySelector("#log .conversation");
    if (!shown) return;
    const asked = document.getElementById("asked").content.cloneNode(true);
    asked.querySelector(".question").textContent = question;
    shown.querySelectorAll(".welcome").forEach((welcome) => { welcome.hidden = true; });
    shown.append(asked);
    document.dispatchEvent(new CustomEvent("say", { detail: "Looking…" }));
  }

  function end() {
    waited = "";
    delete document.getElementById("ask").dataset.asking;
  }

  // Why the server refused the question that was just asked.
  async function reason() {
    try {
      const answer = await fetch("/refusal", { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
      return (answer.ok && (await answer.json()).sentence) || FAILED;
    } catch {
      return FAILED;
    }
  }

  // What the server did not take is taken back: the question stands in its box again.
  async function fail() {
    if (!waited) return;
    if (!chat.box().value.trim()) chat.write(waited);
    document.querySelectorAll("#log [data-asked]").forEach((question) => question.remove());
    document.querySelectorAll("#log .welcome").forEach((welcome) => { welcome.hidden = false; });
    end();
    connection.tell(await reason());
  }

  // What an answer needs comes with the first question; where a conversation is reopened, its styles come with the page.
  function prepare() {
    if (!document.querySelector("#log .exchange")) return;
    import("/static/answers.js");
    clauses.loadStyles("answer.css");
  }

  document.addEventListener("asked", (event) => {
    begin(event.detail);
    prepare();
  });
  document.addEventListener("shown", prepare);
  document.addEventListener("answered", end);
  document.addEventListener("unanswered", fail);
  document.addEventListener("click", (event) => {
    if (event.target.closest("#new")) end(); // it cancels what is asked
  });

  return { get waited() { return waited; } };
})();
