/* A window over a chat of any length: parts come as one scrolls, far ones go. */
(() => {
  "use strict";
  const chat = document.querySelector(".chat[data-part]");
  if (!chat) return;
  const own = matchMedia("(min-width: 60rem)").matches;
  const view = own ? chat : document.scrollingElement;
  const total = Number(chat.dataset.total);
  const step = Number(chat.dataset.window);
  const most = step * 5;
  const place = document.querySelector("[data-place]");
  let busy = false;

  const all = () => chat.querySelectorAll("[data-at]");
  const edge = (last) => { const found = all(); return found[last ? found.length - 1 : 0]; };
  const query = (at, limit, day) => {
    const q = new URLSearchParams({ chat: chat.dataset.chat, reading: chat.dataset.reading, at, limit });
    if (day) q.set("day", day);
    return `${chat.dataset.part}?${q}`;
  };
  const dayOf = (node) => {
    for (let n = node; n; n = n.previousElementSibling) if (n.matches(".day")) return n.querySelector("time").dateTime;
    return "";
  };
  const parts = async (url) => {
    const answer = await fetch(url, { headers: { "HX-Request": "true" } });
    if (!answer.ok || answer.redirected) { location.reload(); return []; }
    const made = new DOMParser().parseFromString(await answer.text(), "text/html");
    return [...made.body.children];
  };
  // What one looks at stays where it is: moved back in the task that moved it. The browser
  // does so by itself only at its next frame, and not at all if somebody scrolled before it.
  const held = (keep, change) => {
    const top = keep.getBoundingClientRect().top;
    change();
    const moved = keep.getBoundingClientRect().top - top;
    if (moved) view.scrollTop += moved;
  };
  const insert = async (nodes, where) => {
    // Eight at a time: no task is long enough to be felt.
    for (let i = 0; i < nodes.length; i += 8) {
      const piece = document.createDocumentFragment();
      const slice = where === "before"
        ? nodes.slice(Math.max(0, nodes.length - i - 8), nodes.length - i)
        : nodes.slice(i, i + 8);
      for (const node of slice) { document.adoptNode(node); piece.append(node); }
      if (where === "before") held(edge(false), () => earlier.after(piece)); else later.before(piece);
      for (const node of slice) htmx.process(node);
      await new Promise(requestAnimationFrame);
    }
  };
  const trim = (last) => {
    const found = [...all()];
    const extra = found.length - most;
    if (extra <= 0) return;
    if (last) {
      for (const gone of found.slice(most)) {
        const before = gone.previousElementSibling;
        gone.remove();
        if (before?.matches(".day")) before.remove();
      }
      return;
    }
    held(found[found.length - 1], () => {
      for (const gone of found.slice(0, extra)) gone.remove();
      // The day of the first message left must still stand above it.
      const first = found[extra];
      const days = [...chat.querySelectorAll(".day")].filter((d) => d.compareDocumentPosition(first) & Node.DOCUMENT_POSITION_FOLLOWING);
      days.slice(0, -1).forEach((d) => d.remove());
    });
  };
  const marker = (name, first) => {
    const found = chat.querySelector(`[data-${name}]`) || document.createElement("span");
    found.dataset[name] = "";
    if (!found.isConnected) { if (first) chat.prepend(found); else chat.append(found); }
    return found;
  };
  const earlier = marker("earlier", true);
  const later = marker("later", false);

  const forward = async () => {
    const last = edge(true);
    const at = last ? Number(last.dataset.at) + 1 : 0;
    if (!last || at >= total) { if (last) later.hidden = true; return false; }
    await insert(await parts(query(at, step, dayOf(last))), "after");
    await new Promise(requestAnimationFrame);
    trim(false);
    earlier.hidden = Number(edge(false).dataset.at) === 0;
    return true;
  };
  const back = async () => {
    const first = edge(false);
    const at = first ? Number(first.dataset.at) : 0;
    if (at === 0) { earlier.hidden = true; return false; }
    const from = Math.max(0, at - step);
    const nodes = await parts(query(from, at - from));
    const old = first.previousElementSibling;
    const lastDay = nodes.filter((n) => n.matches(".day")).pop();
    if (old?.matches(".day") && lastDay?.querySelector("time").dateTime === old.querySelector("time").dateTime) held(first, () => old.remove());
    await insert(nodes, "before");
    await new Promise(requestAnimationFrame);
    trim(true);
    later.hidden = false;
    return true;
  };
  const look = async () => {
    if (busy) return;
    busy = true;
    let more = false;
    try {
      const height = view.clientHeight;
      if (view.scrollHeight - view.scrollTop - height < height * 1.5) more = await forward();
      else if (view.scrollTop < height * 1.5) more = await back();
    } finally { busy = false; }
    // Whoever scrolled to the very end meanwhile sends no further event.
    if (more) requestAnimationFrame(look);
  };
  let ticking = false;
  let saved = 0;
  (own ? chat : document).addEventListener("scroll", () => {
    if (ticking) return;
    ticking = true;
    requestAnimationFrame(() => {
      ticking = false;
      look();
      const now = performance.now();
      if (now - saved < 400) return;
      saved = now;
      const box = own ? chat.getBoundingClientRect() : { left: 0, top: 0 };
      const seen = document.elementFromPoint(box.left + 60, box.top + 90)?.closest("[data-at]");
      if (!seen) return;
      const at = Number(seen.dataset.at);
      if (place) place.textContent = `Message ${(at + 1).toLocaleString("en")}`;
      const q = new URLSearchParams({ chat: chat.dataset.chat, reading: chat.dataset.reading, at });
      history.replaceState(null, "", `${chat.dataset.here}?${q}`);
    });
  }, { passive: true });
  chat.addEventListener("desk:chosen", (e) => {
    const at = Number(e.target.dataset.at);
    if (place && !Number.isNaN(at)) place.textContent = `Message ${(at + 1).toLocaleString("en")}`;
  });
  // Messages above the one asked for are there from the start; show the one asked for.
  const aim = chat.querySelector(".chosen") || chat.querySelector(`[data-at="${chat.dataset.aim}"]`);
  if (aim && Number(aim.dataset.at) > 0) {
    const top = aim.previousElementSibling?.matches(".day") ? aim.previousElementSibling : aim;
    if (own) view.scrollTop = top.offsetTop - (top === aim ? 76 : 8);
    else aim.scrollIntoView({ block: "start" });
  }
})();
