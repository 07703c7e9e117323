// Pages saved on the device, each in its own cache. Loaded on every page, because signing out anywhere deletes them.
// keeping.js saves pages, kept.js lists them, service_worker.js opens them.
"use strict";

const offline = (() => {
  const ABOUT = "/kept/about";
  const AGAIN = 12 * 60 * 60 * 1000; // milliseconds between comparisons with the server
  const ABANDONED = 10 * 60 * 1000; // an unfinished page older than this was left by a closed tab
  const can = isSecureContext && "serviceWorker" in navigator && "caches" in window;
  const root = document.documentElement;

  // -- saved pages, by account --

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

  async function remove(item) {
    await caches.delete(item.name);
  }

  // -- on every page --

  function time(iso) {
    const at = new Date(iso);
    const clock = at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });
    return at.toDateString() === new Date().toDateString() ? `today, ${clock}` : `${at.toLocaleDateString([], { day: "numeric", month: "short" })}, ${clock}`;
  }

  async function show() {
    const item = (await list()).find(({ paths }) => paths.includes(location.pathname + location.search));
    const line = document.createElement("p");
    line.className = "kept-line";
    line.setAttribute("role", "note");
    line.append(`Offline copy saved ${time(root.dataset.kept)}. ${item?.state ? `${item.state} ` : ""}Reconnect to ask, search the library or export. `);
    if (location.pathname !== "/kept") line.append(kept());
    document.getElementById("top").append(line);
    fetch("/alive", { cache: "no-store" }).then(({ ok }) => ok && line.append(" ", anew()), () => {});
  }

  // The server was only slow: a reload waits for it.
  function anew() {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = "You are online again: reload";
    button.addEventListener("click", () => location.reload());
    return button;
  }

  function kept() {
    const link = document.createElement("a");
    [link.href, link.textContent] = ["/kept", "Saved pages"];
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
    button.textContent = "Saved offline";
    button.title = "Update the saved copy";
    if (!root.dataset.kept && !button.nextElementSibling?.matches("[href='/kept']")) button.after(" ", kept());
  }

  async function pressed(button) {
    button.disabled = true;
    let said; // why it could not be saved
    try {
      const { keep } = await import("/static/keeping.js");
      said = await keep(button.dataset.keep.split(" "));
    } catch {
      said = "Not saved: the server cannot be reached.";
    }
    refused(button, said);
    if (!said) done(button);
    button.disabled = false;
    document.dispatchEvent(new CustomEvent("say", { detail: said || "Saved offline" }));
  }

  function refused(button, said) {
    button.parentElement.querySelector(".not-saved")?.remove();
    if (!said) return;
    const line = document.createElement("span");
    [line.className, line.textContent] = ["not-saved", said];
    button.after(line);
  }

  // Who signs out leaves nothing behind, nor does one account for the next.
  async function signOut(form) {
    const count = (await list()).length;
    const asks = `Signing out deletes ${count === 1 ? "the page" : `the ${count} pages`} saved on this device. Sign out?`;
    if (count && !confirm(asks)) return;
    await forget(() => true);
    form.submit();
  }

  async function forget(isMeant) {
    for (const name of await caches.keys()) if (name.startsWith("kept ") && isMeant(name)) await caches.delete(name);
  }

  async function begin() {
    if (root.dataset.kept) await show();
    if (!can || location.pathname === "/sign-in") return;
    if (document.querySelector(".signed-in")) await forget((name) => !name.startsWith(mine()));
    const items = await list();
    if (!items.length) return;
    await marked();
    if (root.dataset.kept) return;
    navigator.serviceWorker.register("/service-worker.js"); // so that the browser looks for a newer one
    const old = items.filter(({ checked }) => Date.now() - Date.parse(checked) > AGAIN);
    if (!old.length) return;
    const { check } = await import("/static/keeping.js");
    for (const item of old) await check(item);
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
  if (can) root.dataset.keeps = "";
  document.addEventListener("DOMContentLoaded", begin);

  return { ABOUT, can, mine, all, list, remove, time };
})();
