// What every page does by itself: menus and keys; and where there is a reader, it opens clauses and switches between
// asking and reading. Nothing here makes HTML out of text. Other files hear of an opened clause by the event "opened",
// and have words read out by the event "say".
"use strict";

const clauses = (() => {
  let opened = null; // the clause that is open
  let came = null; // the link that opened it, to go back to

  // -- opening a clause --

  function clauseOf(address) {
    const query = new URL(address, location.href).searchParams;
    const [start, end] = (query.get("quote") || "").split("-").map(Number);
    return { id: query.get("clause"), quote: end > start ? [start, end] : null };
  }

  // A quiet opening changes neither the view nor what is read out.
  async function open(address, { push = false, focus = false, quiet = false } = {}) {
    const { id, quote } = clauseOf(address);
    if (!document.getElementById("read")) return;
    if (!id) return close();
    if (push) leave(kept(address));
    if (!quiet) show("read");
    await editions.show(id.split("#")[0]);
    close();
    const clause = document.getElementById(id);
    document.dispatchEvent(new Event("opened"));
    if (!clause) return missing(id);
    opened = clause;
    clause.classList.add("open");
    const marks = quote ? quotes.mark(clause, ...quote) : [];
    path(clause);
    scroll(clause, marks);
    uncover(marks[0] || clause);
    if (focus) focusOn(clause);
    if (!quiet) {
      const banner = document.querySelector("#standing .superseded strong");
      say(`Opened: ${clause.dataset.label}${banner ? `. ${banner.textContent}` : ""}`);
    }
    if (clause.closest("[data-editions]")) beside(clause);
    remember({ shown: id });
  }

  // What the address says beside the clause stays: conversation, filters, theme.
  function kept(address) {
    const made = new URL(address, location.href);
    for (const [name, value] of new URLSearchParams(location.search)) {
      if (name !== "clause" && name !== "quote") made.searchParams.set(name, value);
    }
    return made.href;
  }

  // -- going back --

  // The entry of the history that one leaves has the view and the link that was followed, so that Back
  // leads there again; the new entry is the text, and the link from which one came to it. Each entry has the
  // clause that was shown, and how far the text was scrolled, for who comes back from another page.
  function leave(address) {
    const isSame = location.href === address && history.state?.view === "read";
    const from = came?.isConnected ? place(came) : null;
    remember({ link: from, read: scrollTop() });
    if (!isSame) history.pushState({ view: "read", from }, "", address);
    came?.blur(); // else the browser scrolls to what has the focus
  }

  function remember(changes) {
    history.replaceState({ view: document.body.dataset.view, ...history.state, ...changes }, "");
  }

  // How far the text is scrolled; nothing while it is not shown.
  function scrollTop() {
    const reader = document.getElementById("read");
    return reader.checkVisibility() ? reader.scrollTop : undefined;
  }

  // Where a link of the conversation is: the chat may be made anew before one comes back to it.
  function place(link) {
    const same = [...document.querySelectorAll("#log a")].filter((other) => other.href === link.href);
    return { href: link.href, at: same.indexOf(link), top: link.getBoundingClientRect().top };
  }

  function linkAt({ href, at }) {
    return [...document.querySelectorAll("#log a")].filter((link) => link.href === href)[at];
  }

  async function returned(state) {
    const own = clauseOf(location.href).id;
    const wanted = state?.view || (own ? "read" : "ask");
    show("read"); // what is not shown cannot be scrolled
    await open(own || !state?.shown ? location.href : addressOf(state.shown), { quiet: !own });
    if (state?.read !== undefined || !own) document.getElementById("read").scrollTop = state?.read || 0;
    show(wanted);
    if (state?.link && wanted === "ask") found(state.link, (link) => toLink(link, state.link.top));
    else if (state?.from) found(state.from, offerBack);
  }

  // After a reload the conversation comes late.
  function found(link, then, tries = 50) {
    const anchor = linkAt(link);
    if (!anchor) return tries && setTimeout(() => found(link, then, tries - 1), 100);
    came = anchor;
    then(anchor);
  }

  // The link is where it was on the screen, and has the focus.
  function toLink(link, top) {
    document.getElementById("log").scrollTop += link.getBoundingClientRect().top - top;
    link.focus({ preventScroll: true });
  }

  // Where the text is scrolled, once that has come to rest.
  let resting = 0;

  function scrolled(event) {
    if (event.target.id === "read") clearTimeout(resting);
    if (event.target.id === "read") resting = setTimeout(() => remember({ read: scrollTop() }), 150);
  }

  function close() {
    quotes.unmark();
    if (opened) opened.classList.remove("open");
    opened = null;
    document.getElementById("path").hidden = true;
  }

  // What the server says of a clause beyond its text, in elements: a paragraph, or nothing.
  async function whereabouts(id) {
    const answer = await fetch(`/whereabouts?clause=${encodeURIComponent(id)}`);
    const said = new DOMParser().parseFromString(answer.ok ? await answer.text() : "", "text/html");
    return [...said.body.children];
  }

  async function missing(id) {
    const bar = document.getElementById("path");
    bar.replaceChildren(...await whereabouts(id));
    bar.hidden = false;
    say(bar.textContent);
  }

  async function beside(clause) {
    const others = await whereabouts(clause.id);
    if (opened !== clause) return;
    const [banner] = others.filter((part) => part.matches(".superseded"));
    if (banner) editions.standing(banner);
    document.getElementById("path").append(...others.filter((part) => part !== banner));
    uncover(clause.querySelector("mark.quoted") || clause);
  }

  // The bar above the text may be high, and grows once more is known of a clause.
  function uncover(element) {
    const { top, bottom } = element.getBoundingClientRect();
    const bar = document.querySelector(".reader-top").getBoundingClientRect().bottom;
    if (top < bar && bottom > bar) document.getElementById("read").scrollBy(0, top - bar - 8);
  }

  function scroll(clause, marks) {
    clause.scrollIntoView({ block: "start" });
    const first = marks[0];
    if (first && first.getBoundingClientRect().bottom > innerHeight - 40) first.scrollIntoView({ block: "center" });
  }

  function focusOn(clause) {
    const marker = clause.querySelector(".marker");
    if (marker && !clause.matches(".inline")) return marker.focus({ preventScroll: true });
    clause.tabIndex = -1;
    clause.focus({ preventScroll: true });
  }

  // The headings above a clause, each a link, then the clause itself.
  function path(clause) {
    const bar = document.getElementById("path");
    const above = [];
    for (let outer = clause.parentElement; outer; outer = outer.parentElement) {
      if (outer.dataset.path) above.unshift(link(outer.dataset.path, outer.id));
    }
    const edition = clause.closest(".edition");
    const label = clause.dataset.label.replace(`${edition.dataset.name}, `, "");
    const here = document.createElement("b");
    here.textContent = clause.dataset.path || label;
    above.unshift(link(edition.dataset.name, edition.querySelector(".clause").id));
    // An unnumbered paragraph is called what its head is, the number of a text what the text is.
    const others = above.filter((heading) => heading.textContent.toLowerCase() !== here.textContent.toLowerCase());
    const list = document.createElement("ol");
    list.append(...[...others, here].map((heading) => {
      const item = document.createElement("li");
      item.append(heading);
      return item;
    }));
    const tools = document.createElement("span");
    tools.className = "path-tools actions";
    tools.id = "path-tools";
    tools.popover = "auto"; // on a phone a menu
    const more = copier("⋯");
    more.className = "more-actions";
    more.popoverTargetElement = tools;
    more.setAttribute("aria-label", "More actions for this clause");
    tools.append(
      copier("Copy clause", "clause"), copier("Copy citation", "citation"), copier("Copy link", "link"), sharer(clause),
    );
    document.dispatchEvent(new CustomEvent("tools", { detail: { tools, clause: clause.id } })); // others add theirs
    bar.replaceChildren(list, more, tools);
    bar.hidden = false;
    offerBack();
  }

  function offerBack() {
    const bar = document.getElementById("path");
    bar.querySelector("[data-back]")?.remove();
    if (came?.isConnected && opened) bar.querySelector(".path-tools").after(backTo());
    document.getElementById("read").toggleAttribute("data-came", Boolean(came?.isConnected));
  }

  function link(text, id) {
    const made = document.createElement("a");
    made.textContent = text;
    made.href = addressOf(id);
    return made;
  }

  function addressOf(id) {
    return `/?clause=${encodeURIComponent(id)}`;
  }

  function copier(text, what) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = text;
    if (what) button.dataset.copy = what;
    return button;
  }

  function sharer(clause) {
    const made = link("QR code", clause.id);
    made.href = `/share?clause=${encodeURIComponent(clause.id)}`;
    made.dataset.share = "";
    return made;
  }

  function backTo() {
    const button = copier("Back to the answer");
    button.dataset.back = "";
    return button;
  }

  function back() {
    history.pushState({ view: "ask" }, "");
    show("ask");
    came.scrollIntoView({ block: "center" });
    came.focus({ preventScroll: true });
  }

  // -- asking, switching --

  function show(view) {
    document.body.dataset.view = view;
    document.querySelectorAll("[data-view][type=button]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.view === view));
    });
  }

  // One place that is read out, there from the start: a region that comes with its words is not.
  const voice = document.createElement("div");
  voice.className = "voice";
  voice.setAttribute("role", "status");

  function say(text) {
    voice.textContent = text;
  }
  document.addEventListener("say", (event) => say(event.detail));

  document.addEventListener("click", (event) => {
    const target = event.target.closest("a, button");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const href = target.getAttribute("href") || "";
    if (href.startsWith("/?clause=") && document.getElementById("ask")) {
      event.preventDefault();
      came = target.closest("#ask") ? target : came;
      (target.closest("#read .texts") || target.closest("#read details"))?.removeAttribute("open");
      open(href, { push: true, focus: true });
    } else if (href === "#question") {
      event.preventDefault();
      show("ask");
      chat.box().focus();
    } else if ("back" in target.dataset) back();
    else if (target.dataset.ask) chat.ask(target.dataset.ask);
    else if (target.dataset.view) {
      show(target.dataset.view);
      remember({ view: target.dataset.view });
    }
  });

  // Menus close by Escape, by a click beside them, and when the focus leaves them.
  function closeMenus(event) {
    for (const menu of document.querySelectorAll(":is(.display, .room, #read .texts)[open]")) {
      const isInside = menu.contains(event.target);
      if (event.type === "keydown" ? event.key !== "Escape" : isInside) continue;
      menu.open = false;
      if (isInside) menu.querySelector("summary").focus();
    }
  }
  for (const type of ["click", "focusin", "keydown"]) document.addEventListener(type, closeMenus);

  // -- styles that are loaded when they are first needed --

  function loadStyles(name) {
    const href = `/static/${name}`;
    if (document.querySelector(`link[href="${href}"]`)) return Promise.resolve();
    const styles = document.createElement("link");
    [styles.rel, styles.href] = ["stylesheet", href];
    return new Promise((done) => {
      styles.onload = styles.onerror = done;
      document.head.append(styles);
    });
  }

  // -- keys and the dialogs that they open --

  function isTyping(target) {
    return target.closest?.("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio])");
  }

  function openDialog(id) {
    const dialog = document.getElementById(id);
    if (!dialog || dialog.open) return dialog?.close();
    dialog.showModal();
    loadStyles("palette.css");
    if (id !== "palette") return;
    dialog.querySelector("input").select();
    import("/static/palette.js").catch(() => say("The server cannot be reached. Try again."));
  }

  document.addEventListener("keydown", (event) => {
    const isMod = event.ctrlKey !== event.metaKey;
    const box = document.getElementById("find-words");
    if (event.altKey || (isTyping(event.target) && !isMod)) return;
    if (isMod && !event.shiftKey && event.key.toLowerCase() === "k" && document.getElementById("palette")) {
      event.preventDefault();
      openDialog("palette");
    } else if (event.key === "?" && !isMod) openDialog("keys");
    else if (event.key === "/" && !isMod && box) {
      event.preventDefault();
      box.focus();
      box.select();
    }
  });

  function prepareDialogs() {
    const button = document.querySelector("[data-go-to]");
    if (!button) return; // nobody has signed in
    button.hidden = false;
    button.addEventListener("click", () => openDialog("palette"));
    document.querySelectorAll("dialog.palette").forEach((dialog) => dialog.addEventListener("click", (event) => {
      if (event.target === dialog || event.target.matches("[data-close]")) dialog.close();
    }));
    if (/Mac|iP(hone|ad)/.test(navigator.platform)) {
      document.querySelector("[data-mod]").textContent = "⌘K";
      button.title = button.title.replace("Ctrl+K", "⌘K");
    }
    document.querySelectorAll("[data-where]").forEach((row) => { row.hidden = !document.querySelector(row.dataset.where); });
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.body.append(voice);
    prepareDialogs();
    const search = document.getElementById("find");
    if (search) search.hidden = false;
    const narrowing = document.querySelector(".narrowing:not([data-used])");
    if (narrowing && matchMedia("(max-width: 900px)").matches) narrowing.open = false;
    if (!document.getElementById("ask")) return; // every page but the one for asking
    const loadSearch = () => import("/static/search.js").catch(() => say("The server cannot be reached. Try again."));
    for (const type of ["focusin", "input"]) search?.addEventListener(type, loadSearch);
    const small = matchMedia("(max-width: 900px)");
    if (small.matches) import("/static/folding.js");
    else small.addEventListener("change", () => import("/static/folding.js"), { once: true });
    // Behind the other scripts, whose boxes above the text would move it.
    if (history.state?.view) setTimeout(() => returned(history.state));
    else if (clauseOf(location.href).id) open(location.href);
    else show("ask");
  });
  addEventListener("popstate", (event) => {
    if (document.getElementById("ask")) returned(event.state);
  });
  document.addEventListener("scroll", scrolled, true); // it does not bubble

  // The link that the reader came from, to go back to; another takes its place where one is given.
  function from(link = came) {
    came = link;
    return came;
  }

  return { open, at: clauseOf, from, loadStyles };
})();
