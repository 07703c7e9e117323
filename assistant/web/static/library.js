// What the library page does beside what its forms do: it follows a job, and looks at the sizes of
// files before they are sent. Nothing here makes HTML out of text.
"use strict";

(() => {
  const PAUSE = 700; // milliseconds between two looks at a job
  const PARTS = ["work", "review", "texts", "cited", "held", "rejected", "index"]; // what a job changes; what is typed stays

  const voice = document.createElement("div");
  voice.className = "voice";
  voice.setAttribute("role", "status");

  // -- following a job --

  async function follow() {
    const work = document.getElementById("work");
    if (!work?.hasAttribute("data-running")) return;
    const found = await progress();
    if (found === null) return; // signed out, or the server is gone
    const items = work.querySelectorAll(":scope > ol > li");
    found.jobs.forEach((job, at) => { if (items[at]) show(items[at], job); });
    const files = found.jobs.reduce((sum, job) => sum + job.files, 0);
    if (!found.running || found.jobs.length !== items.length || files !== work.querySelectorAll(".files > li").length) await renew();
    // The last job may have ended while the page came anew.
    if (!found.running || !document.getElementById("work")?.hasAttribute("data-running")) announce();
    setTimeout(follow, PAUSE);
  }

  // Screen readers hear how the newest job ended.
  function announce() {
    voice.textContent = document.querySelector("#work > ol > li > p")?.textContent ?? "";
  }

  async function progress() {
    try {
      const answer = await fetch("/library/progress");
      return answer.ok ? await answer.json() : null;
    } catch {
      return null;
    }
  }

  function show(item, job) {
    item.querySelector(".stage").textContent = job.status;
    const bar = item.querySelector("progress");
    if (bar && job.total) {
      bar.max = job.total;
      bar.value = job.done;
    }
  }

  // The server's own page, with what is open left open.
  async function renew() {
    const answer = await fetch(location.pathname + location.search);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    PARTS.forEach((id) => {
      const [before, after] = [document.getElementById(id), page.getElementById(id)];
      if (!before || !after || before.outerHTML === after.outerHTML || before.contains(document.activeElement)) return;
      keep(before, after);
      before.replaceWith(after);
    });
  }

  // What somebody has typed or ticked in a list that comes anew.
  function keep(before, after) {
    before.querySelectorAll("input[id]").forEach((field) => {
      const same = after.querySelector(`[id="${CSS.escape(field.id)}"]`);
      if (same) [same.value, same.checked] = [field.value, field.checked];
    });
  }

  // -- files before they are sent --

  function problem(input) {
    const [size, most] = [Number(input.dataset.size), Number(input.dataset.files)];
    const files = [...input.files];
    const large = files.find((file) => file.size > size);
    if (large) return `${large.name}: ${large.size.toLocaleString("en")} bytes; give a file of at most ${size.toLocaleString("en")} bytes. Nothing was sent.`;
    if (files.length > most) return `${files.length} files are too many; send at most ${most} at once. Nothing was sent.`;
    return "";
  }

  function refuse(form, text) {
    const place = form.parentElement.querySelector(".refused");
    place.hidden = !text;
    place.textContent = text;
    if (text) place.scrollIntoView({ block: "center" });
  }

  document.addEventListener("submit", (event) => {
    const input = event.target.querySelector("input[type=file]");
    const said = input ? problem(input) : "";
    if (input) refuse(event.target, said);
    if (said) event.preventDefault();
  });

  // A link to a cited text opens the group that it is in; not every browser does so by itself.
  function reveal() {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const group = row?.closest("details:not([open])");
    if (!group) return;
    group.open = true;
    row.scrollIntoView();
  }
  addEventListener("hashchange", reveal);

  document.addEventListener("DOMContentLoaded", () => {
    document.body.append(voice);
    reveal();
    const work = document.getElementById("work");
    // A form leads to #work. A quick job may have ended by then; a live region speaks only of changes.
    if (location.hash === "#work" && !work?.hasAttribute("data-running")) setTimeout(announce, PAUSE);
    follow();
  });
})();
