// Copying a clause, its citation, its address, or words that a button brings along. A clause's buttons
// are made once and stand at the line that is pointed at or has the focus.
"use strict";

(() => {
  const tools = document.createElement("span");
  tools.className = "tools";
  tools.append(
    button("Copy clause", "copy", "clause"), button("Copy citation", "copy", "citation"),
    button("Copy link", "copy", "link"), button("QR code", "share", ""), button("Note", "note", ""), button("Back to the answer", "back", ""),
  );

  function button(name, does, what) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = name;
    made.dataset[does] = what;
    return made;
  }

  function offer(event) {
    const line = event.target.closest?.("#read :is(.line, .row)");
    if (!line || line.contains(tools)) return;
    if (event.type === "mouseover" && tools.contains(document.activeElement)) return;
    (line.querySelector(":scope > .row-tools") || line).append(tools);
  }

  async function copy(pressed) {
    const clause = pressed.closest(".clause") || document.querySelector("#read .open");
    const text = {
      clause: () => asked("/quotation", clause.id),
      citation: () => clause.dataset.label,
      link: () => asked("/short", clause.id),
      text: () => pressed.dataset.text,
    }[pressed.dataset.copy]();
    const copied = await toClipboard(text);
    const label = (pressed.dataset.name ||= pressed.textContent);
    pressed.textContent = copied ? "Copied" : "Not copied";
    say(copied ? `Copied: ${copied}` : "This could not be copied; select the words and copy them");
    setTimeout(() => { pressed.textContent = label; }, 1500);
  }

  // A clause as a quotation, with what governs it and what is below it, or its short address.
  async function asked(path, id) {
    const answer = await fetch(`${path}?clause=${encodeURIComponent(id)}`);
    if (!answer.ok) throw new Error(answer.statusText);
    return answer.text();
  }

  // Words that are still to come are promised: a browser lets only a click copy.
  async function toClipboard(text) {
    const words = Promise.resolve(text).catch(() => "");
    try {
      if (typeof text === "string") await navigator.clipboard.writeText(text);
      else await navigator.clipboard.write([new ClipboardItem({ "text/plain": text.then(plain) })]);
      return await words;
    } catch { // an address without https that is not this machine
      return selected(await words);
    }
  }

  function plain(text) {
    return new Blob([text], { type: "text/plain" });
  }

  function selected(text) {
    const area = document.createElement("textarea");
    const focused = document.activeElement;
    area.value = text;
    document.body.append(area);
    area.select();
    const done = text !== "" && document.execCommand("copy");
    area.remove();
    focused?.focus({ preventScroll: true });
    return done ? text : "";
  }

  function say(text) {
    document.dispatchEvent(new CustomEvent("say", { detail: text }));
  }

  document.addEventListener("mouseover", offer);
  document.addEventListener("focusin", offer);
  document.addEventListener("click", (event) => {
    const pressed = event.target.closest("[data-copy], [data-share]");
    if (!pressed || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if ("copy" in pressed.dataset) return copy(pressed);
    event.preventDefault();
    const href = `/share?clause=${encodeURIComponent((pressed.closest(".clause") || document.querySelector("#read .open")).id)}`;
    import("/static/sharing.js").then(({ share }) => share(href, pressed)).catch(() => location.assign(href));
  });
})();
