// The palette: words, and where they lead, as the server says. page.js opens it, and loads this file then.
"use strict";

(() => {
  const PAUSE = 120; // ms after a key
  const PATIENCE = 10000;
  let shown = null; // the words whose places are shown
  let isGoing = false; // Enter came before the places
  let pause = 0;
  let asked = new AbortController();

  const part = (id) => document.getElementById(id);
  const box = () => part("palette-words");
  const options = () => [...part("palette-places").querySelectorAll("a")];
  const chosen = () => part("palette-places").querySelector("[aria-selected=true]");

  function element(name, className, words) {
    const made = document.createElement(name);
    made.className = className;
    made.textContent = words;
    return made;
  }

  // -- where words lead --

  async function look() {
    const words = box().value.trim();
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    let found = { groups: [], remark: "The server cannot be reached. Try again." };
    try {
      const answer = await fetch(`/palette?q=${encodeURIComponent(words)}`, { signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]) });
      found = answer.ok ? await answer.json() : { groups: [], remark: "The server is busy. Try again." };
    } catch {
      if (signal.aborted) return; // other words are on their way
    }
    shown = words;
    show(found);
  }

  function show({ groups, remark }) {
    part("palette-places").replaceChildren(...groups.map(group));
    options().forEach((option, at) => { option.id = `palette-${at}`; });
    const count = options().length;
    box().setAttribute("aria-expanded", String(count > 0));
    const said = part("palette").querySelector(".palette-said");
    said.textContent = remark || `${count} ${count === 1 ? "result" : "results"}`;
    said.classList.toggle("voice", !remark);
    choose(0);
    if (isGoing) go();
  }

  function group({ name, options: places }) {
    const made = element("div", "palette-group", "");
    made.setAttribute("role", "group");
    made.setAttribute("aria-label", name);
    const heading = element("p", "palette-name", name);
    heading.setAttribute("aria-hidden", "true");
    made.append(heading, ...places.map(option));
    return made;
  }

  function option({ words, note, href, ask }) {
    const made = element("a", "", words);
    made.href = href;
    made.tabIndex = -1;
    made.setAttribute("role", "option");
    if (note) made.append(element("span", "palette-note", note));
    if (ask && part("ask")) made.dataset.ask = ask; // page.js asks it, and the conversation goes on
    return made;
  }

  // -- choosing one --

  function choose(at) {
    const every = options();
    const wanted = every[(at + every.length) % every.length];
    every.forEach((other) => other.setAttribute("aria-selected", String(other === wanted)));
    wanted?.scrollIntoView({ block: "nearest" });
    if (wanted) box().setAttribute("aria-activedescendant", wanted.id);
    else box().removeAttribute("aria-activedescendant");
  }

  function go() {
    isGoing = shown !== box().value.trim();
    if (!isGoing) chosen()?.click();
  }

  function pressed(event) {
    const at = options().indexOf(chosen());
    const key = { ArrowDown: () => choose(at + 1), ArrowUp: () => choose(at - 1), Enter: go }[event.key];
    if (!key || event.isComposing) return;
    event.preventDefault();
    key();
  }

  function followed(event) {
    const target = event.target.closest("a");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey) return;
    part("palette").close();
    if (!target.dataset.ask) return;
    event.preventDefault();
    document.querySelector(".tabs [data-view=ask]").click();
  }

  // --

  function begin() {
    if (!box().value || shown === null) look();
  }

  box().setAttribute("aria-expanded", "false");
  box().addEventListener("focus", begin); // opened again
  box().addEventListener("keydown", pressed);
  box().addEventListener("input", () => {
    isGoing = false;
    clearTimeout(pause);
    pause = setTimeout(look, PAUSE);
  });
  part("palette-places").addEventListener("click", followed);
  begin();
})();
