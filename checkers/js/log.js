// Steps 2 to 4: leaf under archive, entry under head, head by the desk (sections 8 to 11).

// The root that an RFC 6962 inclusion path leads to; null if its length is wrong.
async function rooted(leaf, index, size, path) {
  if (index < 0n || index >= size) return null;
  let [node, at, i, last] = [leaf, 0, index, size - 1n];
  for (; last > 0n; i >>= 1n, last >>= 1n) {
    const right = (i & 1n) === 1n;
    if (!right && i >= last) continue;
    if (at === path.length) return null;
    const other = path[at++];
    node = await sha256(right ? join(NODE_PREFIX, other, node) : join(NODE_PREFIX, node, other));
  }
  return at === path.length ? node : null;
}

const SEAL_VALUES = new Map([
  ...["case", "bag", "notes", "beacon"].map((n) => [n, isText]),
  ["manifest", isHex],
  ["parser", isParser],
  ["count", isCount],
  ["range", isRange],
  ["claimed", like(/^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$/)],
  ["same_chat", (v) => isB64url(v, 16)],
]);

function isParser(v) {
  if (!isObject(v, ["name", "version", "sha256", "slices"]) || !isHex(v.sha256)) return false;
  return isText(v.name) && isText(v.version) && ["yes", "no"].includes(v.slices);
}

function isRange(v) {
  return isObject(v, ["first", "last"]) && Object.values(v).every(maybe(like(TIME)));
}

async function checkLeaf(p) {
  const seal = checkSeal(p);
  await checkPath(p.payload, p.index, p.path, seal);
  return seal;
}

async function checkPath(payload, index, path, seal) {
  const found = await rooted(await sha256(join(LEAF_PREFIX, payload)), index, seal.size, path);
  need(found, "leaf", "the path has a wrong length or the index is too large");
  need(same(found, seal.root), "leaf", "the leaf is not in the archive");
}

// What a seal entry states: the archive's id, root and size, and the opened values.
function checkSeal(p) {
  const s = "leaf";
  const match = ENTRY.exec(latin1(p.entry));
  need(match, s, "the entry is not a seal");
  const sd = JSON.parse(match[0].slice(0, match[0].indexOf("]") + 1) + "}")._sd;
  for (const digest of sd) b64url(digest, s, "a digest of the entry", 32);
  const root = b64url(match[2], s, "a digest of the entry", 32);
  b64url(match[1], s, "the archive's id", 16);
  need(ascending(sd), s, "the digests of the entry are not ascending");
  const size = BigInt(match[3]);
  need((size & (size - 1n)) === 0n && size <= 2n ** 53n, s, "the size is no power of two");
  const seal = new Map();
  for (const { digest, json } of p.opened) {
    const value = parse(json, s, "an opened disclosure of the entry");
    const shape = isList(value) && value.length === 3 && isB64url(value[0], 16) && isText(value[1]);
    need(shape, s, "a disclosure of the entry");
    need(sd.includes(digest) && SEAL_VALUES.has(value[1]), s, "a disclosure is not in the entry");
    need(!seal.has(value[1]), s, `${value[1]} is opened twice`);
    const good = value[2] === null || SEAL_VALUES.get(value[1])(value[2]);
    need(good, s, `${value[1]} of the entry has a wrong value`);
    seal.set(value[1], value[2]);
  }
  return { archive: match[1], root, size, values: seal };
}

async function checkEntry(p) {
  const leaf = await sha256(join(LEAF_PREFIX, p.entry));
  const found = await rooted(leaf, p.entryIndex, p.head.size, p.entryPath);
  need(found, "entry", "the path has a wrong length or the index is too large");
  need(same(found, p.head.root), "entry", "the entry is not in the log");
}

// The times and names of pinned witnesses, earliest first.
async function checkHead(head, trust) {
  const s = "head";
  const text = utf8.encode(head.text);
  const first = pinnedDesk(trust, head.signatures[0].name, head.signatures[0].id);
  need(trust.desks.some((k) => k.name === head.origin), s, "the head is of no pinned desk");
  need(first && first.name === head.origin, s, "the first signature is not the desk's");
  const times = [];
  const seen = new Set();
  for (const { name, id, data } of head.signatures) {
    const desk = pinnedDesk(trust, name, id);
    if (desk) need(await ed25519(desk.key, text, data), s, "a signature of the head is wrong");
    for (const [label, key] of trust.witnesses) {
      if (key.name !== name || !same(key.id, id)) continue;
      times.push({ time: await cosigned(key, text, data), name });
      seen.add(label);
    }
  }
  need(trust.quorum === "none" || quorumMet(trust, trust.quorum, seen), s, "the quorum is not met");
  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  return times.sort((a, b) => order(a.time, b.time) || order(a.name, b.name));
}

// The desk of the head signed this opening of the leaf.
async function checkOpening(p, trust) {
  const id = Uint8Array.from(p.kidId.match(/../g), (h) => parseInt(h, 16));
  const key = pinnedDesk(trust, p.kidName, id);
  need(key && key.name === p.head.origin, "head", "kid names no pinned key of the head's desk");
  const good = await ed25519(key.key, p.signed, p.signature);
  need(good, "head", "the desk's signature of the leaf is wrong");
}

async function cosigned(key, text, data) {
  const s = "head";
  const time = BigInt(`0x0${hex(data.subarray(0, 8))}`);
  need(data.length === 72 && time < 2n ** 63n, s, "a cosignature has a wrong form");
  const message = join(utf8.encode(`cosignature/v1\ntime ${time}\n`), text);
  need(await ed25519(key.key, message, data.subarray(8)), s, "a cosignature is wrong");
  return time;
}

function stampedBytes(head) {
  return utf8.encode(`${head.text}\n${head.signatures[0].row}\n`);
}
