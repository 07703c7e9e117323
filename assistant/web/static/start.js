// Where a newcomer starts with a text: the map opens as a whole, the glossary is filtered as one types, and
// an explanation that is in the way is closed by Escape.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  // -- the map ---------------------------------------------------------------------------------------

  const map = document.getElementById("map");
  document.getElementById("map-tools")?.removeAttribute("hidden");
  for (const [id, open] of [["map-open", true], ["map-close", false]]) {
    document.getElementById(id)?.addEventListener("click", () => {
      map.querySelectorAll("details").forEach((one) => { one.open = open; });
    });
  }

  // -- the glossary ---------------------------------------------------------------------------------------

  const box = document.getElementById("q");
  const entries = [...document.querySelectorAll(".glossary > div")].map((one) => [one, one.textContent.toLowerCase()]);
  const count = document.getElementById("word-count");
  const whole = count && [...count.childNodes];

  box?.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [one, text] of entries) {
      one.hidden = !words.every((word) => text.includes(word));
      shown += one.hidden ? 0 : 1;
    }
    if (words.length) count.textContent = `${shown} of ${entries.length} entries`;
    else count.replaceChildren(...whole);
  });

  // -- explanations ------------------------------------------------------------------------------------

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".piece:is(:hover, :focus-within)").forEach((one) => one.classList.add("quiet"));
  });
  for (const kind of ["focusout", "mouseout"]) {
    document.addEventListener(kind, (event) => event.target.closest?.(".piece")?.classList.remove("quiet"));
  }
});
