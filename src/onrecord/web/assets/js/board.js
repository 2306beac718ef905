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
    const n = boxes().filter((b) => b.checked).length;
    bar.classList.toggle("some", n > 0);
    count.textContent = n ? `${n} chosen` : rest;
  };
  form.addEventListener("change", tell);
  form.addEventListener("click", (e) => {
    const button = e.target.closest("button");
    if (!button) return;
    if (button.dataset.to) form.elements.to.value = button.dataset.to;
    if (boxes().some((b) => b.checked)) return;
    const here = form.querySelector("[data-item].chosen input[type=checkbox]");
    if (here) { here.checked = true; tell(); }
    else { e.preventDefault(); count.textContent = "Choose one first"; count.focus?.(); }
  });
  tell();
})();
