// Section 18: what two archives of one chat show together.

const COMPARED = ['{"onrecord":"changed/1",', '{"onrecord":"missing/1",'];
const CHANGED = "In one archive the message reads the one, in the other the other; nothing shows why.";
const MISSING =
  "The second export lacks the message. Deleted, timed out, left and joined again, " +
  "or a doctored export: they all look alike.";

function isComparison(bytes) {
  return COMPARED.includes(latin1(bytes.subarray(0, COMPARED[0].length)));
}

// Adds the proofs' results to the list; the sentence.
async function checkComparison(bytes, trust, results) {
  const s = "comparison";
  need(bytes.length <= 524288 && bytes[bytes.length - 1] === 10, "form", "the file's size or end");
  const doc = parse(bytes.subarray(0, -1), "form", "the file");
  need(isObject(doc, ["onrecord", "before", "after"]), "form", "not a comparison");
  const changed = doc.onrecord === "changed/1";
  for (const part of changed ? [doc.before, doc.after] : [doc.before]) {
    try {
      results.push(await checkProof(utf8.encode(`${JSON.stringify(part)}\n`), trust));
    } catch (e) {
      if (e instanceof Refused) results.push(e);
      throw e;
    }
  }
  const [one, other] = results;
  if (!changed) {
    await checkMissing(one, doc.after, trust);
    return MISSING;
  }
  need(same(one.proof.k, other.proof.k), s, "the two are not of one message");
  need(one.archive !== other.archive, s, "the two are of one archive");
  return CHANGED;
}

// The later archive has neighbouring leaves between which the message would stand.
async function checkMissing(before, after, trust) {
  const s = "comparison";
  const keys = ["left", "right", "tlog_proof", "opened", "tst"];
  need(isObject(after, keys), "form", "what comes after is not as required");
  const [left, right] = [after.left, after.right].map(neighbour);
  const log = await readLogged(after);
  const seal = checkSeal(log);
  for (const leaf of [left, right]) if (leaf) await checkPath(leaf.payload, leaf.index, leaf.path, seal);
  await checkEntry(log);
  await checkHead(log.head, trust);
  await checkTokens(log);
  need(seal.values.get("same_chat") === before.archive, s, "not said to be of one chat");
  need(seal.archive !== before.archive, s, "the two are of one archive");
  need(left || right, s, "no neighbour is shown");
  const next = (left ? left.index : -1n) + 1n === (right ? right.index : seal.size);
  need(next, s, "the neighbours are not next to each other");
  const k = hex(before.proof.k);
  need(!left || hex(left.k) < k, s, "the message does not stand after the left one");
  need(!right || k < hex(right.k), s, "the message does not stand before the right one");
}

const EXTENDS = '{"onrecord":"extends/1",';
const KEPT = "The later head holds every entry of the earlier one, in its order: nothing was taken out.";

function isExtends(bytes) {
  return latin1(bytes.subarray(0, EXTENDS.length)) === EXTENDS;
}

// One head of a desk's log extends another; the sentence.
async function checkExtends(bytes, trust) {
  const s = "comparison";
  need(bytes.length <= 262144 && bytes[bytes.length - 1] === 10, "form", "the file's size or end");
  const doc = parse(bytes.subarray(0, -1), "form", "the file");
  need(isObject(doc, ["onrecord", "before", "after", "path"]), "form", "not as required");
  need(isText(doc.before) && isText(doc.after), "form", "a head is not a string");
  const [before, after] = [readHead(doc.before), readHead(doc.after)];
  const path = hashList(doc.path, "the path");
  for (const head of [before, after]) await checkHead(head, trust);
  need(before.origin === after.origin, s, "the two heads are of different desks");
  need(await extended(before, after, path), s, "the later head does not extend the earlier");
  return KEPT;
}

// RFC 9162 section 2.1.4.2: the tree of the new head begins with that of the old one.
async function extended(old, now, path) {
  if (old.size <= 0n || old.size > now.size) return false;
  if (old.size === now.size) return !path.length && same(old.root, now.root);
  const nodes = (old.size & (old.size - 1n)) === 0n ? [old.root, ...path] : path;
  let [at, last] = [old.size - 1n, now.size - 1n];
  const up = () => ([at, last] = [at >> 1n, last >> 1n]);
  while (at & 1n) up();
  if (!nodes.length) return false;
  let [a, b] = [nodes[0], nodes[0]];
  for (const node of nodes.slice(1)) {
    if (last === 0n) return false;
    if (at & 1n || at === last) {
      [a, b] = [await sha256(join(NODE_PREFIX, node, a)), await sha256(join(NODE_PREFIX, node, b))];
      while (at && !(at & 1n)) up();
    } else b = await sha256(join(NODE_PREFIX, b, node));
    up();
  }
  return last === 0n && same(a, old.root) && same(b, now.root);
}

function neighbour(value) {
  if (value === null) return null;
  need(isObject(value, ["index", "payload", "path"]), "form", "a neighbouring leaf");
  const index = decimal(value.index, "form", "the index of a neighbour");
  const payload = b64url(value.payload, "form", "the payload of a neighbour");
  const { k } = readLeaf(payload);
  return { index, payload, k, path: hashList(value.path, "the path of a neighbour") };
}
