// The original beside the text: what is chosen on one side is marked on both, and scrolling the text
// turns the pages. Without a script, links do the first from either side to the other.

const text = document.querySelector(".facing-text");
const leaves = document.querySelector(".facing-leaves");
const beside = matchMedia("(min-width: 62rem)");

function patchesOf(key) {
  return leaves.querySelectorAll(`[data-key="${CSS.escape(key)}"]`);
}

let marked = [];
function mark(key) {
  for (const element of marked) element.classList.remove("here");
  const clause = document.getElementById(key);
  marked = [...patchesOf(key), ...(clause ? [clause] : [])];
  for (const element of marked) element.classList.add("here");
}

function chosen() {
  const place = decodeURIComponent(location.hash.slice(1));
  return place.startsWith("box-") ? place.slice(4) : place;
}

function bring(pane, element) {
  if (!element || !beside.matches) return;
  const box = element.getBoundingClientRect();
  const frame = pane.getBoundingClientRect();
  if (box.top >= frame.top && box.bottom <= frame.bottom) return;
  pane.scrollTop += box.top - frame.top - frame.height / 5;
}

function show() {
  const key = chosen();
  const clause = document.getElementById(key);
  mark(key);
  if (!clause || clause.id === "text" || clause.id === "leaves") return;
  bring(text, clause);
  bring(leaves, patchesOf(key)[0]);
}
addEventListener("hashchange", show);
show();

// Whichever side is scrolled by hand leads; the other shows the page or clause at its top.
let leading = null;
for (const pane of [text, leaves]) {
  for (const kind of ["wheel", "touchstart", "keydown", "pointerdown"]) {
    pane.addEventListener(kind, () => { leading = pane; }, { passive: true });
  }
}

function atTop(pane, elements) {
  const line = pane.getBoundingClientRect().top + pane.clientHeight / 5;
  let reached = null;
  for (const element of elements) {
    if (element.getBoundingClientRect().top > line) break;
    reached = element;
  }
  return reached;
}

function level(pane, element, other, anchor) {
  if (!element || !anchor) return;
  const own = element.getBoundingClientRect().top - pane.getBoundingClientRect().top;
  const theirs = anchor.getBoundingClientRect().top - other.getBoundingClientRect().top;
  other.scrollTop += theirs - own;
}

let waiting = false;
function follow(pane) {
  if (pane !== leading || waiting || !beside.matches) return;
  waiting = true;
  requestAnimationFrame(() => {
    waiting = false;
    if (pane === text) {
      const clause = atTop(text, [...text.querySelectorAll(".clause")].filter((it) => patchesOf(it.id).length));
      if (clause) level(text, clause, leaves, patchesOf(clause.id)[0]);
    } else {
      const patch = atTop(leaves, [...leaves.querySelectorAll("g[id]:has(> a)")]);
      if (patch) level(leaves, patch, text, document.getElementById(patch.dataset.key));
    }
  });
}
text.addEventListener("scroll", () => follow(text), { passive: true });
leaves.addEventListener("scroll", () => follow(leaves), { passive: true });
