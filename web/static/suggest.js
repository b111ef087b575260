// Suggestions below the search box, after the combobox pattern of WAI-ARIA 1.2: the box keeps the
// focus, the arrows walk, Enter searches, Escape closes. Without a script the box is a plain box.

const WAIT_MS = 120;

// What it says stands on the form, in the language of the page.
function suggestFor(box, words) {
  const list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", words.label);
  list.hidden = true;
  const said = document.createElement("p");
  said.className = "unseen";
  said.setAttribute("role", "status");
  box.after(list, said);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  let typed = box.value;
  let current = -1;
  let timer = 0;
  let asking = null;
  const known = new Map();

  function close() {
    clearTimeout(timer);
    asking?.abort();
    list.hidden = true;
    list.replaceChildren();
    current = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    said.textContent = "";
  }

  function walkTo(place) {
    const options = list.children;
    options[current]?.setAttribute("aria-selected", "false");
    current = place;
    const option = options[current];
    box.value = option ? option.dataset.query : typed;
    if (!option) return box.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  }

  function search(query) {
    box.value = query;
    close();
    box.form.requestSubmit();
  }

  function optionFor(suggestion, place) {
    const option = document.createElement("li");
    option.id = `suggestion-${place}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.query = suggestion.query;
    const text = document.createElement("span");
    text.lang = "zh-Hans"; // words of the archive
    text.textContent = suggestion.text;
    const sort = document.createElement("small");
    sort.textContent = words[suggestion.sort] ?? "";
    option.append(text, " ", sort);
    option.addEventListener("pointerdown", (event) => event.preventDefault());
    option.addEventListener("click", () => search(suggestion.query));
    return option;
  }

  function show(suggestions) {
    if (document.activeElement !== box || suggestions.length === 0) return close();
    list.replaceChildren(...suggestions.map(optionFor));
    current = -1;
    list.hidden = false;
    box.setAttribute("aria-expanded", "true");
    box.removeAttribute("aria-activedescendant");
    said.textContent = words.told.replace("{count}", suggestions.length);
  }

  async function ask() {
    const query = typed.trim();
    asking?.abort();
    if (query === "" || query.length > 60) return close();
    if (known.has(query)) return show(known.get(query));
    asking = new AbortController();
    const { signal } = asking;
    try {
      const answer = await fetch(`${words.suggest}?q=${encodeURIComponent(query)}`, { signal });
      if (!answer.ok) return close();
      const { suggestions } = await answer.json();
      known.set(query, suggestions);
      if (query === typed.trim()) show(suggestions);
    } catch {
      // Broken off by the next letter, or no network: nobody waits for a suggestion.
    }
  }

  box.addEventListener("input", (event) => {
    typed = box.value;
    clearTimeout(timer);
    if (!event.isComposing) timer = setTimeout(ask, WAIT_MS);
  });
  box.addEventListener("compositionend", () => {
    typed = box.value;
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT_MS);
  });
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const count = list.children.length;
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      box.value = typed;
      close();
    } else if (event.key === "ArrowDown" && count > 0) {
      event.preventDefault();
      walkTo(current + 1 < count ? current + 1 : -1);
    } else if (event.key === "ArrowUp" && count > 0) {
      event.preventDefault();
      walkTo(current < 0 ? count - 1 : current - 1);
    } else if (event.key === "Enter") {
      clearTimeout(timer);
      asking?.abort();
    }
  });
}

const box = document.querySelector("form.seek[data-suggest] input[type=search]");
if (box) suggestFor(box, box.form.dataset);
