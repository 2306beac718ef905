// Step 0: size, JSON, keys, every grammar, canonical base64, all limits (section 12).

const DIGEST = "[A-Za-z0-9_-]{43}";
const IDENT = "[A-Za-z0-9_-]{22}";
const LEAF = new RegExp(
  `^\\{"_sd":\\["${DIGEST}"(?:,"${DIGEST}"){13}\\],"_sd_alg":"sha-256","k":"${IDENT}","t":"msg"\\}$`,
);
const ENTRY = new RegExp(
  `^\\{"_sd":\\["${DIGEST}"(?:,"${DIGEST}"){9}\\],"_sd_alg":"sha-256","archive":"(${IDENT})",` +
    `"root":"(${DIGEST})","size":([1-9][0-9]{0,15}),"k_basis":"(?:platform-id|content|mixed)",` +
    `"t":"(?:seal|reseal)","v":1\\}$`,
);
const PROOF_KEYS = ["onrecord", "quote", "sd_jwt", "archive", "tlog_proof", "opened", "tst", "translations"];
const MAX_PROOF = 262144;

async function readProof(bytes) {
  const s = "form";
  need(bytes.length <= MAX_PROOF, s, "the file is too large");
  need(bytes[bytes.length - 1] === 10, s, "the file does not end with one line end");
  const doc = parse(bytes.subarray(0, -1), s, "the file");
  need(isObject(doc, PROOF_KEYS) && doc.onrecord === "proof/1", s, "not a proof/1");
  const { quote, archive } = doc;
  need(isObject(quote, ["shown", "speaker", "story"]) && isText(quote.shown), s, "quote");
  for (const name of ["speaker", "story"])
    need(quote[name] === null || isText(quote[name]), s, `quote.${name}`);
  need(isObject(archive, ["index", "path"]), s, "archive");
  const jwt = await readJwt(doc.sd_jwt);
  const index = decimal(archive.index, s, "archive.index");
  const path = hashList(archive.path, "archive.path");
  const log = await readLogged(doc);
  const translations = await readTranslations(doc.translations);
  return { ...quote, ...jwt, index, path, ...log, translations };
}

// A seal entry, its place in the log, the head, what of it is opened, its time stamps.
async function readLogged(doc) {
  const log = readTlog(doc.tlog_proof);
  need(isList(doc.opened) && doc.opened.length <= 10, "form", "opened is no short list");
  const opened = [];
  for (const d of doc.opened) {
    const json = b64url(d, "form", "an opened disclosure");
    opened.push({ digest: toB64url(await sha256(utf8.encode(d))), json });
  }
  return { ...log, opened, tokens: readTokens(doc.tst) };
}

function hashList(value, what) {
  need(isList(value) && value.length <= 64, "form", `${what} is no list of hashes`);
  return value.map((v) => b64(v, "form", `a hash of ${what}`, 32));
}

function readTokens(value) {
  need(isList(value) && value.length <= 8, "form", "tst is not a short list");
  const tokens = value.map((v) => b64(v, "form", "a token"));
  need(tokens.every((t) => t.length <= 16384), "form", "a token is too large");
  return tokens;
}

async function readTranslations(value) {
  const s = "form";
  need(isList(value) && value.length <= 8, s, "translations is not a short list");
  for (const t of value) {
    need(isObject(t, ["of", "lang", "by", "text", "key", "sig"]), s, "a translation");
    need(Object.values(t).every(isText), s, "a translation holds more than strings");
    b64url(t.of, s, "of of a translation", 32);
    b64(t.sig, s, "sig of a translation", 64);
    let type = 0;
    try {
      type = (await vkey(t.key)).type;
    } catch (e) {
      if (!(e instanceof Misuse)) throw e;
    }
    need(type === 1, s, "key of a translation");
  }
  return value;
}

