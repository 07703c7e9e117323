// Opens saved pages when there is no network. Pages are requested from the server first, and the files they load are left
// alone, except those of a saved page, which have ?kept in their address.
"use strict";

const PATIENCE = 3000; // milliseconds to wait if a saved page could replace this one
const FOR_KEPT = 200; // for a saved page itself

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  const signing = request.method === "POST" && { "/sign-out": signOut, "/sign-in": signIn }[url.pathname];
  if (signing) event.respondWith(signing(request));
  if (request.method !== "GET") return;
  if (url.searchParams.has("kept")) event.respondWith(stored(request));
  else if (request.mode === "navigate") event.respondWith(open(request, url));
});

async function stored(request) {
  return await caches.match(request).catch(() => null) || fetch(request);
}

async function open(request, url) {
  const own = await copyOf(url.pathname === "/kept" ? "/kept" : url.pathname + url.search).catch(() => null);
  const kept = own || await placeIn(url).catch(() => null);
  const asked = fetch(request);
  try {
    // A reload is a wish for what the server has.
    const answer = await (kept ? within(asked, own && request.cache === "default" ? FOR_KEPT : PATIENCE) : asked);
    const isOurs = answer.ok || answer.type === "opaqueredirect" || [401, 403].includes(answer.status);
    return isOurs || !kept ? answer : kept;
  } catch (error) {
    if (kept) return kept;
    if (!await copyOf("/kept").catch(() => null)) throw error;
    return Response.redirect("/kept?missed");
  }
}

// The newest copy of a page; an unfinished one has no description and is ignored.
async function copyOf(path) {
  for (const name of (await caches.keys()).filter(isKept).reverse()) {
    const cache = await caches.open(name);
    const found = await cache.match("/kept/about") && await cache.match(path);
    if (found) return found;
  }
  return null;
}

// A clause of a saved text is a place in that text.
async function placeIn(url) {
  const clause = url.pathname === "/" && url.searchParams.get("clause");
  if (!clause) return null;
  const text = `/handout?text=${clause.split("#")[0]}`;
  return await copyOf(text) ? Response.redirect(`${text}#${encodeURIComponent(clause)}`) : null;
}

function within(asked, milliseconds) {
  asked.catch(() => {}); // it may fail after its time
  return Promise.race([asked, new Promise((_, late) => { setTimeout(late, milliseconds); })]);
}

// Delete what another account saved before the first page of this account opens.
async function signIn(request) {
  const fields = await request.clone().formData();
  const own = `kept ${JSON.stringify((fields.get("name") || "").trim().normalize("NFC"))} `;
  const answer = await fetch(request);
  if (answer.type === "opaqueredirect") await forget((name) => isKept(name) && !name.startsWith(own));
  return answer;
}

// Only after the server has signed the user out: another site may send this form too, and is refused.
async function signOut(request) {
  const answer = await fetch(request);
  if (answer.type === "opaqueredirect") await forget(isKept);
  return answer;
}

async function forget(isMeant) {
  try {
    for (const name of (await caches.keys()).filter(isMeant)) await caches.delete(name);
  } catch (error) {
    console.warn(error); // this browser stores nothing
  }
}

function isKept(name) {
  return name.startsWith("kept ");
}
