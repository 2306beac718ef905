/* The editor: the gate's verdict beside each quotation while one types. Without this
   script the same text is saved and checked by the form. */
(() => {
  "use strict";
  const desk = document.querySelector("[data-story]");
  if (!desk) return;
  document.documentElement.classList.add("scripted");
  const here = desk.dataset.story;
  const form = document.getElementById("editor");
  const area = form.elements.text;
  const mirror = desk.querySelector(".mirror");
  const sheet = desk.querySelector(".sheetlike");
  const gutter = desk.querySelector(".gutter");
  const verdicts = document.getElementById("verdicts");
  const saved = document.getElementById("saved");
  const csrf = form.elements.csrf.value;
  let kept = area.value;

  const send = async (path, fields) => {
    const body = new URLSearchParams(fields);
    const answer = await fetch(here + path, { method: "POST", body, headers: { "X-CSRF": csrf, "HX-Request": "true" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.text();
  };

  /* Offsets from the desk count code points, a textarea counts UTF-16 units. */
  const units = (text) => {
    const at = [];
    for (let i = 0; i < text.length; i += text.codePointAt(i) > 0xffff ? 2 : 1) at.push(i);
    at.push(text.length);
    return (n) => at[Math.min(n, at.length - 1)];
  };

  const grow = () => {
    if (CSS.supports("field-sizing", "content")) return;
    area.style.blockSize = "auto";
    area.style.blockSize = `${area.scrollHeight}px`;
  };

  const place = () => {
    const text = area.value;
    const unit = units(text);
    const found = [...verdicts.querySelectorAll(".verdict")].map((el) => ({
      el, start: unit(+el.dataset.start), end: unit(+el.dataset.end),
    })).sort((a, b) => a.start - b.start);
    mirror.replaceChildren();
    let at = 0;
    for (const one of found) {
      if (one.start < at || one.end <= one.start) { one.mark = null; continue; }
      mirror.append(text.slice(at, one.start));
      one.mark = document.createElement("span");
      one.mark.className = `m m-${one.el.classList[1]}`;
      one.mark.textContent = text.slice(one.start, one.end);
      mirror.append(one.mark);
      at = one.end;
    }
    mirror.append(`${text.slice(at)}\n`);
    sheet.classList.add("ready");
    if (getComputedStyle(gutter).gridRowStart === "2") { sheet.classList.remove("placed"); return; }
    sheet.classList.add("placed");
    const top = sheet.getBoundingClientRect().top;
    let low = 26;
    for (const one of found) {
      const y = one.mark ? one.mark.getClientRects()[0].top - top : low;
      low = Math.max(y, low);
      one.el.style.insetBlockStart = `${low}px`;
      low += one.el.offsetHeight + 6;
    }
    gutter.style.minBlockSize = `${low}px`;
  };

  /* The panels as the desk sees the saved text. */
  const exchange = window.exchange([...desk.querySelectorAll(".pane"), verdicts]);
  const refresh = async () => {
    let html;
    try {
      const answer = await fetch(`${here}/beside`, { headers: { "HX-Request": "true" } });
      if (!answer.ok) return;
      html = await answer.text();
    } catch { return; }
    const fresh = document.createElement("template");
    fresh.innerHTML = html;
    for (const pane of fresh.content.querySelectorAll(".pane")) {
      const old = document.getElementById(pane.id);
      if (old) exchange(old, pane.innerHTML);
    }
    const open = document.querySelector("[data-open-translations]");
    const many = document.querySelectorAll("#translate .translation").length;
    if (open) open.textContent = many || "";
  };

  /* The verdicts on what is written now; false if a newer look has overtaken this one. */
  let asked = 0;
  const check = async () => {
    const mine = ++asked;
    try {
      const html = await send("/look", { text: area.value });
      if (mine !== asked) return false;
      exchange(verdicts, html);
      const waits = verdicts.querySelector(".sum")?.dataset.waits;
      const badge = document.querySelector("[data-open-checks]");
      if (badge && waits !== undefined) badge.textContent = waits === "0" ? "" : waits;
      place();
    } catch { saved.textContent = "The desk does not answer. Your text is still here; do not close this page."; }
    return true;
  };
  const frame = desk.querySelector("iframe");
  let scrolled = 0;
  frame.addEventListener("load", () => { try { frame.contentWindow.scrollTo(0, scrolled); } catch { /* a page of the browser's own */ } });
  const print = () => {
    const sheet = document.getElementById("print");
    try { scrolled = frame.contentWindow.scrollY; } catch { scrolled = 0; }
    sheet.elements.text.value = area.value;
    sheet.submit();
  };

  /* One save at a time: the next one is made on what the one before gave. */
  let saving = Promise.resolve(true);
  const save = () => (saving = saving.then(saveNow));
  const saveNow = async () => {
    if (area.value === kept) return true;
    const mine = area.value;
    try {
      saved.innerHTML = await send("", { text: mine, base: form.elements.base.value });
    } catch {
      saved.append(" Not saved: the desk does not answer.");
      return false;
    }
    const text = saved.querySelector("template[data-text]")?.content.textContent;
    if (text !== undefined && area.value === mine) {
      const [from, to] = [area.selectionStart, area.selectionEnd];
      area.value = text;
      area.setSelectionRange(Math.min(from, text.length), Math.min(to, text.length));
      check();
    }
    const fate = saved.querySelector("[data-fate]")?.dataset.fate;
    const done = fate === "saved" || fate === "merged" || fate === "unchanged";
    if (done) { kept = text ?? mine; await refresh(); }
    return done && area.value === kept;
  };

  let soon, later, idle;
  area.addEventListener("input", () => {
    grow(); place();
    if (saved.firstElementChild) { const s = saved.querySelector("span"); if (s && s.dataset.fate !== "conflict") s.textContent = area.value === kept ? "As saved." : "Not saved yet."; }
    clearTimeout(soon); clearTimeout(later); clearTimeout(idle);
    soon = setTimeout(check, 300);
    later = setTimeout(print, 1200);
    idle = setTimeout(save, 4000);
  });
  form.addEventListener("submit", (e) => { e.preventDefault(); clearTimeout(idle); save(); });
  /* The browser asks; whatever is answered, the text is sent. The page that comes next may be
     made before it arrived: then it fetches it, by saving itself unchanged (which merges). */
  const LEFT = `left ${here}`;
  window.addEventListener("beforeunload", (e) => {
    if (area.value === kept) return;
    e.preventDefault();
    const body = new FormData();
    for (const [name, value] of [["text", area.value], ["base", form.elements.base.value]]) body.append(name, value);
    fetch(here, { method: "POST", body, keepalive: new Blob([area.value]).size < 60000, headers: { "X-CSRF": csrf, "HX-Request": "true" } }).catch(() => {});
    sessionStorage.setItem(LEFT, "1");
  });
  const arrived = async (tries) => {
    if (area.value !== kept) return; // somebody types: the next save merges
    saved.innerHTML = await send("", { text: area.value, base: form.elements.base.value });
    const text = saved.querySelector("template[data-text]")?.content.textContent;
    if (text === undefined) { if (tries) setTimeout(() => arrived(tries - 1).catch(() => {}), 400); return; }
    area.value = kept = text;
    grow(); place(); check(); refresh();
  };
  if (sessionStorage.getItem(LEFT)) { sessionStorage.removeItem(LEFT); arrived(8).catch(() => {}); }
  /* The buttons of the panels save the text first and act on it as saved. */
  desk.querySelector("aside").addEventListener("submit", async (e) => {
    const one = e.target;
    if (e.defaultPrevented || !one.closest(".pane") || one.method !== "post") return;
    e.preventDefault();
    clearTimeout(idle);
    if (!(await save())) {
      saved.scrollIntoView({ block: "nearest" });
      return;
    }
    const there = one.isConnected ? one : document.querySelector(`aside form[action="${one.getAttribute("action")}"]`);
    if (!there) return;
    if (there.elements.base) there.elements.base.value = form.elements.base.value;
    there.submit();
  });
  window.addEventListener("resize", place);
  document.fonts?.ready.then(place);

  /* As if typed, so that Ctrl+Z takes it back. */
  const put = (text, from, to) => {
    area.focus();
    area.setSelectionRange(from, to);
    if (document.execCommand("insertText", false, text)) return;
    area.setRangeText(text, from, to, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  };

  /* Where a citation goes: behind the paragraph of the cursor; with no cursor yet, or one
     in the head, before the first section that has a part to play, else at the end. */
  let placed = false;
  for (const kind of ["pointerdown", "keydown", "input"]) area.addEventListener(kind, () => { placed = true; });
  const spot = () => {
    const text = area.value;
    const head = text.match(/^\s*(?:-{3,}|\u2014-?|\u2013{2,})[ \t]*\n[\s\S]*?\n(?:-{3,}|\u2014-?|\u2013{2,})[ \t]*(?:\n|$)/);
    const body = head ? head[0].length : 0;
    const at = area.selectionEnd;
    if (placed && at >= body) {
      const gap = text.slice(at).match(/\n[ \t]*(?=\n|$)/);
      return gap ? at + gap.index : text.length;
    }
    const part = text.slice(body).match(/^##[ \t]+.*\{(?:reporting|obtained|method|limits|corrections|contact)\}/m);
    return part ? body + part.index : text.length;
  };
  /* To the first quotation, or the last, of which that is true: chosen and in sight. */
  const goTo = (fits, last = false) => {
    const unit = units(area.value);
    const all = [...verdicts.querySelectorAll(".verdict")].sort((a, b) => a.dataset.start - b.dataset.start);
    const one = (last ? all.reverse() : all).find((v) => fits(v, unit));
    if (!one) return;
    area.focus({ preventScroll: true });
    area.setSelectionRange(unit(+one.dataset.start), unit(+one.dataset.end));
    one.scrollIntoView({ block: "center" });
  };
  const cite = (block) => {
    const at = spot();
    const [before, after] = [area.value.slice(0, at), area.value.slice(at)];
    const ahead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
    const behind = !after ? "\n" : after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
    put(`${ahead}${block.trimEnd()}${behind}`, at, at);
    placed = true;
    const line = before.split("\n").length + ahead.length;
    const next = after.match(/^##[ \t]+(.*?)[ \t]*\{/m)?.[1];
    const told = document.getElementById("cited");
    told.textContent = `Put into line ${line}${next && after.trimStart().startsWith("##") ? `, before “${next}”` : after.trim() ? "" : ", at the end"}. Ctrl Z takes it out again. `;
    const look = document.createElement("button");
    Object.assign(look, { type: "button", className: "action plain", textContent: "Show it" });
    look.addEventListener("click", async () => { while (!(await check())); goTo((v, unit) => unit(+v.dataset.start) >= at); });
    told.append(look);
    save();
  };
  verdicts.addEventListener("click", (e) => {
    const button = e.target.closest("[data-offer]");
    const card = e.target.closest(".verdict");
    if (!card) return;
    const unit = units(area.value);
    const [from, to] = [unit(+card.dataset.start), unit(+card.dataset.end)];
    if (button) {
      const was = area.value.slice(from, to);
      const ahead = was.match(/^[>\s]*["“«]?/)[0];
      put(ahead.includes(">") ? ahead + button.dataset.offer : button.dataset.offer, from, to);
    } else if (!e.target.closest("a")) { area.focus(); area.setSelectionRange(from, to); }
  });

  const panes = [...desk.querySelectorAll(".pane")];
  let now = "";
  const show = (id) => {
    if (!panes.some((p) => p.id === id)) return;
    desk.querySelector("aside").classList.add("tabbed");
    panes.forEach((p) => p.classList.toggle("now", p.id === id));
    desk.querySelectorAll(".panes a").forEach((a) => (a.hash === `#${id}` ? a.setAttribute("aria-current", "true") : a.removeAttribute("aria-current")));
    if (now && id !== "preview" && id !== "cite") save().then((done) => done && refresh());
    now = id;
    if (id === "cite") { choices(""); document.querySelector("#cite input").focus(); }
  };
  document.addEventListener("click", (e) => {
    const link = e.target.closest("a[data-pane]");
    if (link) { e.preventDefault(); history.replaceState(null, "", location.pathname + link.hash); show(link.hash.slice(1)); }
    if (e.target.closest("[data-cite]")) show("cite");
  });
  const box = document.querySelector("[data-choices]");
  const choices = async (q) => {
    const answer = await fetch(`${box.dataset.choices}?${new URLSearchParams({ q })}`, { headers: { "HX-Request": "true" } });
    document.getElementById("choices").innerHTML = await answer.text();
  };
  box.addEventListener("submit", (e) => { e.preventDefault(); choices(box.elements.q.value); });
  document.getElementById("choices").addEventListener("click", (e) => {
    const one = e.target.closest("[data-block]");
    if (!one) return;
    cite(one.dataset.block);
  });
  document.addEventListener("keydown", (e) => {
    if ((e.ctrlKey || e.metaKey) && e.key === "s") { e.preventDefault(); save(); }
    if (e.altKey && e.key.toLowerCase() === "c") { e.preventDefault(); show("cite"); }
    if (e.altKey && (e.key === "ArrowDown" || e.key === "ArrowUp")) {
      e.preventDefault();
      const now = area.selectionStart;
      if (e.key === "ArrowDown") goTo((v, unit) => unit(+v.dataset.start) > now);
      else goTo((v, unit) => unit(+v.dataset.start) < now, true);
    }
  });
  show(new URLSearchParams(location.search).get("at") || location.hash.slice(1) || "preview");
  grow(); place();
  /* Composed anew below what was written: to the first of its notes. */
  const first = document.querySelector("[data-to-notes]") ? area.value.search(/^%%/m) : -1;
  if (first >= 0) { area.focus({ preventScroll: true }); area.setSelectionRange(first, first); placed = true; }
  if (form.querySelector("[data-fate=conflict]")) kept = null;
})();
