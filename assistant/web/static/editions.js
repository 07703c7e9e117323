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

  // The list of texts is filtered by a script that is loaded when it is first opened.
  const list = document.querySelector("details.texts");
  if (list) document.querySelector(".texts-find").hidden = false;
  list?.addEventListener("toggle", () => import("/static/texts_filter.js"), { once: true });

  return { fetched, show, standing };
})();
