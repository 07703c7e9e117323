// Says that a document is being checked, which takes a while, and sends the form once.
"use strict";

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".check form")) return;
  event.submitter.disabled = true;
  event.target.querySelector("[role=status]").textContent = "Checking …";
});

// Back may bring the page as it was left, with what was typed.
window.addEventListener("pageshow", () => { document.querySelector(".check .primary").disabled = false; });
