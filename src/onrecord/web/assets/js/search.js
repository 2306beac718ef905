/* Brushing the histogram: drag over days, and only their hits are left. A click is a link. */
(() => {
  "use strict";
  const figure = document.querySelector("[data-histogram]");
  if (!figure) return;
  const svg = figure.querySelector("svg");
  const brush = svg.querySelector("[data-brush]");
  const bars = [...svg.querySelectorAll("[data-first]")];
  const width = svg.viewBox.baseVal.width;
  let from = null;
  let dragged = false;

  const at = (e) => {
    const box = svg.getBoundingClientRect();
    return Math.max(0, Math.min(width, (e.clientX - box.left) / box.width * width));
  };
  const barAt = (x) => bars[Math.max(0, Math.min(bars.length - 1, Math.floor(x / width * bars.length)))];
  const draw = (x) => {
    brush.setAttribute("x", Math.min(from, x));
    brush.setAttribute("width", Math.abs(x - from));
  };
  svg.addEventListener("pointerdown", (e) => { from = at(e); dragged = false; });
  svg.addEventListener("dragstart", (e) => e.preventDefault());
  addEventListener("pointermove", (e) => {
    if (from === null) return;
    const x = at(e);
    if (Math.abs(x - from) > 4) dragged = true;
    if (dragged) draw(x);
  });
  addEventListener("pointerup", (e) => {
    if (from === null) return;
    const x = at(e);
    const start = from;
    from = null;
    if (!dragged) return;
    const url = new URL(figure.dataset.url, location.href);
    url.searchParams.set("since", barAt(Math.min(start, x)).dataset.first);
    url.searchParams.set("until", barAt(Math.max(start, x) - 0.01).dataset.last);
    location.assign(url);
  });
  svg.addEventListener("click", (e) => { if (dragged) e.preventDefault(); }, true);
})();
