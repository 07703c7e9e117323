// The page for drafters: counts and lists what is selected, shows each draft again as it was sent, and remembers the
// last one of this tab for who comes back by the navigation. Everything else on it works without script.
"use strict";

document.addEventListener("change", (event) => {
  if (event.target.name !== "selection") return;
  if (event.target.dataset.label) list(event.target);
  const ticked = document.querySelectorAll("input[name=selection]:checked").length;
  document.getElementById("selected").textContent = ticked;
});

// A clause that was ticked is in the list; unticked there, it is unticked in its place as well.
function list(box) {
  const selection = document.getElementById("selection");
  [...selection.children].find((row) => row.dataset.of === box.value)?.remove();
  if (!box.checked) return;
  const item = document.createElement("li");
  const label = document.createElement("label");
  const own = document.createElement("input");
  item.dataset.of = box.value;
  label.className = "select";
  own.type = "checkbox";
  own.checked = true;
  own.addEventListener("change", () => box.click());
  label.append(own, ` ${box.dataset.label}`);
  item.append(label);
  selection.append(item);
}

// Back brings ticks back.
window.addEventListener("pageshow", () => document.querySelectorAll("[data-label]:checked").forEach(list));

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
