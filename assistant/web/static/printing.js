// Prints what is on screen: the conversation, or the open text. A line above it gives the text, the
// day and the address.
"use strict";

(() => {
  const wide = matchMedia("(min-width: 901px)");
  let touched = "ask"; // the part that was used last
  let unfolded = [];

  function used(event) {
    const part = event.target.closest?.("#ask, #read");
    if (part) touched = part.id;
  }

  function isOfConversation() {
    return document.querySelector("#log .answer") && (wide.matches ? touched : document.body.dataset.view) === "ask";
  }

  function prepare() {
    const isConversation = isOfConversation();
    const text = document.querySelector("#read .edition");
    document.body.classList.toggle("prints-conversation", Boolean(isConversation));
    const day = new Date().toLocaleDateString("en-GB", { dateStyle: "long" });
    const id = document.querySelector("#log [data-conversation]")?.dataset.conversation;
    const name = isConversation ? document.getElementById("searching").textContent : text?.querySelector(".printed").textContent;
    const address = isConversation ? (id && `/?conversation=${id}`) : text && `/${text.dataset.edition}`;
    document.getElementById("print-head").textContent = [name, day, address && location.origin + address].filter(Boolean).join(" · ");
    unfolded = [...document.querySelectorAll("#log details.claimed:not([open]), #log details.long:not([open])")];
    unfolded.forEach((details) => { details.open = true; });
  }

  document.addEventListener("pointerdown", used);
  document.addEventListener("focusin", used);
  addEventListener("beforeprint", prepare);
  addEventListener("afterprint", () => { unfolded.forEach((details) => { details.open = false; }); });
})();
