/* Faults of the page as it stands, each under the name of Lighthouse's audit. */
() => {
  const out = [];
  const say = (name, ok, what) => { if (!ok) out.push(`${name}: ${what}`); };
  const doc = document;
  say("doctype", doc.compatMode === "CSS1Compat", doc.compatMode);
  say("charset", doc.characterSet === "UTF-8" && doc.querySelector("head > meta[charset]") !== null, doc.characterSet);
  say("viewport", /width=device-width/.test(doc.querySelector('meta[name="viewport"]')?.content || ""), "not set");
  say("user-scalable", !/user-scalable=no|maximum-scale=1\b/.test(doc.querySelector('meta[name="viewport"]')?.content || ""), "zoom is off");
  say("document-title", doc.title.length > 8, doc.title);
  say("html-has-lang", /^[a-z]{2}$/.test(doc.documentElement.lang), doc.documentElement.lang);
  const scripts = [...doc.querySelectorAll("script")];
  say("render-blocking-resources", scripts.every((s) => s.src && s.defer), scripts.filter((s) => !s.defer).map((s) => s.src).join());
  say("no-document-write", scripts.every((s) => !s.textContent.trim()), "an inline script");
  const images = [...doc.querySelectorAll("img")];
  say("image-alt", images.every((i) => i.hasAttribute("alt")), "a picture without alt");
  say("unsized-images", images.every((i) => i.getAttribute("width") && i.getAttribute("height")), images.map((i) => i.src).join());
  const links = [...doc.querySelectorAll("a")];
  const empty = links.filter((a) => !(a.textContent.trim() || a.getAttribute("aria-label")));
  say("link-text", empty.length === 0, empty.map((a) => a.outerHTML).slice(0, 2).join());
  const bent = links.filter((a) => a.hasAttribute("href") && !/^[/?#]/.test(a.getAttribute("href")) && a.origin !== location.origin);
  say("crawlable-anchors", bent.length === 0, bent.map((a) => a.getAttribute("href")).slice(0, 3).join());
  const levels = [...doc.querySelectorAll("h1, h2, h3, h4")].filter((h) => !h.closest("[hidden]")).map((h) => Number(h.tagName[1]));
  const jumps = levels.filter((l, i) => i > 0 && l > levels[i - 1] + 1);
  say("heading-order", jumps.length === 0, levels.join(" "));
  const fields = [...doc.querySelectorAll("input[type=password]")];
  say("password-fields", fields.every((f) => f.autocomplete && !f.hasAttribute("onpaste")), "no autocomplete");
  const count = doc.querySelectorAll("body *").length;
  say("dom-size", count <= 3000, `${count} elements`);
  let deepest = 0, widest = 0;
  const walk = (e, d) => { deepest = Math.max(deepest, d); widest = Math.max(widest, e.children.length); for (const c of e.children) walk(c, d + 1); };
  walk(doc.body, 1);
  say("dom-depth", deepest <= 32, `${deepest} deep`);
  const texts = doc.createTreeWalker(doc.querySelector("main"), NodeFilter.SHOW_TEXT);
  let small = 0, all = 0;
  for (let t = texts.nextNode(); t; t = texts.nextNode()) {
    const n = t.data.trim().length; if (!n) continue;
    all += n; if (parseFloat(getComputedStyle(t.parentElement).fontSize) < 12) small += n;
  }
  say("font-size", small <= all * 0.4, `${small} of ${all} letters below 12 px`);
  const doubled = Object.entries(Object.groupBy?.([...doc.querySelectorAll("[id]")], (e) => e.id) || {}).filter(([, v]) => v.length > 1);
  say("duplicate-id", doubled.length === 0, doubled.map(([k]) => k).join());
  return out;
}
