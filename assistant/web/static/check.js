// Says that a document is being checked, which takes a while, and sends the form once.
"use strict";

document.addEventListener("submit", (event) => {
  if (!event.target.matches(".check form")) return;
  event.target.querySelector("button").disabled = true;
  event.target.querySelector("[role=status]").textContent = "Checking …";
});

// A browser that goes back may bring the page as it was left.
window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
