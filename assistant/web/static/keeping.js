// Saves pages on the device and compares them with the server. Each saved page is a cache of its own: the page, related
// pages, the files they load, and last a description, without which the cache is ignored.
/* global offline */

const FILE = /((?:src|href)=")(\/static\/[^"?]+)"/g;

// -- keeping --

export async function store(paths, state = "") {
  const stamp = `${Date.now().toString(36)}${Math.random().toString(36).slice(1, 6)}`;
  const name = offline.mine() + stamp;
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
    await cache.put(offline.ABOUT, Response.json(about));
    if (!await caches.has(name)) throw new Error("another tab has removed it"); // writing to a deleted cache fails silently
  } catch (error) {
    await caches.delete(name);
    throw error;
  }
  // The newest stays, also where two tabs keep the same page at once.
  const same = (await offline.all()).filter((other) => other.paths[0] === paths[0]).map((other) => other.name).sort();
  for (const older of same.slice(0, -1)) await caches.delete(older);
}

async function asked(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok) throw Object.assign(new Error(answer.statusText), { status: answer.status });
  return answer;
}

// Keep pages of which the others belong to the first; say why not, if not.
export async function keep(paths) {
  try {
    await navigator.serviceWorker.register("/service-worker.js");
    await store(["/kept"]);
    await store(paths);
    await navigator.serviceWorker.ready;
    navigator.storage?.persist?.(); // else a browser that needs room may drop it
    return "";
  } catch (error) {
    return why(error);
  }
}

function why(error) {
  if (error.name === "QuotaExceededError") return "Not saved: not enough space on this device.";
  if (error.status === 404) return "Not saved: this page no longer exists.";
  if (error.status === 401) return "Not saved: sign in first.";
  return error.status ? "Not saved: the server is busy. Try again." : "Not saved: the server cannot be reached or this browser blocks storage.";
}

// -- compared with the server --

export async function check(item) {
  const now = new Date().toISOString();
  try {
    const answer = await fetch(item.paths[0], { cache: "no-store", headers: { "If-None-Match": item.tag } });
    if (answer.status === 401) return { ...item, state: "Sign in to check for changes." };
    if (answer.ok) await store(item.paths, "Updated to the current version.");
    else if (answer.status === 304) await say(item, { checked: now, state: "" });
    else if (answer.status === 404) await say(item, { checked: now, state: "Removed from the server. Your copy remains." });
  } catch (error) {
    if (error.name === "QuotaExceededError") await say(item, { state: "Changed on the server, but there is not enough space on this device. Your copy remains." });
  }
  return item;
}

async function say(item, changes) {
  const { name, ...about } = { ...item, ...changes };
  if (!await caches.has(name)) return; // another tab has removed it
  await (await caches.open(name)).put(offline.ABOUT, Response.json(about));
}
