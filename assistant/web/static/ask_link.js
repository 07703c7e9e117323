// An address with ?ask=… brings a question into the box. It is sent, once, if the link is on a page of ours: another
// site must not make anybody ask. It leaves the address first, so that loading the page again does not ask again.
"use strict";

(() => {
  const address = new URL(location.href);
  const question = (address.searchParams.get("ask") || "").trim();
  if (!address.searchParams.has("ask")) return;
  address.searchParams.delete("ask");
  history.replaceState(history.state, "", address);
  if (!question) return;

  function isOurs() {
    if (!document.referrer) return false;
    const from = new URL(document.referrer);
    return from.origin === location.origin && from.pathname !== "/sign-in";
  }

  document.addEventListener("ready", () => (isOurs() ? chat.ask : chat.write)(question));
})();
