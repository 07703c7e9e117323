// The texts: each is fetched once, and one of them is shown.
"use strict";

const editions = (() => {
  const found = new Map(); // what was fetched, by key

  function fetched(key) {
    if (!found.has(key)) found.set(key, fetchEdition(key).catch(() => null).then((one) => kept(key, one)));
    return found.get(key);
  }

  function kept(key, edition) {
    if (!edition) found.delete(key); // it may be held later
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
    document.querySelectorAll("#read .edition").forEach((one) => { one.hidden = one !== edition; });
    document.getElementById("text-name").textContent = edition.dataset.name;
    document.querySelectorAll(".texts a").forEach((one) => {
      if (new URL(one.href).searchParams.get("clause").startsWith(`${key}#`)) one.setAttribute("aria-current", "true");
      else one.removeAttribute("aria-current");
    });
  }

  return { fetched, show };
})();
