// The one script that knows Gradio: its element, its question box, when it shows something. Others hear "ready" once
// questions can be asked, "shown" when the conversation has changed, "asking" before a question goes (which may be
// prevented); and "asked", then "answered" or "unanswered" (blocks.py).
"use strict";

const chat = (() => {
  const box = () => document.querySelector("#question textarea");
  let isReady = false;

  // Write into the question box as somebody who types.
  function write(text) {
    if (!box()) return;
    box().value = text;
    box().dispatchEvent(new Event("input", { bubbles: true }));
  }

  function ask(question) {
    write(question);
    setTimeout(() => document.getElementById("send").click(), 0); // once the box has heard of it
  }

  // Gradio's functions can be used once the conversation that the address names, or none, is shown.
  function look() {
    document.dispatchEvent(new Event("shown"));
    if (isReady || !box() || !document.querySelector("#log .conversation:not([data-opening])")) return;
    isReady = true;
    document.dispatchEvent(new Event("ready"));
  }

  // Before Gradio hears of it.
  function announce(event) {
    if (document.dispatchEvent(new Event("asking", { cancelable: true }))) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.target === box()) announce(event);
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.closest("#send")) announce(event);
  }, true);
  const app = document.querySelector("gradio-app"); // which needs a whole address
  app.setAttribute("src", new URL(app.dataset.path, location.href).href);
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(look).observe(document.getElementById("ask"), { childList: true, subtree: true, attributes: true, attributeFilter: ["data-opening"] });
  });

  return { box, write, ask };
})();
