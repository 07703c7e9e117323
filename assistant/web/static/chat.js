// Tells Gradio's element where its application is: it needs a whole address.
"use strict";

document.addEventListener("readystatechange", () => {
  const app = document.querySelector("gradio-app");
  if (app && !app.hasAttribute("src")) app.setAttribute("src", new URL(app.dataset.path, location.href).href);
});
