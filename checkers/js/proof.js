// One proof through all steps of section 13, and what it shows (section 15).

const LIMITS = "Not shown by this: that the export is genuine, who the person is, what else was said.";

async function checkProof(bytes, trust) {
  const p = await readProof(bytes);
  const o = openUp(p);
  const { archive, values: seal } = await checkLeaf(p);
  await checkEntry(p);
  const witnessed = await checkHead(p.head, trust);
  await checkOpening(p, trust);
  const tokens = await checkTokens(p);
  const w = classify(p.shown, o.parts, o.field, o.attr.enc === "raw");
  need(w.cls !== "NOT FOUND", "wording", "this wording is not in the sealed message");
  const translations = await checkTranslations(p, o, trust);
  return { proof: p, opened: o, archive, seal, witnessed, tokens, wording: w, translations };
}

// The times that the tokens state; their signatures are not checked here.
async function checkTokens(log) {
  const times = [];
  for (const t of log.tokens) times.push(await tokenTime(t, stampedBytes(log.head)));
  return times;
}

async function checkTranslations(p, o, trust) {
  const s = "wording";
  const of = toB64url(await sha256(utf8.encode(o.disclosed.join("~"))));
  const found = [];
  for (const t of p.translations) {
    need(t.of === of, s, "a translation is of other words");
    const body = utf8.encode(`onrecord/translation/v1\n${JSON.stringify([t.of, t.lang, t.by, t.text])}`);
    const key = await vkey(t.key);
    const good = await ed25519(key.key, body, b64(t.sig, s, "sig", 64));
    need(good, s, "the signature of a translation is wrong");
    const pinned = trust.desks.some((k) => k.text === t.key) ? "pinned" : "unknown";
    found.push({ lang: t.lang, by: t.by, text: t.text, key: pinned });
  }
  return found;
}

function utcOf(seconds) {
  if (seconds > 253402300799n) return `second ${seconds} since 1970`;
  return new Date(Number(seconds) * 1000).toISOString().replace(".000Z", "Z");
}

// The sealed words opened, a mark where segments are closed.
function sealedWords(c) {
  let [out, closed] = ["", false];
  for (const part of c.opened.parts) {
    out += part !== null ? part : closed ? "" : "[\u2026]";
    closed = part === null;
  }
  return out;
}

function dated(values) {
  if (values.get("time")) return `a message, dated ${values.get("time").sent} in the export`;
  if (values.get("day")) return `a message, dated ${values.get("day")} in the export`;
  if (values.has("time")) return "a message to which the export gives no date";
  return "a message whose date is not shown";
}

function readsAs(c) {
  const { cls } = c.wording;
  if (cls === "RAW") return "holds bytes that are not valid text, here in base64";
  const how = cls === "RESPELLED" ? "in another spelling" : "word for word";
  return c.opened.attr.forwarded ? `carries forwarded words that read, ${how}` : `reads, ${how}`;
}

function sinceWhen(c) {
  const desk = c.proof.head.origin;
  if (!c.witnessed.length) return `At a time only the desk itself claims, ${desk} sealed`;
  const { time, name } = c.witnessed[0];
  return `No later than ${utcOf(time)} (witness ${name}), ${desk} had sealed`;
}

// Two names give times over a day apart, and none bears the earliest out.
function disputed(seen) {
  const others = seen.filter((w) => w.name !== seen[0].name).map((w) => w.time - seen[0].time);
  if (!others.length || others.some((apart) => apart <= 86400n)) return [];
  const told = seen.map((w) => `${utcOf(w.time)} (${w.name})`).join(", ");
  return [`The times given for this head are disputed: ${told}.`];
}

function sentenceParts(c) {
  const values = c.opened.values;
  const before = `${sinceWhen(c)} ${dated(values)}, that ${readsAs(c)}: `;
  const after = [];
  const member =
    values.get("alias") && c.proof.speaker !== null
      ? "It is attributed there to the same member as the other quotations " +
        `marked ${c.proof.speaker} in this story.`
      : null;
  if (c.opened.attr.edited) after.push("It was edited; its earlier wording is unknown.");
  after.push(...disputed(c.witnessed));
  return { before, words: sealedWords(c), member, after };
}

function sentence(c) {
  const { before, words, member, after } = sentenceParts(c);
  return [`${before}\xab${words}\xbb`, ...(member ? [member] : []), ...after].join(" ");
}

function segmentsLine(c) {
  const [n, m] = [c.opened.parts.length, c.opened.disclosed.length];
  return n === m ? `All ${n} sealed segments are shown` : `${m} of ${n} sealed segments are shown`;
}

function asObject(c) {
  const opened = {};
  for (const [name, value] of c.opened.values)
    if (name !== "text" && name !== "plain") opened[name] = value;
  return {
    result: "ok",
    class: c.wording.cls,
    remarks: c.wording.remarks,
    folds: c.wording.folds,
    sealed: sealedWords(c),
    shown: c.proof.shown,
    speaker: c.proof.speaker,
    story: c.proof.story,
    segments: segmentsLine(c),
    left_out: c.wording.leftOut,
    inserted: c.wording.inserted,
    opened,
    seal: Object.fromEntries(c.seal),
    desk: c.proof.head.origin,
    archive: c.archive,
    witnesses: c.witnessed.map((w) => ({ name: w.name, time: utcOf(w.time) })),
    tokens: c.tokens.map((t) => ({ claims: t, signature: "not checked here" })),
    translations: c.translations,
    sentence: sentence(c),
    limits: LIMITS,
  };
}
