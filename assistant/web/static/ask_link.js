// An address with ?ask=… brings a question into the box. It is sent, once, if the link is on a page of ours: another
// site must not make anybody ask. It leaves the address first, so that loading the page again does not ask again.
"use strict";

(() => {
  const address = new URL(location.href);
  let question = (address.searchParams.get("ask") || "").trim();
  if (!address.searchParams.has("ask")) return;
  address.searchParams.delete("ask");
  history.replaceState(history.state, "", address);

  // The box can be used once the conversation that the address names, or none, is shown.
  function isReady() {
    return document.querySelector("#log .conversation:not([data-opening])")
      && document.querySelector("#question textarea") && document.getElementById("send");
  }

  function isOurs() {
    if (!document.referrer) return false;
    const from = new URL(document.referrer);
    return from.origin === location.origin && from.pathname !== "/sign-in";
  }

  function send() {
    const box = document.querySelector("#question textarea");
    box.value = question;
    question = "";
    box.dispatchEvent(new Event("input", { bubbles: true }));
    if (isOurs()) setTimeout(() => document.getElementById("send").click(), 0);
  }

  document.addEventListener("DOMContentLoaded", () => {
    if (!question) return;
    const watching = new MutationObserver(() => {
      if (!question || !isReady()) return;
      watching.disconnect();
      send();
    });
    watching.observe(document.getElementById("ask"), { childList: true, subtree: true, attributes: true, attributeFilter: ["data-opening"] });
  });
})();
