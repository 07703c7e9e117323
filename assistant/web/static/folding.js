// On a phone the header and filters hide while scrolling down and return while scrolling up. They leave the screen but
// not the page, so the keyboard and screen readers still reach them.
"use strict";

(() => {
  const phone = matchMedia("(max-width: 600px), (max-width: 900px) and (max-height: 500px)");
  const ENOUGH = 12; // pixels scrolled one way
  const places = new WeakMap(); // where each part was scrolled to when it last turned

  const height = (id) => document.getElementById(id).offsetHeight;
  const isFolded = () => document.body.classList.contains("folded");

  // What is read stays where it is on the screen.
  function fold(folds, part) {
    if (folds === isFolded()) return;
    const before = part?.getBoundingClientRect().top;
    document.body.style.setProperty("--top-height", `${height("top")}px`);
    document.body.style.setProperty("--filters-height", `${height("filters")}px`);
    document.body.classList.toggle("folded", folds);
    if (part) part.scrollTop += part.getBoundingClientRect().top - before;
  }

  function scrolled({ target: part }) {
    if (!phone.matches || !["log", "read"].includes(part.id)) return;
    const top = part.scrollTop;
    const moved = top - (places.get(part) ?? 0);
    const isLeap = Math.abs(moved) > part.clientHeight / 3; // to a clause, to a new answer: it was not by hand
    if (moved > ENOUGH && (isLeap || top > height("top") + height("filters"))) fold(true, isLeap ? null : part);
    else if (moved < -ENOUGH || top <= 0) fold(false, part);
    if (Math.abs(moved) > ENOUGH || top <= 0) places.set(part, part.scrollTop);
  }

  document.addEventListener("scroll", scrolled, true); // it does not bubble
  document.addEventListener("focusin", (event) => {
    if (event.target.closest("#top, #filters")) fold(false);
  });
  phone.addEventListener("change", () => fold(false));
  new MutationObserver(() => fold(false)) // the other part may be too short to be scrolled
    .observe(document.body, { attributes: true, attributeFilter: ["data-view"] });
})();
