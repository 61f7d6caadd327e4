"use strict";
const classes = [...document.querySelectorAll("input[name=class]")];
const code = document.querySelector("#code");
const words = document.querySelector("#words");

function wanted(finding, chosen) {
  return chosen.has(finding.dataset.class)
    && (!code.value || finding.dataset.code === code.value)
    && finding.textContent.toLowerCase().includes(words.value.toLowerCase());
}

function apply() {
  const chosen = new Set(classes.filter((box) => box.checked).map((box) => box.value));
  let shown = 0;
  for (const file of document.querySelectorAll(".file")) {
    let left = 0;
    for (const finding of file.querySelectorAll(".finding")) {
      finding.hidden = !wanted(finding, chosen);
      left += finding.hidden ? 0 : 1;
    }
    file.hidden = left === 0;
    shown += left;
  }
  document.querySelector("#shown").textContent = shown;
}

for (const control of [...classes, code, words]) control.addEventListener("input", apply);
apply();
