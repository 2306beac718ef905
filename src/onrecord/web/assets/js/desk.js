/* Keys for what is frequent. A page says what its keys do in attributes:
   data-key="s"     this link or button is pressed by that key (of the chosen item first)
   data-list        a list that j and k walk through; its items carry data-item
   data-open        the link of an item that Enter follows
   Nothing here is needed for reading: every key has a link or button. */
(() => {
  "use strict";
  const typing = (e) => e.target.closest("input, textarea, select, [contenteditable]");
  const items = () => [...document.querySelectorAll("[data-list] [data-item]")];
  const chosen = () => document.querySelector("[data-list] [data-item].chosen");
  const choose = (item) => {
    if (!item) return;
    chosen()?.classList.remove("chosen");
    item.classList.add("chosen");
    if (!item.hasAttribute("tabindex")) item.tabIndex = -1;
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: "nearest" });
    item.dispatchEvent(new CustomEvent("desk:chosen", { bubbles: true }));
  };
  const step = (by) => {
    const all = items();
    if (!all.length) return;
    const at = all.indexOf(chosen());
    // Nothing chosen yet: the first that is in sight.
    const seen = () => Math.max(0, all.findIndex((one) => one.getBoundingClientRect().top > 60));
    choose(all[at < 0 ? seen() : Math.max(0, Math.min(all.length - 1, at + by))]);
  };
  const press = (key) => {
    const wanted = `[data-key="${CSS.escape(key)}"]`;
    const found = chosen()?.querySelector(wanted) || document.querySelector(wanted);
    if (!found || found.disabled) return false;
    if (found.matches("input:not([type=checkbox]):not([type=submit]), textarea")) found.focus();
    else found.click();
    return true;
  };
  document.addEventListener("keydown", (e) => {
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    if (typing(e)) {
      if (e.key === "Escape") e.target.blur();
      return;
    }
    if (document.querySelector("dialog[open]")) return;
    if (e.key === "/") {
      const field = document.querySelector("input[data-search]");
      const link = document.querySelector("a[data-search]");
      if (field) { field.focus(); field.select(); e.preventDefault(); }
      else if (link) { link.click(); e.preventDefault(); }
      return;
    }
    if (e.key === "j" || e.key === "k") { step(e.key === "j" ? 1 : -1); e.preventDefault(); return; }
    if (e.key === "Enter" && chosen() && !e.target.closest("a, button, summary")) {
      const link = chosen().querySelector("[data-open]");
      if (link) { link.click(); e.preventDefault(); return; }
    }
    if (e.key.length === 1 || e.key === "Enter") { if (press(e.key)) e.preventDefault(); }
  });
  // data-copy: a citation onto the clipboard, said where [data-toast] stands.
  document.addEventListener("click", async (e) => {
    const button = e.target.closest("[data-copy]");
    const toast = document.querySelector("[data-toast]");
    if (!button || !toast) return;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
      toast.textContent = `${button.dataset.copy} copied: paste it behind the quotation`;
    } catch {
      toast.textContent = `Cite it as ${button.dataset.copy}`;
    }
    toast.hidden = false;
    setTimeout(() => { toast.hidden = true; }, 4000);
  });
  // Help stands over the page, which stays as it is; Escape closes it.
  document.addEventListener("click", async (e) => {
    const link = e.target.closest("a[data-help]");
    const over = document.querySelector("[data-help-over]");
    if (!link || !over?.showModal || e.ctrlKey || e.metaKey || e.shiftKey) return;
    e.preventDefault();
    try {
      const answer = await fetch(link.href);
      const made = new DOMParser().parseFromString(await answer.text(), "text/html");
      const close = document.createElement("button");
      close.className = "action";
      close.textContent = "Close";
      close.addEventListener("click", () => over.close());
      made.querySelectorAll("main .trail").forEach((one) => one.remove());
      over.replaceChildren(close, ...made.querySelector("main").children);
      over.showModal();
    } catch { location.href = link.href; }
  });
  // The tab one is on is in sight, however narrow the window.
  document.querySelector(".screens [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
  document.addEventListener("click", (e) => {
    const item = e.target.closest("[data-list] [data-item]");
    if (item && !e.target.closest("a, button, input, label, select, summary")) choose(item);
  });
})();
