// Step 6: the class of a printed quotation against the sealed words (sections 4, 5 and 14).

const SPACE = "\\t-\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const SPACES = new RegExp(`[${SPACE}]+`, "gu");
const EDGES = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "gu");
const INVISIBLE =
  /[\xad\u061c\u200b\u200e\u200f\u202a-\u202c\u2060-\u2064\u2066-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;
const CLOSERS = "\"')\\]}\\xbb\\u2019\\u201d\\u203a";
const SENTENCE = new RegExp(
  `[.!?\\u2026\\u061f\\u06d4\\u0964\\u0965]+[${CLOSERS}]*[${SPACE}]+|` +
    `[\\u3002\\uff01\\uff1f]+[${CLOSERS}]*[${SPACE}]*|[\\n-\\r\\x85\\u2028\\u2029][${SPACE}]*`,
  "gu",
);
const JOINED =
  /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\u{20000}-\u{3ffff}]/u;
const FOLDS = ["invisible characters", "quotation marks", "ellipsis", "spacing", "composed letters"];
const RESPELL_DELETE = /[\u0307\u0640\u200c\u200d\u064b-\u065f\u0670\ufe00-\ufe0f\u0591-\u05c7]/gu;
const RESPELL = new Map([
  ["\u0131", "i"],
  ["\u03c2", "\u03c3"],
  ["\u06cc", "\u064a"],
  ["\u0649", "\u064a"],
  ["\u06a9", "\u0643"],
]);

// Fold A; `leave` names one of FOLDS to leave out, to learn what was needed.
function foldA(text, leave = "") {
  let t = text;
  if (leave !== FOLDS[0]) t = t.replace(INVISIBLE, "");
  if (leave !== FOLDS[1])
    t = t
      .replace(/[\xab\xbb\u201c-\u201f\u301d-\u301f]/gu, '"')
      .replace(/[\u2018-\u201b\u2039\u203a]/gu, "'");
  if (leave !== FOLDS[2]) t = t.replaceAll("\u2026", "...");
  if (leave !== FOLDS[3]) t = t.replace(SPACES, " ");
  return leave === FOLDS[4] ? t : t.normalize("NFC");
}

function foldB(text) {
  const lower = Array.from(foldA(text).normalize("NFKC"), (c) => c.toLowerCase()).join("");
  const mapped = Array.from(lower, (c) => RESPELL.get(c) ?? c).join("");
  return foldA(mapped.replace(RESPELL_DELETE, ""));
}

function trim(text) {
  return text.replace(EDGES, "");
}

function hasWord(text) {
  return /[\p{L}\p{M}\p{N}_]/u.test(text);
}

// True if a quotation may begin or end at this place of a run.
function isBoundary(text, at) {
  if (at === 0 || at === text.length) return true;
  const low = at > 1 && /[\udc00-\udfff]/.test(text[at - 1]);
  const a = text.slice(at - (low ? 2 : 1), at);
  const b = String.fromCodePoint(text.codePointAt(at));
  if (/\p{M}/u.test(b)) return false;
  return !(hasWord(a) && hasWord(b)) || JOINED.test(a) || JOINED.test(b);
}

function find(part, text, start = 0) {
  let at = text.indexOf(part, start);
  while (at >= 0 && !(isBoundary(text, at) && isBoundary(text, at + part.length)))
    at = text.indexOf(part, at + 1);
  return at;
}

// The runs of open segments, each with the number of segments before it.
function runsOf(parts) {
  const found = [];
  let joined = false;
  parts.forEach((part, number) => {
    if (part === null) joined = false;
    else if (joined) found[found.length - 1].text += part;
    else {
      found.push({ number, text: part });
      joined = true;
    }
  });
  return found;
}

function wording(cls, more = {}) {
  return { cls, remarks: [], folds: [], leftOut: [], inserted: [], ...more };
}

