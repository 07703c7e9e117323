// Sends the form and stays on the page until the document is checked, so that a busy server costs nobody their text.
"use strict";

document.addEventListener("submit", async (event) => {
  const form = event.target, button = event.submitter;
  if (!form.matches(".check form")) return;
  event.preventDefault();
  const status = form.querySelector("[role=status]");
  button.disabled = true;
  status.textContent = "Checking …";
  const answer = await fetch(form.action, { method: "POST", body: new FormData(form) }).catch(() => null);
  if (answer?.ok) {
    location.assign(answer.url);
  } else if (answer?.status === 429 || answer?.status === 503) {
    status.textContent = await answer.text();
    button.disabled = false;
  } else {
    form.submit(); // the page that comes says what is wrong
  }
});

// Back may bring the page as it was left, with what was typed.
window.addEventListener("pageshow", () => { document.querySelector(".check .primary").disabled = false; });
