// Where a newcomer starts with a text: the walk is fetched once it comes near, the map opens as a whole,
// the glossary is filtered as one types, and an explanation that is in the way is closed by Escape.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  // -- the walk: its questions are asked on the server, which takes seconds the first time -------------

  const steps = document.getElementById("steps");

  async function walk() {
    const waiting = document.createElement("p");
    waiting.className = "soft";
    waiting.setAttribute("role", "status");
    waiting.textContent = "Asking ten questions …";
    const without = [...steps.childNodes];
    steps.replaceChildren(waiting);
    try {
      const answer = await fetch(`/start/walk?text=${encodeURIComponent(steps.dataset.text)}`);
      if (answer.status === 429 || answer.status === 503) {
        waiting.textContent = (await answer.text()).trim(); // why not now, and when
        return;
      }
      if (!answer.ok) throw new Error(answer.statusText);
      const found = new DOMParser().parseFromString(await answer.text(), "text/html");
      steps.replaceChildren(...found.body.childNodes);
    } catch {
      steps.replaceChildren(...without); // the link that works without this
    }
  }

  if (steps?.dataset.wanted !== undefined) {
    const seen = new IntersectionObserver((entries) => {
      if (!entries.some((one) => one.isIntersecting)) return;
      seen.disconnect();
      walk();
    }, { rootMargin: "600px" });
    seen.observe(steps);
  }

  // A link to the next step opens it; not every browser does so by itself.
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".steps .next");
    if (!link) return;
    event.preventDefault();
    const step = document.querySelector(link.hash).closest("details");
    step.open = true;
    step.querySelector("summary").focus({ preventScroll: true });
    step.scrollIntoView({ block: "nearest" });
  });

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
