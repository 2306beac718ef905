// Step 1: every disclosure has its place, each once, with a value of its type (section 3).

const WALL = "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{6})?";
const TIME = new RegExp(`^(?:${WALL}|${WALL}Z|${WALL}Z/${WALL}Z)$`);
const ATTR = new RegExp(
  '^\\{"kind":"(message|service)","edited":(true|false),"forwarded":(true|false),' +
    '"via_bot":(true|false),"quoted_reply":(true|false),' +
    '"time_basis":"(utc|offset|zone|local-unknown|ambiguous|none)",' +
    '"time_precision":"(second|minute|day|range|none)","enc":"(utf-8|raw)"\\}$',
);

const like = (pattern) => (v) => isText(v) && pattern.test(v);
const maybe = (test) => (v) => v === null || test(v);
const isHex = maybe(like(/^[0-9a-f]{64}$/));
const isCount = like(/^(0|[1-9][0-9]{0,15})$/);

function someOf(keys) {
  return (v) => {
    const formed = isObject(v, keys) && Object.values(v).every((x) => x === null || isText(x));
    return formed && Object.values(v).some((x) => x !== null);
  };
}

function isTime(v) {
  return isObject(v, ["sent", "edited"]) && like(TIME)(v.sent) && maybe(like(TIME))(v.edited);
}

function isMedia(v) {
  const one = (m) => isObject(m, ["type", "sha256"]) && isText(m.type) && isHex(m.sha256);
  return isList(v) && v.length > 0 && v.every(one);
}

function isSrc(v) {
  const keys = ["member", "start", "length", "kind", "sha256", "row"];
  if (!isObject(v, keys) || !keys.every((k) => k === "sha256" || isText(v[k]))) return false;
  if (!isCount(v.start) || !isCount(v.length)) return false;
  return ["bytes", "row"].includes(v.kind) && isHex(v.sha256) && isHex(v.row);
}

function isDigests(v) {
  return isList(v) && v.every((x) => isObject(x, ["..."]) && isB64url(x["..."], 32));
}

const VALUES = new Map([
  ["text", isDigests],
  ["plain", maybe(isDigests)],
  ["attr", (v) => ATTR.test(JSON.stringify(v))],
  ["time", maybe(isTime)],
  ["day", maybe(like(/^[0-9]{4}-[0-9]{2}-[0-9]{2}$/))],
  ["seq", isCount],
  ["sender", maybe(someOf(["id", "name"]))],
  ["reply", maybe(someOf(["to", "chat", "quote"]))],
  ["media", maybe(isMedia)],
  ["src", isSrc],
  ["alias", (v) => isB64url(v, 16)],
]);

function openUp(p) {
  const s = "openings";
  const values = new Map();
  const segments = new Map();
  let aliasName = null;
  need(new Set(p.disclosures.map((d) => d.digest)).size === p.disclosures.length, s, "a disclosure twice");
  for (const { string, digest, json } of p.disclosures) {
    const value = parse(json, s, "a disclosure");
    const shape = isList(value) && (value.length === 2 || value.length === 3) && isB64url(value[0], 16);
    need(shape, s, "a disclosure is not [salt, name, value] or [salt, value]");
    if (value.length === 2) {
      need(isText(value[1]) && value[1], s, "a segment is not a text");
      segments.set(digest, { string, text: value[1] });
      continue;
    }
    need(p.sd.includes(digest), s, "a disclosure is not in the leaf");
    let name = value[1];
    if (isText(name) && /^alias-[A-Za-z0-9_-]{11}$/.test(name)) {
      need(aliasName === null && isB64url(name.slice(6), 8), s, "two aliases, or a wrong name of one");
      aliasName = name;
      name = "alias";
    } else need(name !== "alias", s, "unknown name");
    need(isText(name) && VALUES.has(name), s, "unknown name");
    need(!values.has(name), s, `${name} is opened twice`);
    need(VALUES.get(name)(value[2]), s, `${name} has a wrong value`);
    values.set(name, value[2]);
  }
  return openedWords(values, aliasName, segments, p.sd);
}

function openedWords(values, aliasName, segments, sd) {
  const s = "openings";
  const listed = {};
  for (const name of ["text", "plain"]) listed[name] = (values.get(name) || []).map((x) => x["..."]);
  const every = [...sd, ...listed.text, ...listed.plain];
  need(new Set(every).size === every.length, s, "a digest occurs twice");
  for (const digest of segments.keys())
    need(listed.text.includes(digest) || listed.plain.includes(digest), s, "a segment without a text");
  if (values.has("text") || values.has("plain"))
    need(values.has("attr"), s, "attr must be opened with the words");
  need(values.has("text") || values.has("plain"), s, "no words are opened");
  const both = ["plain", "text"].filter((n) => listed[n].some((d) => segments.has(d)));
  need(both.length < 2, s, "segments of text and of plain are open");
  const field = both[0] || (values.has("text") ? "text" : "plain");
  const attr = values.get("attr") || {};
  if (attr.enc === "raw") checkRaw(values, listed.text, segments);
  const open = listed[field].map((d) => segments.get(d) || null);
  const parts = open.map((o) => (o ? o.text : null));
  const disclosed = open.filter((o) => o).map((o) => o.string);
  return { values, attr, aliasName, field, parts, disclosed };
}

function checkRaw(values, digests, segments) {
  const s = "openings";
  need((values.get("plain") ?? null) === null, s, "raw words have no plain");
  if (!values.has("text")) return;
  need(digests.length === 1, s, "raw words are one segment");
  for (const { text } of segments.values()) b64(text, s, "raw words");
}
