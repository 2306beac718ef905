// Keys and the policy: what the person who checks brings along (sections 2 and 19).

const NAME = "[!-*,-~]{1,128}";

async function vkey(text) {
  const first = isText(text) ? text.indexOf("+") : -1;
  const second = first < 0 ? -1 : text.indexOf("+", first + 1);
  if (second < 0 || !new RegExp(`^${NAME}$`).test(text.slice(0, first))) throw new Misuse("not a verifier key");
  const name = text.slice(0, first);
  let body;
  try {
    body = b64(text.slice(second + 1), "", "the key", 33);
  } catch (e) {
    throw new Misuse(e.message);
  }
  const id = (await sha256(join(utf8.encode(`${name}\n`), body))).subarray(0, 4);
  const type = body[0];
  const good = hex(id) === text.slice(first + 1, second) && (type === 1 || type === 4);
  if (!good || !decodePoint(body.subarray(1))) throw new Misuse("its key id or type is wrong");
  return { name, id, type, key: body.slice(1), text };
}

function newTrust() {
  return { desks: [], witnesses: new Map(), groups: new Map(), quorum: "none", authorities: [], stamps: 0 };
}

async function addDesk(trust, text) {
  const key = await vkey(text);
  if (key.type !== 1) throw new Misuse("a desk key has type 0x01");
  trust.desks.push(key);
}

function pinnedDesk(trust, name, id) {
  return trust.desks.find((k) => k.name === name && same(k.id, id)) || null;
}

// True if the cosigners seen fulfil the witness or group of this name.
function quorumMet(trust, name, seen) {
  if (!trust.groups.has(name)) return seen.has(name);
  const { least, members } = trust.groups.get(name);
  return members.filter((m) => quorumMet(trust, m, seen)).length >= least;
}

async function readPolicy(bytes, trust) {
  if (bytes.some((b) => (b < 32 && b !== 9 && b !== 10) || b === 127))
    throw new Misuse("the policy holds control characters");
  let quorums = 0;
  const lines = latin1(bytes).split("\n");
  for (let i = 0; i < lines.length; i++) {
    const words = lines[i].split(/[ \t]+/).filter((w) => w);
    if (!words.length || words[0].startsWith("#")) continue;
    try {
      quorums += await policyLine(words, trust);
    } catch (e) {
      throw new Misuse(`line ${i + 1} of the policy: ${e.message}`);
    }
  }
  if (quorums !== 1) throw new Misuse("a policy has exactly one quorum line");
}

async function policyLine(words, trust) {
  const [kind, ...rest] = words;
  const taken = (name) => trust.witnesses.has(name) || trust.groups.has(name);
  if (kind === "log" && (rest.length === 1 || rest.length === 2)) await addDesk(trust, rest[0]);
  else if (kind === "witness" && (rest.length === 2 || rest.length === 3)) {
    const key = await vkey(rest[1]);
    const twice = [...trust.witnesses.values()].some((k) => same(k.key, key.key));
    if (key.type !== 4 || twice || taken(rest[0]) || rest[0] === "none")
      throw new Misuse("a witness twice, or of a wrong type or name");
    trust.witnesses.set(rest[0], key);
  } else if (kind === "group" && rest.length > 2) policyGroup(rest, trust, taken);
  else if (kind === "quorum" && rest.length === 1 && (taken(rest[0]) || rest[0] === "none")) {
    trust.quorum = rest[0];
    return 1;
  } else if (kind === "tsa" && [4, 5].includes(rest.length) && ["qualified", "plain", "test"].includes(rest[1]))
    trust.authorities.push({ name: rest[0], kind: rest[1] });
  else if (kind === "stamps" && rest.length === 1 && /^[0-9]{1,3}$/.test(rest[0])) trust.stamps = Number(rest[0]);
  else throw new Misuse("not a policy line");
  return 0;
}

function policyGroup([name, how, ...members], trust, taken) {
  const used = new Set([...trust.groups.values()].flatMap((g) => g.members));
  const wrong = members.some((m) => !taken(m) || used.has(m));
  if (taken(name) || name === "none" || wrong || new Set(members).size !== members.length)
    throw new Misuse("a group of unknown or already used names");
  let least = how === "any" ? 1 : how === "all" ? members.length : 0;
  if (/^[1-9][0-9]{0,3}$/.test(how)) least = Number(how);
  if (least < 1 || least > members.length) throw new Misuse("a group needs 1 <= k <= n");
  trust.groups.set(name, { least, members });
}
