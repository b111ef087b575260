// What pages do with a script: the contents follow the reader, a clause's citation can be copied,
// and on a phone long lists begin folded. Everything works without it.

const entries = new Map(
  [...document.querySelectorAll(".toc nav a")].map((entry) => [
    decodeURIComponent(entry.hash.slice(1)),
    entry,
  ]),
);

function follow() {
  const places = [...entries.keys()]
    .map((key) => document.getElementById(key))
    .filter((place) => place !== null);
  if (places.length === 0) return;
  let current = null;

  function mark() {
    const line = 120;
    let reached = places[0];
    for (const place of places) {
      if (place.getBoundingClientRect().top > line) break;
      reached = place;
    }
    if (reached === current) return;
    entries.get(current?.id)?.removeAttribute("aria-current");
    const entry = entries.get(reached.id);
    entry.setAttribute("aria-current", "true");
    const toc = entry.closest(".toc");
    if (toc.scrollHeight > toc.clientHeight) {
      const top = entry.getBoundingClientRect().top - toc.getBoundingClientRect().top;
      if (top < 0 || top > toc.clientHeight - 40) toc.scrollTop += top - toc.clientHeight / 2;
    }
    current = reached;
  }

  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mark();
    });
  }, { passive: true });
  mark();
}

// What nobody quotes: tools, remarks of the archive, tags behind links.
const ASIDE = ".margin, .note, .over-tag, .table-tools, caption.unseen";

function lineOf(paragraph) {
  const copy = paragraph.cloneNode(true);
  for (const head of copy.querySelectorAll(".label, .heading")) {
    // 第七条 列入…, but （一）列入…
    if (/[\p{L}\p{N}]$/u.test(head.textContent) && head.nextSibling) head.append(" ");
  }
  const cells = copy.matches("tr") ? [...copy.cells].map((cell) => cell.textContent.trim()) : null;
  return cells ? cells.join("\t") : copy.textContent.trim();
}

function wordsOf(clause) {
  const copy = clause.cloneNode(true);
  for (const aside of copy.querySelectorAll(ASIDE)) aside.remove();
  return [...copy.querySelectorAll("p, h2, h3, h4, h5, h6, tr")].map(lineOf).filter(Boolean).join("\n");
}

function copyButton(name, title, words) {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = name;
  button.title = title;
  button.setAttribute("aria-label", title);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(words());
    button.textContent = "✓";
    setTimeout(() => { button.textContent = name; }, 1500);
  });
  return button;
}

function offerCopies() {
  if (!navigator.clipboard) return;
  const names = document.querySelector("article")?.dataset ?? {};
  for (const pin of document.querySelectorAll(".pin[data-place]")) {
    const clause = pin.closest(".clause");
    const citation = pin.closest("[data-cited]").dataset.cited + pin.dataset.place;
    const title = names.copying.replace("{citation}", citation);
    pin.before(copyButton(names.copy, title, () => `${wordsOf(clause)}\n——${citation}`));
  }
  const [short, whole] = document.querySelectorAll(".cite-text");
  if (!short) return;
  short.after(copyButton(names.copyShort, names.copyShort, () => short.textContent.trim()));
  if (whole) {
    const button = copyButton(names.copyWhole, names.copyWhole, () => whole.textContent.trim());
    whole.closest("details").before(button);
  }
}

const narrow = matchMedia("screen and (max-width: 61.99rem)");
const folding = document.querySelectorAll(".toc details, .facts > details, .facets > details");
function fold() {
  for (const details of folding) details.open = !narrow.matches;
}
narrow.addEventListener("change", fold);

fold();
document.documentElement.classList.add("folded"); // until then the style sheet hides what will be
follow();
offerCopies();
