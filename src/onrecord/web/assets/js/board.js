/* Choosing rows: how many are chosen; a key acts on the row one stands on. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-bulk]");
  if (!form) return;
  const bar = form.querySelector(".bulk");
  const count = form.querySelector("[data-count]");
  const rest = count.textContent;
  const boxes = () => [...form.querySelectorAll("input[type=checkbox]")];
  const tell = () => {
    const n = new Set(boxes().filter((b) => b.checked).map((b) => b.value)).size;
    const one = count.dataset.one;
    bar.classList.toggle("some", n > 0);
    count.textContent = n ? (one ? `${n} ${one}${n === 1 ? "" : "s"} chosen` : `${n} chosen`) : rest;
  };
  form.addEventListener("change", (e) => {
    // Several passages of one report are one thing: it is judged as a whole.
    const box = e.target.closest("input[type=checkbox]");
    if (box) boxes().forEach((b) => { if (b.value === box.value) b.checked = box.checked; });
    tell();
  });
  form.addEventListener("click", (e) => {
    const button = e.target.closest("button");
    if (!button) return;
    if (button.dataset.to) form.elements.to.value = button.dataset.to;
    if (boxes().some((b) => b.checked)) return;
    const here = form.querySelector("[data-item].chosen input[type=checkbox]");
    if (here) { here.checked = true; here.dispatchEvent(new Event("change", { bubbles: true })); }
    else { e.preventDefault(); count.textContent = "Choose one first"; count.focus?.(); }
  });
  tell();
})();
