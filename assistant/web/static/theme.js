// Light or dark: as the reader chose on this device, else as the device is set. It runs before the page is drawn.
"use strict";

(() => {
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const wanted = new URLSearchParams(location.search).get("__theme");
  const set = () => {
    document.documentElement.dataset.theme = wanted || (dark.matches ? "dark" : "light");
  };
  set();
  dark.addEventListener("change", set);
})();
