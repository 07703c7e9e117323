// The page for drafters: counts what is selected, and remembers the last draft of this tab for who comes
// back by the navigation. Everything else on it works without script.
"use strict";

document.addEventListener("change", (event) => {
  if (event.target.name !== "selection") return;
  const ticked = document.querySelectorAll("input[name=selection]:checked").length;
  document.getElementById("selected").textContent = ticked;
});

document.addEventListener("DOMContentLoaded", () => {
  const back = document.getElementById("last-draft");
  if (!back) {
    sessionStorage.setItem("draft", location.pathname);
  } else if (sessionStorage.getItem("draft")?.startsWith("/draft/") && location.pathname === "/draft") {
    back.querySelector("a").href = sessionStorage.getItem("draft");
    back.hidden = false;
  }
});
