/* A part of a page is exchanged for what the desk serves now. Where nothing changed it is left
   alone, so that nobody's next Tab falls into the moment of the exchange. Else the focus stays
   on what is called the same, and what is half filled in stays filled in. */
window.exchange = (parts) => {
  "use strict";
  const FIELDS = "textarea, select, input:not([type=hidden])";
  const STOPS = `a[href], button, summary, ${FIELDS}`;
  const choice = (f) => f.matches("[type=checkbox], [type=radio]");
  const called = (f) => (f.name ? [f.name, f.dataset.of ?? "", choice(f) ? f.value : ""] : [f.tagName, f.textContent]).join("/");
  const parsed = (html) => {
    const made = document.createElement("template");
    made.innerHTML = html;
    return made;
  };
  const served = new Map(parts.map((part) => [part, parsed(part.innerHTML).innerHTML]));

  return (part, html) => {
    const fresh = parsed(html);
    if (served.get(part) === fresh.innerHTML) return;
    served.set(part, fresh.innerHTML);
    const at = part.contains(document.activeElement) ? document.activeElement : null;
    const half = new Map([...part.querySelectorAll(FIELDS)].map((f) => [called(f), f]));
    part.replaceChildren(fresh.content);
    for (const f of part.querySelectorAll(FIELDS)) {
      const was = half.get(called(f));
      if (!was) continue;
      if (choice(f)) f.checked = was.checked;
      else if (was.value !== was.defaultValue) f.value = was.value;
    }
    const again = at && [...part.querySelectorAll(STOPS)].find((f) => called(f) === called(at));
    again?.focus({ preventScroll: true });
    if (typeof at?.selectionStart === "number") again?.setSelectionRange(at.selectionStart, at.selectionEnd);
  };
};
