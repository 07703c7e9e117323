// A picture that is wider than the screen begins at the text that it is about, or at the one cited most.
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const region = document.querySelector(".picture .scroll");
  if (!region) return;
  document.querySelector(".drawn").addEventListener("toggle", () => begin(region));
  begin(region);
});

function begin(region) {
  if (region.scrollWidth <= region.clientWidth) return;
  const discs = [...region.querySelectorAll("a > .disc")];
  const largest = discs.reduce((one, other) => (other.r.baseVal.value > one.r.baseVal.value ? other : one));
  const middle = (region.querySelector(".focus .disc") || largest).getBoundingClientRect();
  region.scrollLeft += middle.left + middle.width / 2 - region.getBoundingClientRect().left - region.clientWidth / 2;
}
