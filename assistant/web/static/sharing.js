// A clause's QR code in a dialog of the reader, for a phone in the room. copying.js loads this file when it is first asked for.

export async function share(href, pressed) {
  const page = new DOMParser().parseFromString(await (await fetch(href)).text(), "text/html");
  const found = page.querySelector(".share");
  if (!found) return location.assign(href);
  await clauses.loadStyles("share.css");
  show(found, pressed);
}

function show(content, pressed) {
  const dialog = document.createElement("dialog");
  const tools = document.createElement("p");
  const close = document.createElement("button");
  [close.type, close.textContent] = ["button", "Close"];
  tools.className = "share-tools";
  tools.append(close);
  content.append(tools);
  dialog.className = "sharing";
  dialog.setAttribute("aria-label", content.querySelector("h2").textContent);
  dialog.append(content);
  document.getElementById("page").append(dialog);
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
  dialog.addEventListener("close", () => { dialog.remove(); pressed.focus({ preventScroll: true }); });
  dialog.showModal();
}
