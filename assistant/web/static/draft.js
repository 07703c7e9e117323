// The page for drafters: counts what is selected, shows each draft again as it was sent, and remembers the
// last one of this tab for who comes back by the navigation. Everything else on it works without script.
"use strict";

document.addEventListener("change", (event) => {
  if (event.target.name !== "selection") return;
  const ticked = document.querySelectorAll("input[name=selection]:checked").length;
  document.getElementById("selected").textContent = ticked;
});

window.addEventListener("pageshow", () => {
  const back = document.getElementById("last-draft");
  if (!back) {
    sessionStorage.setItem("draft", location.pathname);
  } else if (sessionStorage.getItem("draft")?.startsWith("/draft/") && location.pathname === "/draft") {
    back.querySelector("a").href = sessionStorage.getItem("draft");
    back.hidden = false;
  }
});

// A browser that goes back puts into the form what was typed last. Once that has been sent it is another
// draft, and would be shown above the clauses found for this one; what has not been sent is left alone.
document.addEventListener("submit", (event) => {
  if (!event.submitter?.hasAttribute("formaction")) history.replaceState({ sent: true }, "");
});

window.addEventListener("pageshow", (event) => {
  if (!history.state?.sent) return;
  if (event.persisted) {
    location.reload();
  } else {
    history.replaceState(null, "");
    document.getElementById("draft-form").reset();
  }
});
