// Light or dark, and the size of the text: as the reader chose on this device, else as the device is set. Both are set
// before the page is drawn.
"use strict";

(() => {
  const CHOICES = { theme: ["", "light", "dark"], size: ["", "large", "larger"] };
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const wanted = new URLSearchParams(location.search).get("__theme");

  function chosen(name) {
    try {
      const kept = localStorage.getItem(name) || "";
      return CHOICES[name].includes(kept) ? kept : "";
    } catch { // a browser that keeps nothing
      return "";
    }
  }

  function keep(name, choice) {
    try {
      localStorage.setItem(name, choice);
    } catch { // as above; the choice holds for this page
    }
  }

  function set(theme = wanted || chosen("theme"), size = chosen("size")) {
    const root = document.documentElement;
    root.dataset.theme = theme || (dark.matches ? "dark" : "light");
    root.dataset.size = size;
    press("theme", theme);
    press("size", size);
  }

  function press(name, choice) {
    document.querySelectorAll(`[data-${name}-choice]`).forEach((button) => {
      button.setAttribute("aria-pressed", String(button.getAttribute(`data-${name}-choice`) === choice));
    });
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice], [data-size-choice]");
    if (!button) return;
    const { themeChoice, sizeChoice } = button.dataset;
    if (themeChoice !== undefined) keep("theme", themeChoice);
    if (sizeChoice !== undefined) keep("size", sizeChoice);
    set(themeChoice, sizeChoice);
  });

  set();
  document.addEventListener("DOMContentLoaded", () => set());
  dark.addEventListener("change", () => set());
  addEventListener("storage", () => set()); // another tab chose
})();
