// The list of pages saved on this device; it works offline.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const [rows, button, said] = ["rows", "check", "said"].map((id) => document.getElementById(id));
  const isKept = "kept" in document.documentElement.dataset;

  function row(item) {
    const made = document.getElementById("row").content.cloneNode(true);
    const [page, meeting] = item.paths;
    const name = made.querySelector(".name");
    name.href = page;
    name.textContent = item.title;
    if (meeting) made.querySelector(".meet").href = meeting;
    const fingerprint = item.tag?.match(/\w{12}/)?.[0];
    made.querySelector(".facts").textContent = [
      `${Math.ceil(item.size / 1024)} kB`, `saved ${offline.time(item.kept)}`, `checked ${offline.time(item.checked)}`, `fingerprint ${fingerprint}`,
    ].join(" · ");
    const state = made.querySelector(".state");
    state.textContent = item.state || "Up to date when last checked.";
    state.toggleAttribute("data-changed", Boolean(item.state));
    const remove = made.querySelector("button");
    remove.setAttribute("aria-label", `Remove ${item.title}`);
    remove.addEventListener("click", async () => {
      await offline.remove(item);
      await fill();
      said.textContent = `Removed: ${item.title}`;
      (rows.querySelector("button") || document.getElementById("sheet")).focus();
    });
    return made;
  }

  async function fill(items) {
    const found = items || await offline.list();
    rows.replaceChildren(...found.sort((one, other) => one.title.localeCompare(other.title)).map(row));
    document.getElementById("nothing").hidden = found.length > 0 || !offline.can;
    button.hidden = !found.length;
  }

  async function check() {
    button.disabled = true;
    said.textContent = "Checking for changes …";
    const keeping = await import("/static/keeping.js").catch(() => null);
    if (keeping) await compare(keeping);
    said.textContent = keeping ? "" : "The server cannot be reached.";
    button.disabled = false;
  }

  async function compare(keeping) {
    const told = new Map();
    for (const item of await offline.list()) {
      const { state } = await keeping.check(item);
      if (state) told.set(item.paths[0], state);
    }
    await fill((await offline.list()).map((item) => ({ ...item, state: item.state || told.get(item.paths[0]) })));
    await keeping.store(["/kept"]).catch(() => {}); // this page too as it is now
  }

  document.getElementById("missed").hidden = !new URLSearchParams(location.search).has("missed");
  document.getElementById("unable").hidden = offline.can;
  fill().then(() => { if (!isKept && rows.children.length) check(); });
  button.addEventListener("click", check);
  addEventListener("online", check);
});
