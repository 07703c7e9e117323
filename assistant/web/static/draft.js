// The page for drafters counts what is ticked; everything else on it works without script.
"use strict";

document.addEventListener("change", (event) => {
  if (event.target.name !== "basket") return;
  const ticked = document.querySelectorAll("input[name=basket]:checked").length;
  document.getElementById("kept").textContent = ticked;
});
