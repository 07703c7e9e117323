// Where a newcomer starts with a text: the map opens as a whole, the glossary is filtered as one types, and
// an explanation that is in the way is closed by Escape.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  // -- the map --

  const map = document.getElementById("map");
  document.getElementById("map-tools")?.removeAttribute("hidden");
  for (const [id, open] of [["map-open", true], ["map-close", false]]) {
    document.getElementById(id)?.addEventListener("click", () => {
      map.querySelectorAll("details").forEach((details) => { details.open = open; });
    });
  }

  // -- the glossary --

  const box = document.getElementById("q");
  const entries = [...document.querySelectorAll(".glossary > div")].map((entry) => [entry, entry.textContent.toLowerCase()]);
  const count = document.getElementById("word-count");
  const whole = count && [...count.childNodes];

  box?.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [entry, text] of entries) {
      entry.hidden = !words.every((word) => text.includes(word));
      shown += entry.hidden ? 0 : 1;
    }
    if (words.length) count.textContent = `${shown} of ${entries.length} entries`;
    else count.replaceChildren(...whole);
  });

  // -- explanations --

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".piece:is(:hover, :focus-within)").forEach((piece) => piece.classList.add("quiet"));
  });
  for (const kind of ["focusout", "mouseout"]) {
    document.addEventListener(kind, (event) => event.target.closest?.(".piece")?.classList.remove("quiet"));
  }
});