function classify(shown, parts, field, raw) {
  const printed = trim(shown);
  const runs = runsOf(parts).map((r) => r.text);
  if (!hasWord(printed) || !runs.length) return wording("NOT FOUND");
  if (raw) return wording(runs.length === 1 && shown === runs[0] ? "RAW" : "NOT FOUND");
  if (field === "text" && !parts.includes(null) && shown === runs[0]) return wording("EXACT");
  if (/\p{Cn}/u.test(printed + runs.join(""))) return wording("NOT FOUND");
  const folded = trim(foldA(printed));
  for (const run of runs) {
    const at = folded ? find(folded, foldA(run)) : -1;
    if (at < 0) continue;
    const folds = FOLDS.filter((f) => !foldA(run, f).includes(trim(foldA(printed, f))));
    return wording("VERBATIM", { remarks: remarksOn(folded, run, at, parts), folds });
  }
  const marked = markedQuote(folded, parts);
  if (marked) return marked;
  const respelled = trim(foldB(printed));
  const found = hasWord(respelled) && runs.some((r) => find(respelled, foldB(r)) >= 0);
  return wording(found ? "RESPELLED" : "NOT FOUND");
}

function remarksOn(folded, run, at, parts) {
  const text = foldA(run);
  if (!parts.includes(null) && trim(text) === folded) return ["whole message"];
  const strip = (n) => text.slice(0, n).replace(/ +$/, "").length;
  const ends = new Set([0]);
  let [last, length] = [0, 0];
  for (const match of run.matchAll(SENTENCE)) {
    const end = match.index + match[0].length;
    length += foldA(run.slice(last, end)).length;
    last = end;
    ends.add(strip(length));
  }
  return ends.has(strip(at)) ? ["excerpt"] : ["excerpt", "starts mid-sentence"];
}

// ELIDED or BRACKETED, or null.
function markedQuote(folded, parts) {
  const pieces = folded.split(/(\[[^[\]]+\])/u);
  const outside = pieces.filter((_, i) => i % 2 === 0).map(trim);
  const marks = pieces.filter((_, i) => i % 2 === 1);
  if (!marks.length || !outside.some(hasWord) || doubledGaps(marks, outside)) return null;
  const runs = runsOf(parts).map((r) => ({ number: r.number, text: foldA(r.text) }));
  const spots = inOrder(outside, runs);
  if (!spots) return null;
  const w = wording(marks.some((m) => m !== "[...]") ? "BRACKETED" : "ELIDED");
  marks.forEach((mark, i) => {
    const words = between(spots[i], spots[i + 1], parts);
    if (mark === "[...]") w.leftOut.push(words);
    else w.inserted.push([mark.slice(1, -1), words]);
  });
  return w;
}

// True if nothing stands between two gap marks.
function doubledGaps(marks, outside) {
  let fresh = true;
  return marks.some((mark, i) => {
    fresh ||= outside[i] !== "";
    const doubled = mark === "[...]" && !fresh;
    fresh &&= mark !== "[...]";
    return doubled;
  });
}

// Where each piece stands, not overlapping, earliest first; null for an empty piece.
function inOrder(pieces, runs) {
  const spots = [];
  let [run, start] = [0, 0];
  for (const piece of pieces) {
    if (!piece) {
      spots.push(null);
      continue;
    }
    while (run < runs.length && find(piece, runs[run].text, start) < 0) {
      run += 1;
      start = 0;
    }
    if (run === runs.length) return null;
    const at = find(piece, runs[run].text, start);
    start = at + piece.length;
    spots.push({ ...runs[run], start: at, end: start });
  }
  return spots;
}

// The words a mark stands for, or how many sealed segments.
function between(before, after, parts) {
  if (before && after && before.number === after.number)
    return trim(before.text.slice(before.end, after.start));
  const tail = before ? trim(before.text.slice(before.end)) : "";
  const lead = after ? trim(after.text.slice(0, after.start)) : "";
  const within = parts.slice(before ? before.number : 0, after ? after.number : parts.length);
  const closed = within.filter((p) => p === null).length;
  const hidden = closed ? `[${closed} sealed segment${closed > 1 ? "s" : ""} not shown]` : "";
  return [tail, hidden, lead].filter((x) => x).join(" ");
}

// A letter new in each version of Unicode; the engine says which of them it knows.
const UNICODE = [["17.0", "\u{20c1}"], ["16.0", "\u{1c89}"], ["15.1", "\u{2ffc}"], ["15.0", "\u{0cf3}"], ["14.0", "\u{061d}"]];

function unicodeVersion() {
  const known = UNICODE.find(([, letter]) => !/\p{Cn}/u.test(letter));
  return known ? known[0] : "before 14.0";
}
