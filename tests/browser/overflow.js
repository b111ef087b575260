// Elements that reach beyond the window sideways, outermost first; none when the page fits.
() => {
  const root = document.documentElement;
  const width = Math.min(innerWidth, screen.width);
  if (root.scrollWidth <= width && scrollX === 0) return [];
  const scrolls = (it) => {
    for (let box = it.parentElement; box && box !== root; box = box.parentElement) {
      if (getComputedStyle(box).overflowX !== "visible") return true;
    }
    return false;
  };
  const wide = [...document.body.querySelectorAll("*")]
    .filter((it) => it.getBoundingClientRect().right > width + 0.5 && !scrolls(it))
    .map((it) => `${it.localName}.${it.className} to ${it.getBoundingClientRect().right}`);
  return [`page ${root.scrollWidth} > ${width}`, ...wide.slice(0, 5)];
}
