// The forms for notes and collections in a dialog of the reader. noting.js loads this file when the first is opened.

await clauses.loadStyles("noting.css");

const dialog = document.createElement("dialog");
dialog.className = "own";
let from = null; // what has opened it
let typed = ""; // what the box had when it was opened

function box() {
  return dialog.querySelector("textarea");
}

async function part(answer, name = ".noting") {
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(name);
}

function show(section) {
  dialog.setAttribute("aria-label", section.querySelector("h2").textContent);
  const close = document.createElement("button");
  close.type = "button";
  close.textContent = "Close";
  close.addEventListener("click", leave);
  (section.querySelector(".tools-row") || section).append(close);
  dialog.replaceChildren(section);
  typed = section.querySelector("[role=alert]") ? "" : box()?.value || ""; // refused text is unsaved
  getSelection().removeAllRanges(); // otherwise the next Tab goes to the link for the selection
  document.querySelectorAll(".highlight-words, .find-everywhere").forEach((link) => { link.hidden = true; });
  if (!dialog.open) dialog.showModal();
  (section.querySelector("[role=alert]") ? box() : section.querySelector("[autofocus], select, input:not([type=hidden]), button"))?.focus();
  box()?.setSelectionRange(box().value.length, box().value.length);
  const said = section.querySelector("[role=alert], [role=status]");
  if (said) say(said.textContent);
}

// What has been typed and not been saved is not lost by a slip.
function mayLeave() {
  return !box() || box().value === typed || confirm("Close without saving your note?");
}

function leave(event) {
  if (!mayLeave()) return event.preventDefault();
  dialog.close();
}

dialog.addEventListener("click", (event) => { // links lead to another form, or away
  if (event.target.closest("a[href]") && !mayLeave()) {
    event.preventDefault();
    event.stopPropagation();
  }
});

function say(text) {
  document.dispatchEvent(new CustomEvent("say", { detail: text }));
}

export async function open(pressed, href) {
  if (!dialog.open) from = pressed;
  const answer = await fetch(href).catch(() => null);
  const section = answer && await part(answer);
  if (section) show(section);
  else location.assign(href);
}

async function send(form, submitter) {
  const body = new URLSearchParams(new FormData(form, submitter));
  const answer = await fetch(submitter?.getAttribute("formaction") || form.getAttribute("action"), { method: "POST", body }).catch(() => null);
  const section = answer && await part(answer, ".noting, .notebook h2");
  if (section?.matches("[data-saved], h2")) {
    dialog.close();
    say(section.matches("h2") ? `Added to “${section.textContent}”` : "Saved");
  } else if (section) show(section);
  else refuse(`Not saved: ${answer ? "you may have been signed out" : "the server cannot be reached"}.${box() ? " Your text is still in the box." : ""}`);
  if (answer?.ok) document.dispatchEvent(new Event("noted"));
}

function refuse(sentence) {
  const said = dialog.querySelector(".refused") || document.createElement("p");
  said.className = "refused";
  said.setAttribute("role", "alert");
  said.textContent = sentence;
  dialog.querySelector("form").before(said);
}

document.getElementById("page").append(dialog);
dialog.addEventListener("cancel", leave);
dialog.addEventListener("close", () => from?.isConnected && from.focus({ preventScroll: true }));
dialog.addEventListener("submit", (event) => {
  event.preventDefault();
  send(event.target, event.submitter);
});
