// The list of texts to read, filtered as one types. editions.js loads this file when the list is first opened.
"use strict";

(() => {
  const list = document.querySelector("details.texts");
  const box = document.getElementById("texts-words");

  // What has all the words stays; an earlier edition is unfolded if it alone has them.
  function filter(words) {
    const wanted = words.toLowerCase().split(/\s+/).filter(Boolean);
    const fits = (row) => wanted.every((word) => row.textContent.toLowerCase().includes(word));
    for (const body of list.querySelectorAll(".body")) {
      const rows = [...body.querySelectorAll(":scope > ul > li")];
      rows.forEach((row) => { row.hidden = !fits(row); });
      body.hidden = rows.every((row) => row.hidden);
    }
    list.querySelectorAll(".earlier").forEach((earlier) => {
      earlier.open = Boolean(earlier.querySelector("[aria-current]")) || (wanted.length > 0 && fits(earlier));
    });
    const left = list.querySelectorAll(".body > ul > li:not([hidden])").length;
    list.querySelector(".texts-none").textContent = left ? "" : "No text has these words in its name or title.";
  }

  function begin() {
    filter(box.value);
    if (list.open && matchMedia("(hover: hover)").matches) box.focus(); // on a phone the keyboard would cover the list
  }

  box.addEventListener("input", () => filter(box.value));
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter") list.querySelector(".body:not([hidden]) li:not([hidden]) a")?.click();
  });
  list.addEventListener("toggle", () => {
    box.value = "";
    begin();
  });
  begin();
})();
