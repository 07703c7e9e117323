// Meeting mode: keys, the place in the address, the whole screen, sharing. Without script links lead from clause to clause.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const strip = document.getElementById("screens");
  const screens = [...strip.children];
  const [code, share, full, coded] = ["code", "share", "full", "coded"].map((id) => document.getElementById(id));
  let at = 0;

  // The address may name an item that is on the screen of its clause, or a heading.
  function begin() {
    const id = decodeURIComponent(location.hash.slice(1));
    const found = screens.findLast((screen) => `${id}__`.startsWith(`${screen.id}__`)) || screens.find((screen) => screen.id.startsWith(`${id}__`));
    if (found) found.scrollIntoView({ behavior: "instant", inline: "start" });
    const observer = new IntersectionObserver(seen, { root: strip, threshold: 0.6 });
    screens.forEach((screen) => observer.observe(screen));
  }

  function seen(entries) {
    const screen = entries.find((entry) => entry.isIntersecting)?.target;
    if (!screen) return;
    at = screens.indexOf(screen);
    history.replaceState(null, "", place());
    code.href = `${code.href.split("&at=")[0]}&at=${encodeURIComponent(screen.id)}`;
  }

  function place() {
    return `#${screens[at].id.replace("#", "%23")}`;
  }

  function go(to) {
    const screen = screens[Math.min(Math.max(to, 0), screens.length - 1)];
    screen.scrollIntoView({ inline: "start" });
    screen.focus({ preventScroll: true }); // it is read out
  }

  const KEYS = { ArrowRight: 1, ArrowLeft: -1, PageDown: 1, PageUp: -1, Home: -Infinity, End: Infinity };

  document.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS) || event.ctrlKey || event.metaKey || event.altKey || coded.open) return;
    event.preventDefault();
    go(at + KEYS[event.key]);
  });
  strip.addEventListener("click", (event) => {
    const link = event.target.closest(".steps a");
    if (!link) return;
    event.preventDefault();
    go(screens.indexOf(document.getElementById(decodeURIComponent(link.hash.slice(1)))));
  });

  // -- for others in the room --

  function address() {
    return strip.dataset.address + place();
  }

  function showCode() {
    coded.querySelector("img").src = code.href.replace("/meeting/code", "/meeting/qr");
    coded.querySelector(".share-address").textContent = address();
    coded.showModal();
  }

  code.addEventListener("click", (event) => {
    event.preventDefault();
    showCode();
  });
  coded.addEventListener("click", (event) => {
    if (event.target === coded || event.target.matches("button")) coded.close();
  });

  share.hidden = false;
  share.addEventListener("click", async () => {
    try {
      if (navigator.share) return await navigator.share({ title: document.title, url: address() });
      await navigator.clipboard.writeText(address());
      share.textContent = "Link copied";
      setTimeout(() => { share.textContent = "Share"; }, 1500);
    } catch (error) {
      if (error.name !== "AbortError") showCode(); // without https nothing is copied, but it can be selected there
    }
  });

  full.hidden = !document.fullscreenEnabled;
  full.addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  });
  document.addEventListener("fullscreenchange", () => {
    full.textContent = document.fullscreenElement ? "Exit full screen" : "Full screen";
  });
  begin();
});
