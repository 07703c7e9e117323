// Keeps pages on the device, each in a cache of its own: the page, the pages that belong to it, the files that they load,
// and last what is said of it, without which it does not count. kept.js lists them; service_worker.js opens them.
"use strict";

const offline = (() => {
  const ABOUT = "/kept/about";
  const AGAIN = 12 * 60 * 60 * 1000; // milliseconds after which what is kept is compared with the server
  const ABANDONED = 60 * 1000; // a page that was not kept within this time is left over from a closed tab
  const FILE = /((?:src|href)=")(\/static\/[^"?]+)"/g;
  const can = isSecureContext && "serviceWorker" in navigator && "caches" in window;
  const root = document.documentElement;

  // -- what is kept, by whom --------------------------------------------------------------------------

  function mine() {
    return `kept ${JSON.stringify(document.querySelector(".signed-in span")?.textContent || "")} `;
  }

  async function all() {
    const found = [];
    for (const name of can ? await caches.keys() : []) {
      if (!name.startsWith(mine())) continue;
      const about = await (await caches.open(name)).match(ABOUT);
      if (about) found.push({ name, ...await about.json() });
      else if (Date.now() - parseInt(name.slice(mine().length), 36) > ABANDONED) await caches.delete(name);
    }
    return found;
  }

  async function list() {
    return (await all()).filter(({ paths }) => paths[0] !== "/kept");
  }

  // -- keeping ----------------------------------------------------------------------------------------------

  async function store(paths, state = "") {
    const stamp = `${Date.now().toString(36)}${Math.random().toString(36).slice(1, 6)}`;
    const name = mine() + stamp;
    const at = new Date().toISOString();
    const about = { paths, size: 0, kept: at, checked: at, state };
    const cache = await caches.open(name);
    const put = async (path, body, headers) => {
      about.size += body.size ?? new Blob([body]).size;
      await cache.put(path, new Response(body, { headers }));
    };
    try {
      const files = new Set();
      for (const path of paths) {
        const answer = await asked(path);
        const html = await answer.text();
        const headers = ["Content-Type", "Content-Security-Policy"].map((header) => [header, answer.headers.get(header)]);
        about.tag ||= answer.headers.get("ETag");
        about.title ||= new DOMParser().parseFromString(html, "text/html").title.replace(/ – Resolutions$/, "");
        await put(path, html.replace(FILE, (_, start, file) => {
          files.add(file);
          return `${start}${file}?kept=${stamp}"`;
        }).replace("<html ", `<html data-kept="${at}" `), headers);
      }
      for (const file of files) {
        const answer = await asked(file);
        await put(`${file}?kept=${stamp}`, await answer.blob(), [["Content-Type", answer.headers.get("Content-Type")]]);
      }
      await cache.put(ABOUT, Response.json(about));
    } catch (error) {
      await caches.delete(name);
      throw error;
    }
    for (const other of await all()) if (other.name !== name && other.paths[0] === paths[0]) await caches.delete(other.name);
  }

  async function asked(path, headers = {}) {
    const answer = await fetch(path, { cache: "no-store", headers });
    if (!answer.ok) throw Object.assign(new Error(answer.statusText), { status: answer.status });
    return answer;
  }

  async function keep(paths) {
    await navigator.serviceWorker.register("/service-worker.js");
    await store(paths);
    await store(["/kept"]);
    await navigator.serviceWorker.ready;
    navigator.storage?.persist?.(); // else a browser that needs room may drop it
  }

  function why(error) {
    if (error.name === "QuotaExceededError") return "Nothing was kept: this device has no room left for it.";
    return error.status ? "Nothing was kept: the server does not have this page any more." : "Nothing was kept: the server cannot be reached.";
  }

  // -- compared with the server -----------------------------------------------------------------------------

  async function check(item) {
    const now = new Date().toISOString();
    try {
      const answer = await fetch(item.paths[0], { cache: "no-store", headers: { "If-None-Match": item.tag } });
      if (answer.status === 401) return { ...item, state: "Sign in to compare it with the server." };
      if (answer.ok) await store(item.paths, "Changed on the server: this is the new version.");
      else if (answer.status === 304) await say(item, { checked: now, state: "" });
      else if (answer.status === 404) await say(item, { checked: now, state: "No longer on the server. Your copy stays." });
    } catch (error) {
      if (error.name === "QuotaExceededError") await say(item, { state: "Changed on the server, but this device has no room left. Your copy stays." });
    }
    return item;
  }

  async function say(item, changes) {
    const { name, ...about } = { ...item, ...changes };
    await (await caches.open(name)).put(ABOUT, Response.json(about));
  }

  async function remove(item) {
    await caches.delete(item.name);
  }

  // -- on every page ------------------------------------------------------------------------------------------

  function time(iso) {
    const at = new Date(iso);
    const clock = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    return at.toDateString() === new Date().toDateString() ? clock : `${at.toLocaleDateString([], { day: "numeric", month: "short" })}, ${clock}`;
  }

  function show() {
    if (can) root.dataset.keeps = "";
    if (!root.dataset.kept) return;
    const line = document.createElement("p");
    line.className = "kept-line";
    line.setAttribute("role", "note");
    line.append(`Kept on this device at ${time(root.dataset.kept)}. Asking, searching the library and exporting need the server. `);
    if (location.pathname !== "/kept") line.append(kept());
    document.getElementById("top").append(line);
    fetch("/alive", { cache: "no-store" }).then(({ ok }) => ok && line.append(" ", anew()), () => {});
  }

  // The server was only slow: a reload waits for it.
  function anew() {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "The server answers: open the page anew";
    button.addEventListener("click", () => location.reload());
    return button;
  }

  function kept() {
    const link = document.createElement("a");
    [link.href, link.textContent] = ["/kept", "Kept pages"];
    return link;
  }

  async function marked() {
    const kept = new Set((await list()).map(({ paths }) => paths[0]));
    document.querySelectorAll("[data-keep]").forEach((button) => {
      if (kept.has(button.dataset.keep.split(" ")[0])) done(button);
    });
  }

  function done(button) {
    button.dataset.done = "";
    button.textContent = "Kept offline";
    button.title = "Keep it again as it is now";
    if (!root.dataset.kept && !button.nextElementSibling?.matches("[href='/kept']")) button.after(" ", kept());
  }

  async function pressed(button) {
    button.disabled = true;
    let said = "Kept offline";
    try {
      await keep(button.dataset.keep.split(" "));
      done(button);
    } catch (error) {
      said = why(error);
      button.textContent = said;
    }
    button.disabled = false;
    document.dispatchEvent(new CustomEvent("say", { detail: said }));
  }

  // Who signs out leaves nothing behind, nor does one account for the next.
  async function signOut(form) {
    const count = (await list()).length;
    const asks = `Signing out removes ${count === 1 ? "the page" : `the ${count} pages`} kept on this device. Sign out?`;
    if (count && !confirm(asks)) return;
    await forget(() => true);
    form.submit();
  }

  async function forget(isMeant) {
    for (const name of await caches.keys()) if (name.startsWith("kept ") && isMeant(name)) await caches.delete(name);
  }

  async function begin() {
    show();
    if (!can || location.pathname === "/sign-in") return;
    if (document.querySelector(".signed-in")) await forget((name) => !name.startsWith(mine()));
    const items = await list();
    if (!items.length) return;
    await marked();
    if (root.dataset.kept) return;
    navigator.serviceWorker.register("/service-worker.js"); // so that the browser looks for a newer one
    for (const item of items) if (Date.now() - Date.parse(item.checked) > AGAIN) await check(item);
  }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-keep], a.meet");
    if (!target) return;
    if (target.dataset.keep) return pressed(target);
    const open = target.closest("#read")?.querySelector(".clause.open, .clause:target");
    if (open) target.hash = encodeURIComponent(open.id); // the meeting begins where one reads
  });
  document.addEventListener("submit", (event) => {
    if (!can || !event.target.matches(".signed-in")) return;
    event.preventDefault();
    signOut(event.target);
  });
  begin();

  return { can, list, check, remove, store, time };
})();
