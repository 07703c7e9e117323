// A question that is too long stays in its box. Near the limit its characters are counted, as the server counts them.
"use strict";

(() => {
  const NEAR = 0.9;

  const most = () => Number(document.getElementById("length").dataset.most);
  const length = () => [...(chat.box()?.value || "")].length;

  function count() {
    const line = document.getElementById("length");
    const [own, limit] = [length(), most()];
    const [shown, all] = [own, limit].map((number) => number.toLocaleString("en"));
    const over = own - limit;
    line.textContent = over > 0
      ? `${shown} characters: ${over.toLocaleString("en")} over the limit of ${all}.`
      : `${shown} of ${all} characters`;
    line.classList.toggle("over", over > 0);
    line.hidden = own <= limit * NEAR;
  }

  document.addEventListener("asking", (event) => {
    if (length() <= most()) return;
    event.preventDefault();
    count();
    document.dispatchEvent(new CustomEvent("say", { detail: document.getElementById("length").textContent }));
  });
  document.addEventListener("input", (event) => {
    if (event.target === chat.box()) count();
  });
})();
