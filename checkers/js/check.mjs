// The core of the checker page, run in node: check.mjs --key VKEY [--policy FILE] FILE…
// or --batch: reads {"name","keys","policy","files"} as JSON lines (bytes in base64), answers in kind.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

const read = (name) => readFileSync(new URL(name, import.meta.url), "utf8");
const parts = JSON.parse(read("parts.json"));
const core = new Function(
  parts.core.map(read).join("\n") +
    "\nreturn { checkFiles, report, newTrust, addDesk, readPolicy, Misuse, rooted, ed25519, ed25519ByHand, ed25519Settings, classify, unicodeVersion };",
)();

async function check(keys, policy, files) {
  const trust = core.newTrust();
  try {
    for (const key of keys) await core.addDesk(trust, key);
    if (policy !== null) await core.readPolicy(policy, trust);
    if (!trust.desks.length) throw new core.Misuse("no desk key");
  } catch (e) {
    if (!(e instanceof core.Misuse)) throw e;
    return { rows: [], summary: { result: "misuse", why: e.message } };
  }
  return core.report(await core.checkFiles(files, trust), trust);
}

const bytes = (b64) => new Uint8Array(Buffer.from(b64, "base64"));

async function batch() {
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const q = JSON.parse(line);
    let answer;
    if (q.ed25519) {
      const [key, message, signature] = q.ed25519.map(bytes);
      const verify = q.byHand ? core.ed25519ByHand : core.ed25519;
      answer = { holds: await verify(key, message, signature) };
    } else if (q.rooted) {
      const [leaf, index, size, path] = q.rooted;
      const root = await core.rooted(bytes(leaf), BigInt(index), BigInt(size), path.map(bytes));
      answer = { root: root && Buffer.from(root).toString("base64") };
    } else if (q.classify) answer = core.classify(...q.classify);
    else {
      core.ed25519Settings.byHand = Boolean(q.byHand);
      answer = await check(q.keys, q.policy === null ? null : bytes(q.policy), q.files.map(bytes));
    }
    process.stdout.write(JSON.stringify(answer) + "\n");
  }
}

async function command(args) {
  const [keys, files] = [[], []];
  let policy = null;
  for (let i = 0; i < args.length; i++) {
    if (args[i] === "--key") keys.push(args[++i]);
    else if (args[i] === "--policy") policy = new Uint8Array(readFileSync(args[++i]));
    else files.push(new Uint8Array(readFileSync(args[i])));
  }
  const { rows, summary } = await check(keys, policy, files);
  for (const row of rows) console.log(JSON.stringify(row));
  if (summary.result !== "misuse") summary.unicode = core.unicodeVersion();
  console.log(JSON.stringify({ summary }));
  return { ok: 0, refused: 70, misuse: 2 }[summary.result];
}

if (process.argv[2] === "--batch") await batch();
else process.exitCode = await command(process.argv.slice(2));
