// A comparison at the keyboard: j or n leads to the next row, k or p to the one before. The same
// by the two buttons at the foot of the window; without a script each row has its own arrows.

const rows = [...document.querySelectorAll(".contrast-row")];
const LINE = 96; // CSS pixels below the upper edge of the window, where a row counts as reached

function reached() {
  let at = -1;
  rows.forEach((row, place) => {
    if (row.getBoundingClientRect().top <= LINE) at = place;
  });
  return at;
}

function step(by) {
  const focused = rows.indexOf(document.activeElement?.closest?.(".contrast-row"));
  const from = focused >= 0 ? focused : reached();
  const to = from + by;
  if (to >= rows.length || (to < 0 && from <= 0)) {
    const page = document.querySelector(`.pages a[rel="${by > 0 ? "next" : "prev"}"]`);
    if (page) location.assign(page.href);
    return;
  }
  const row = rows[Math.max(to, 0)];
  row.scrollIntoView({ block: "start" });
  row.focus({ preventScroll: true });
  for (const one of rows) one.classList.toggle("here", one === row);
}

const KEYS = new Map([["j", 1], ["n", 1], ["k", -1], ["p", -1]]);
addEventListener("keydown", (event) => {
  const is_typing = event.target.closest?.("input, textarea, select, [contenteditable]");
  if (is_typing || event.ctrlKey || event.metaKey || event.altKey || !KEYS.has(event.key)) return;
  event.preventDefault();
  step(KEYS.get(event.key));
});

for (const [name, by] of [[".step-on", 1], [".step-back", -1]]) {
  document.querySelector(name)?.addEventListener("click", (event) => {
    event.preventDefault();
    step(by);
  });
}