async function readJwt(text) {
  const s = "form";
  need(isText(text) && text.endsWith("~"), s, "sd_jwt does not end with ~");
  const [first, ...strings] = text.slice(0, -1).split("~");
  const parts = first.split(".");
  need(parts.length === 3 && strings.length <= 2048, s, "sd_jwt has a wrong number of parts");
  const header = parse(b64url(parts[0], s, "the header"), s, "the header");
  const fixed = isObject(header, ["alg", "kid", "typ"]) && header.alg === "EdDSA";
  need(fixed && header.typ === "onrecord+sd-jwt", s, "the header");
  const kid = isText(header.kid) && new RegExp(`^(${NAME})\\+([0-9a-f]{8})$`).exec(header.kid);
  need(kid, s, "kid of the header");
  const payload = b64url(parts[1], s, "the payload");
  const { sd, k } = readLeaf(payload);
  const disclosures = [];
  for (const string of strings) {
    const json = b64url(string, s, "a disclosure");
    disclosures.push({ string, digest: toB64url(await sha256(utf8.encode(string))), json });
  }
  const signature = b64url(parts[2], s, "the signature", 64);
  const signed = utf8.encode(`${parts[0]}.${parts[1]}`);
  return { kidName: kid[1], kidId: kid[2], payload, sd, k, disclosures, signature, signed };
}

// The digests and the sorting key of a leaf's payload.
function readLeaf(payload) {
  const s = "form";
  need(LEAF.test(latin1(payload)), s, "the payload is not a leaf");
  const leaf = JSON.parse(latin1(payload));
  for (const d of leaf._sd) b64url(d, s, "a digest of the payload", 32);
  const k = b64url(leaf.k, s, "k of the payload", 16);
  need(ascending(leaf._sd), s, "the digests of the payload are not ascending");
  return { sd: leaf._sd, k };
}

function ascending(strings) {
  return strings.every((x, i) => i === 0 || strings[i - 1] < x);
}

function readTlog(text) {
  const s = "form";
  need(isText(text), s, "tlog_proof is not a string");
  const cut = text.indexOf("\n\n");
  need(cut >= 0, s, "tlog_proof holds no head");
  const lines = text.slice(0, cut).split("\n");
  need(lines.length >= 3 && lines[0] === "c2sp.org/tlog-proof@v1", s, "tlog_proof: first line");
  need(lines[1].startsWith("extra "), s, "tlog_proof: no extra line");
  need(lines[2].startsWith("index "), s, "tlog_proof: no index line");
  const entry = b64(lines[1].slice(6), s, "the entry");
  const entryIndex = decimal(lines[2].slice(6), s, "the index of the entry");
  const entryPath = hashList(lines.slice(3), "the path in the log");
  return { entry, entryIndex, entryPath, head: readHead(text.slice(cut + 2)) };
}

function readHead(text) {
  const s = "form";
  const cut = text.indexOf("\n\n");
  const lines = cut < 0 ? [] : text.slice(0, cut).split("\n");
  need(lines.length === 3, s, "the head has not three lines and an empty one");
  need(new RegExp(`^${NAME}$`).test(lines[0]), s, "the origin of the head");
  const size = decimal(lines[1], s, "the size of the head");
  const root = b64(lines[2], s, "the root", 32);
  need(text.endsWith("\n"), s, "the head does not end with a line end");
  const rows = text.slice(cut + 2, -1).split("\n");
  need(rows.length <= 32, s, "the head has too many signatures");
  const signatures = rows.map((row) => {
    const match = new RegExp(`^\u2014 (${NAME}) ([A-Za-z0-9+/=]+)$`).exec(row);
    need(match, s, "a signature line of the head");
    const data = b64(match[2], s, "a signature of the head");
    need(data.length > 4, s, "a signature of the head is too short");
    return { row, name: match[1], id: data.subarray(0, 4), data: data.subarray(4) };
  });
  return { text: text.slice(0, cut + 1), origin: lines[0], size, root, signatures };
}
