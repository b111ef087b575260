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

function offerCopies() {
  if (!navigator.clipboard) return;
  for (const pin of document.querySelectorAll(".pin[data-place]")) {
    const citation = pin.closest("[data-cited]").dataset.cited + pin.dataset.place;
    const words = pin.closest("[data-copy]").dataset; // in the language of the page
    const button = document.createElement("button");
    button.type = "button";
    button.lang = document.documentElement.lang;
    button.textContent = words.copy;
    button.title = words.copying.replace("{citation}", () => citation);
    button.setAttribute("aria-label", button.title);
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(citation);
      button.textContent = "✓";
      setTimeout(() => { button.textContent = words.copy; }, 1500);
    });
    pin.before(button);
  }
}

const narrow = matchMedia("screen and (max-width: 61.99rem)");
const folding = document.querySelectorAll(".toc details, .facts > details, .facets > details");
function fold() {
  for (const details of folding) details.open = !narrow.matches;
}
narrow.addEventListener("change", fold);

fold();
follow();
offerCopies();
