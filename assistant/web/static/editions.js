// The texts: each is fetched once, and one of them is shown.
"use strict";

const editions = (() => {
  const found = new Map(); // what was fetched, by key

  function fetched(key) {
    if (!found.has(key)) found.set(key, fetchEdition(key).catch(() => null).then((edition) => kept(key, edition)));
    return found.get(key);
  }

  function kept(key, edition) {
    if (!edition) found.delete(key); // it may be added later
    return edition;
  }

  async function fetchEdition(key) {
    const reader = document.getElementById("read");
    const held = reader.querySelector(`.edition[data-edition="${CSS.escape(key)}"]`);
    if (held) return held;
    const answer = await fetch(`/read/${key.split("/").map(encodeURIComponent).join("/")}`);
    if (!answer.ok) return null;
    const edition = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector(".edition");
    edition.hidden = true;
    return reader.appendChild(edition);
  }

  async function show(key) {
    const reader = document.getElementById("read");
    reader.dataset.loading = "";
    const edition = await fetched(key);
    delete reader.dataset.loading;
    if (!edition) return;
    document.querySelectorAll("#read .edition").forEach((other) => { other.hidden = other !== edition; });
    document.getElementById("text-name").textContent = edition.dataset.name;
    standing(edition.querySelector(":scope > .superseded")?.cloneNode(true));
    document.querySelectorAll(".texts a").forEach((link) => {
      if (new URL(link.href).searchParams.get("clause").startsWith(`${key}#`)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
  }

  // Says in the bar that the open text is superseded; without a banner it is not.
  function standing(banner) {
    document.getElementById("standing").replaceChildren(...(banner ? [banner] : []));
  }

  // -- the list of texts -------------------------------------------------------------------------

  // What has all the words stays; an earlier edition is unfolded if it alone has them.
  function filter(list, words) {
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

  document.addEventListener("DOMContentLoaded", () => {
    const list = document.querySelector("details.texts");
    const box = document.getElementById("texts-words");
    if (!box) return;
    box.parentElement.hidden = false;
    box.addEventListener("input", () => filter(list, box.value));
    box.addEventListener("keydown", (event) => {
      if (event.key === "Enter") list.querySelector(".body:not([hidden]) li:not([hidden]) a")?.click();
    });
    list.addEventListener("toggle", () => {
      box.value = "";
      filter(list, "");
      if (list.open && matchMedia("(hover: hover)").matches) box.focus(); // on a phone the keyboard would cover the list
    });
  });

  return { fetched, show, standing };
})();
