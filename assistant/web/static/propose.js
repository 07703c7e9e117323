// The editor of a proposal: a clause is edited in place, saved while one types, and only the clauses that a step
// changed are sent. Without script each button is a form's. HTML comes from the server's templates alone.
"use strict";

(() => {
  const SAVE = 400; // milliseconds after the last key
  const LOOK = 700; // … until what stands beside the clause is looked up again
  const AGAIN = 4000; // … until a save that failed is tried again
  let base, list, saved;
  let timer, looking, beside;
  let busy = Promise.resolve(); // one request at a time, in the order of the steps
  let failed = false;

  const rowOf = (id) => document.getElementById(`c-${id}`);
  const editing = () => list.querySelector(".editing");
  const elements = (html) => [...new DOMParser().parseFromString(html, "text/html").body.children];

  // -- what is typed --

  function written(form) {
    return [...new FormData(form)].filter(([name]) => name !== "state").map(String).join("\n");
  }

  function isUnsaved(form) {
    return Boolean(form) && written(form) !== form.dataset.written;
  }

  function typed() {
    const form = editing()?.querySelector("form");
    if (!form) return;
    clearTimeout(timer);
    clearTimeout(looking);
    looking = setTimeout(look, LOOK);
    if (!form.dataset.conflict) timer = setTimeout(save, SAVE);
  }

  function save() {
    clearTimeout(timer);
    const form = editing()?.querySelector("form");
    return isUnsaved(form) && !form.dataset.conflict ? send(form, "save") : busy;
  }

  function send(form, deed) {
    busy = busy.then(() => sent(form, deed));
    return busy;
  }

  async function sent(form, deed) {
    if (!form.isConnected || (deed === "save" && !isUnsaved(form))) return null;
    const now = written(form);
    const done = deed === "save" ? saving(form) : deed;
    const body = new URLSearchParams([...new FormData(form), ["do", done]]);
    const box = form.elements.words;
    if (done === "divide") box.readOnly = true; // until it shows the first paragraph alone
    const answer = await post("change", body, body.toString().length < 60_000);
    if (box && (!answer || answer.refusal)) box.readOnly = false;
    if (!answer) {
      timer = setTimeout(save, AGAIN);
      return null;
    }
    if (answer.refusal) return refused(form, answer);
    form.dataset.written = now;
    delete form.dataset.conflict;
    form.querySelector(".conflict").hidden = true;
    apply(answer);
    if (done === "divide") await divided(form);
    return answer;
  }

  // Pasted paragraphs become clauses of their own. A paste that could not be sent is divided when it is sent again.
  function pasted(event) {
    const form = event.target.closest("form");
    if (event.target.name !== "words" || !event.clipboardData.getData("text/plain").includes("\n")) return;
    form.dataset.saving = "divide";
    setTimeout(save); // the words are in the box by then
  }

  function saving(form) {
    return form.dataset.saving || "save";
  }

  async function divided(form) {
    delete form.dataset.saving;
    const row = await fetched(form.elements.clause.value, true);
    if (row) begin(row);
  }

  async function post(path, body, keepalive = false) {
    const headers = { Accept: "application/json" };
    let response;
    try {
      response = await fetch(`${base}/${path}`, { method: "POST", headers, body, keepalive });
    } catch {
      return fail("Not saved: the server cannot be reached. Your words stay here and are sent again.");
    }
    if (response.redirected) return fail("Not saved: sign in again in another tab. Your words stay here.");
    const text = await response.text();
    if (!response.headers.get("content-type")?.includes("json")) return fail(`Not saved: ${text.slice(0, 200)}`);
    return JSON.parse(text);
  }

  // Words that could not be sent outlive the page in its tab. Their state goes with them, so that a clause that
  // another window changed meanwhile is not overwritten.
  function keep() {
    save();
    const form = editing()?.querySelector("form");
    if (isUnsaved(form)) sessionStorage.setItem(`unsaved ${base}`, JSON.stringify([...new FormData(form), ["do", saving(form)]]));
  }

  async function putBack() {
    const kept = new Map(JSON.parse(sessionStorage.getItem(`unsaved ${base}`) || "[]"));
    const id = kept.get("clause");
    if (!id) return;
    if (!rowOf(id)) return fail(`Not saved, and its clause is gone: ${kept.get("words")}`);
    await open(id);
    const form = rowOf(id)?.querySelector("form");
    if (!form) return;
    for (const [name, value] of kept) if (name !== "state" && form.elements[name]) form.elements[name].value = value;
    if (isUnsaved(form)) {
      form.elements.state.value = kept.get("state");
      form.dataset.saving = kept.get("do");
      typed();
    }
    sessionStorage.removeItem(`unsaved ${base}`);
  }

  function fail(sentence) {
    failed = true;
    saved.textContent = sentence;
    saved.classList.add("failed");
    return null;
  }

  // Another window has changed the clause: both wordings are shown, and only “Save” replaces that one.
  function refused(form, { refusal, stored, state }) {
    fail(`Not saved: ${refusal}`);
    if (!state) return null;
    form.dataset.conflict = "yes";
    form.elements.state.value = state;
    const box = form.querySelector(".conflict");
    box.querySelector("span").textContent = stored || "(deleted)";
    box.hidden = false;
    return null;
  }

  // -- what a step changed --

  function apply({ gone, changed, summary, canUndo }) {
    gone.forEach((id) => rowOf(id)?.remove());
    for (const { id, after, state, html } of changed) {
      const [made] = elements(html);
      const row = rowOf(id);
      if (!row) after ? rowOf(after).after(made) : list.prepend(made);
      else if (row.classList.contains("editing")) renew(row, made, state);
      else row.replaceWith(made);
    }
    document.getElementById("summary").textContent = summary;
    document.getElementById("undo").hidden = !canUndo;
    const time = new Date().toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
    if (failed || saved.textContent !== `Saved ${time}`) saved.textContent = `Saved ${time}`;
    saved.classList.remove("failed");
    failed = false;
  }

  // The open clause keeps its form and the place of the caret; the rest shows what was saved.
  function renew(row, made, state) {
    row.className = `${made.className} editing`;
    row.querySelector(".operation").replaceWith(made.querySelector(".operation"));
    row.querySelector(".line").replaceWith(made.querySelector(".line"));
    row.querySelector("form").elements.state.value = state;
  }

  // -- opening and closing --

  async function open(id) {
    const from = editing();
    if (from?.dataset.id === id) return focus(from);
    await close();
    if (editing()) return; // it could not be saved
    const row = await fetched(id, true);
    if (row) begin(row);
    putBack();
  }

  async function close() {
    await save();
    const row = editing();
    if (!row || isUnsaved(row.querySelector("form"))) return;
    await fetched(row.dataset.id, false);
  }

  async function fetched(id, isEdited) {
    const row = rowOf(id);
    const answer = await fetch(`${base}/clause?clause=${encodeURIComponent(id)}${isEdited ? "&edit=1" : ""}`).catch(() => null);
    if (!answer?.ok || answer.redirected) {
      fail(answer ? "This clause cannot be opened; reload the page." : "The server cannot be reached.");
      return null;
    }
    const [made] = elements(await answer.text());
    row.replaceWith(made);
    return made;
  }

  function begin(row) {
    const form = row.querySelector("form");
    form.dataset.written = written(form);
    focus(row);
    row.scrollIntoView({ block: "nearest" });
    look();
  }

  function focus(row) {
    const box = row.querySelector("textarea[name=words]") || row.querySelector("button[value=restore]");
    box.focus({ preventScroll: true });
    if (box.setSelectionRange) box.setSelectionRange(box.value.length, box.value.length);
  }

  // -- beside the clause --

  async function look() {
    const row = editing();
    const form = row?.querySelector("form");
    if (!form) return;
    beside?.abort();
    beside = new AbortController();
    const body = new URLSearchParams({ clause: row.dataset.id, words: form.elements.words?.value || "" });
    const answer = await fetch(`${base}/beside`, { method: "POST", body, signal: beside.signal }).catch(() => null);
    if (answer?.ok && row.isConnected) row.querySelector(".consulted").replaceChildren(...elements(await answer.text()));
  }

  // -- events --

  async function deed(form, name) {
    if (form.dataset.conflict && name === "save") delete form.dataset.conflict;
    const id = form.elements.clause.value;
    const answer = await send(form, name);
    if (name === "save") {
      if (!isUnsaved(form)) await closed(id);
      return;
    }
    if (!answer) return;
    if (answer.open) return open(answer.focus);
    if (answer.focus === id) await fetched(id, true).then((row) => row && begin(row));
    else {
      await close();
      rowOf(answer.focus)?.querySelector(".edit")?.focus();
    }
  }

  async function closed(id) {
    await close();
    rowOf(id)?.querySelector(".edit")?.focus();
  }

  async function undo() {
    await close();
    const answer = await post("undo", new URLSearchParams());
    if (answer?.refusal) return fail(answer.refusal);
    if (answer) apply(answer);
  }

  function clicked(event) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const row = event.target.closest(".proposed");
    if (event.target.closest(".done")) {
      event.preventDefault();
      closed(row.dataset.id);
    } else if (row && !row.classList.contains("editing") && getSelection().isCollapsed) {
      event.preventDefault();
      open(row.dataset.id);
    }
  }

  document.addEventListener("DOMContentLoaded", () => {
    base = document.querySelector("[data-proposal]").dataset.proposal;
    list = document.getElementById("clauses");
    saved = document.getElementById("saved");
    list.addEventListener("click", clicked);
    list.addEventListener("input", typed);
    list.addEventListener("paste", pasted);
    list.addEventListener("focusout", (event) => event.target.closest(".editing")?.contains(event.relatedTarget) || save());
    list.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && editing()?.contains(event.target)) closed(editing().dataset.id);
    });
    list.addEventListener("submit", (event) => {
      event.preventDefault();
      deed(event.target, event.submitter?.value || "save");
    });
    document.getElementById("undo").addEventListener("submit", (event) => {
      event.preventDefault();
      undo();
    });
    document.getElementById("only-changes").addEventListener("click", (event) => {
      event.preventDefault();
      const isOnly = list.classList.toggle("only-changes");
      event.target.textContent = isOnly ? event.target.dataset.all : event.target.dataset.changes;
    });
    const row = editing();
    if (row) begin(row);
    putBack();
    addEventListener("load", () => row?.isConnected && focus(row)); // the address names the clause and takes the focus
    addEventListener("pagehide", keep);
    addEventListener("beforeunload", (event) => {
      save();
      if (failed && isUnsaved(editing()?.querySelector("form"))) event.preventDefault();
    });
  });
})();
