// A page with proofs, several proofs of one story (sections 13 and 16).

const ENTITIES = new Map([["amp", "&"], ["lt", "<"], ["gt", ">"], ["quot", '"'], ["apos", "'"], ["nbsp", "\xa0"]]);
const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
const RAW_TEXT = new Set(["script", "style", "title", "textarea"]);
const UNREAD = new Set(["xmp", "plaintext", "iframe", "noembed", "noframes"]);

function pageProofs(page) {
  const script = /<script type="application\/vnd\.onrecord\.proof\+base64">([^]*?)<\/script>/g;
  return Array.from(page.matchAll(script), (m) => b64(m[1], "page", "a proof in the page"));
}

// Each tag of the page with the text before it.
function* pageTokens(page) {
  const s = "page";
  const tag =
    /<[!]--[^]*?-->|<!(?!--)[^>]*>|<\/([A-Za-z][A-Za-z0-9:-]*)[^>]*>|<([A-Za-z][A-Za-z0-9:-]*)((?:[\t\n\f\r /](?:[^>"']|"[^"]*"|'[^']*')*)?)>/gy;
  const marks = /[\t\n\f\r "'/]data-onrecord-quote[\t\n\f\r ]*=[\t\n\f\r ]*(?:"([^"]*)"|'([^']*)'|([^\t\n\f\r "'>]*))/i;
  let [at, ends] = [0, ""];
  for (;;) {
    let low;
    let text = "";
    if (ends) {
      const close = new RegExp(`</${ends}(?=[\\t\\n\\f\\r />])`, "gi");
      close.lastIndex = at;
      const found = close.exec(page);
      need(found, s, `the page does not close <${ends}>`);
      low = found.index;
    } else {
      const start = /<[A-Za-z/!?]/g;
      start.lastIndex = at;
      const found = start.exec(page);
      low = found ? found.index : -1;
      text = unescaped(page.slice(at, low < 0 ? page.length : low));
      if (low < 0) {
        yield { kind: "", name: "", text, mark: null };
        return;
      }
    }
    tag.lastIndex = low;
    const match = tag.exec(page);
    need(match, s, "the page holds a tag that cannot be read");
    at = tag.lastIndex;
    const comment = /^<[!]--/.test(match[0]);
    need(!comment || !/^<[!]--(>|->)|--!>/.test(match[0]), s, "the page holds an odd comment");
    const kind = match[1] ? "end" : match[2] ? "start" : "";
    const name = (match[1] || match[2] || "").toLowerCase();
    need(!UNREAD.has(name), s, `the page holds <${name}>`);
    const found = match[2] ? marks.exec(match[3]) : null;
    const mark = found ? (found[1] ?? found[2] ?? found[3]) : null;
    ends = kind === "start" && RAW_TEXT.has(name) ? name : "";
    yield { kind, name, text, mark };
  }
}

function unescaped(text) {
  return text.replace(/&(#?[A-Za-z0-9]+);/g, (_, name) => {
    if (ENTITIES.has(name)) return ENTITIES.get(name);
    const number = /^#(?:([0-9]{1,7})|[xX]([0-9A-Fa-f]{1,6}))$/.exec(name);
    const code = number ? (number[1] ? parseInt(number[1], 10) : parseInt(number[2], 16)) : 0;
    const bad = (code < 32 && code !== 9 && code !== 10) || (code >= 127 && code < 160);
    return bad || (code >= 0xd800 && code < 0xe000) || code > 0x10ffff ? "\0" : String.fromCodePoint(code);
  });
}

// The marked quotations of a page, each with its number as written and its text.
function pageQuotes(page) {
  const s = "page";
  const found = [];
  let open = [];
  for (const { kind, name, text, mark } of pageTokens(page)) {
    need(!open.length || !RAW_TEXT.has(name), s, "a marked quotation holds more than text");
    for (const item of open) {
      item.text += text;
      if (kind && name === item.name) item.depth += kind === "start" ? 1 : -1;
    }
    found.push(...open.filter((i) => i.depth === 0));
    open = open.filter((i) => i.depth > 0);
    if (mark === null) continue;
    need(!VOID.has(name) && !RAW_TEXT.has(name), s, "a mark on an element without text");
    open.push({ name, depth: 1, number: mark, text: "" });
  }
  need(!open.length, s, "a marked quotation has no end");
  return found;
}

function oneSpaced(text) {
  return text.replace(SPACES, " ").replace(/^ +| +$/g, "");
}

// Compares the marked quotations with their proofs; the numbers of the proofs without one.
function checkPage(page, results) {
  const s = "page";
  const marked = new Set();
  for (const { number, text } of pageQuotes(page)) {
    const index = Number(decimal(number, s, "data-onrecord-quote"));
    need(index < results.length, s, `quotation ${number} points to no proof`);
    need(!text.includes("\0"), s, `quotation ${number} holds an unknown character reference`);
    const c = results[index];
    const alike = c instanceof Refused || oneSpaced(text) === oneSpaced(c.proof.shown);
    need(alike, s, `quotation ${number} of the page is not the one proved`);
    marked.add(index);
  }
  return [...results.keys()].filter((n) => !marked.has(n));
}

// Labels and aliases of one story agree, or the bundle is refused.
function checkStory(results) {
  const s = "bundle";
  const [names, aliases, labels] = [new Map(), new Map(), new Map()];
  const agrees = (map, key, value) => {
    const k = JSON.stringify(key);
    if (!map.has(k)) map.set(k, value);
    return map.get(k) === value;
  };
  for (const c of results) {
    if (c instanceof Refused) continue;
    const { story, speaker } = c.proof;
    const name = c.opened.aliasName;
    if (story === null || name === null) continue;
    need(agrees(names, [story, c.archive], name), s, "two alias slots of one archive in one story");
    if (speaker === null) continue;
    const alias = c.opened.values.get("alias");
    need(agrees(aliases, [story, c.archive, speaker], alias), s, `${speaker} stands for two members`);
    const one = agrees(labels, [story, c.archive, alias], speaker);
    need(one, s, `${speaker} and another label stand for one member`);
  }
}

// The proofs of one file, and the page they stand in (null for a proof file).
function openFile(bytes) {
  if (bytes[0] === 0x7b || !bytes.includes(0x3c)) return { page: null, proofs: [bytes] };
  const page = fromUtf8(bytes, "page", "the page");
  need(!page.includes("\0"), "page", "the page holds U+0000");
  const proofs = pageProofs(page);
  need(proofs.length, "page", "the page carries no proof");
  return { page, proofs };
}

// Each proof's result in order, and what is wrong with the page or the story, if anything.
async function checkFiles(files, trust) {
  const results = [];
  let unmarked = [];
  try {
    if (files.length === 1 && isComparison(files[0])) {
      const comparison = await checkComparison(files[0], trust, results);
      return { results, refused: null, unmarked, comparison };
    }
    if (files.length === 1 && isExtends(files[0])) {
      const comparison = await checkExtends(files[0], trust);
      return { results, refused: null, unmarked, comparison };
    }
    const opened = files.map(openFile);
    for (const bytes of opened.flatMap((o) => o.proofs)) {
      try {
        results.push(await checkProof(bytes, trust));
      } catch (e) {
        if (!(e instanceof Refused)) throw e;
        results.push(e);
      }
    }
    for (const { page } of opened) if (page !== null && opened.length === 1) unmarked = checkPage(page, results);
    checkStory(results);
  } catch (e) {
    if (!(e instanceof Refused)) throw e;
    return { results, refused: e, unmarked };
  }
  return { results, refused: null, unmarked };
}

// What --json prints.
function report({ results, refused, unmarked, comparison }, trust) {
  const rows = results.map((r, proof) =>
    r instanceof Refused ? { proof, result: "refused", step: r.step, why: r.why } : { proof, ...asObject(r) },
  );
  const bad = [...results.filter((r) => r instanceof Refused), ...(refused ? [refused] : [])];
  const summary = { result: bad.length ? "refused" : "ok", proofs: results.length };
  if (bad.length) Object.assign(summary, { step: bad[0].step, why: bad[0].why });
  if (comparison) summary.comparison = comparison;
  if (unmarked.length) summary.unmarked = unmarked;
  if (trust.stamps) summary.stamps = `${trust.stamps} asked for, not checked here`;
  return { rows, summary };
}
