// Mutants of the checker's JavaScript core: lists them, finds which case reaches which, tries one.
// Run as: node --expose-internals core.mjs; JSON lines in and out. First line in:
// {files: {name: text}, cases: [{name, question, wanted}]}; then {try: number, cases: [number…]}.
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { Session } from "node:inspector/promises";

const acorn = createRequire(import.meta.url)("internal/deps/acorn/acorn/dist/acorn");
const NAMES =
  "checkFiles, report, newTrust, addDesk, readPolicy, Misuse, ed25519, ed25519ByHand, ed25519Settings, classify";
const COMPARE = { "===": "!==", "!==": "===", "==": "!=", "!=": "==", "<": "<=", "<=": "<", ">": ">=", ">=": ">", in: "" };
const BINARY = { "+": "-", "-": "+", "*": "/", "/": "*", "%": "*", "<<": ">>", ">>": "<<", ">>>": "<<", "&": "|", "|": "&", "^": "&", "**": "*" };
const LOGIC = { "&&": "||", "||": "&&", "??": "&&" };

const FUNCTIONS = ["FunctionDeclaration", "FunctionExpression", "ArrowFunctionExpression"];

let source = "";
const starts = []; // [offset, file]
const told = new Map(); // function to its parameter `what`, which goes into the words of a refusal only

function* places(tree) {
  const around = [];
  let depth = 0; // 0 is what runs when the core is loaded
  function* walk(node, parent, key) {
    if (quiet(node, parent, key)) return;
    const named = node.type === "FunctionDeclaration" || node.type === "ClassDeclaration" || node.type === "MethodDefinition";
    if (named) around.push((node.id ?? node.key).name);
    if (FUNCTIONS.includes(node.type)) depth++;
    for (const [kind, at, end, text] of changes(node, parent, key)) yield { kind, at, end, text, node, around: around.join("."), loaded: depth === 0 };
    for (const k of Object.keys(node)) {
      const value = node[k];
      for (const child of Array.isArray(value) ? value : [value])
        if (child && typeof child.type === "string") yield* walk(child, node, k);
    }
    if (named) around.pop();
    if (FUNCTIONS.includes(node.type)) depth--;
  }
  for (const f of tree.body.filter((n) => n.type === "FunctionDeclaration"))
    told.set(f.id.name, f.params.findIndex((p) => p.name === "what"));
  yield* walk(tree, null, "");
}

// The words of a refusal or of a misuse are no behaviour: checkers may word them as they like.
function quiet(node, parent, key) {
  if (node.type === "ThrowStatement" || parent?.type === "ThrowStatement") return parent?.type === "ThrowStatement";
  const called = parent?.type === "CallExpression" && parent.callee.name;
  if (called === "need" && key === "arguments") return node === parent.arguments.at(-1);
  if (called && key === "arguments" && told.get(called) === parent.arguments.indexOf(node)) return node.type === "Literal";
  return node.type === "ExpressionStatement" && node.directive !== undefined;
}

function* changes(n, parent, key) {
  const raw = (x) => source.slice(x.start, x.end);
  const swap = (kind, table) => {
    const at = source.indexOf(n.operator, n.left.end);
    return [kind, at, at + n.operator.length, table[n.operator]];
  };
  if (n.type === "BinaryExpression" && COMPARE[n.operator]) yield swap("compare", COMPARE);
  else if (n.type === "BinaryExpression" && BINARY[n.operator]) yield swap("operator", BINARY);
  else if (n.type === "LogicalExpression") yield ["and/or", n.start, n.end, `((${raw(n.left)}) ${LOGIC[n.operator]} (${raw(n.right)}))`];
  else if (n.type === "UnaryExpression" && n.operator === "!") yield ["not", n.start, n.end, `Boolean(${raw(n.argument)})`];
  else if (n.type === "AssignmentExpression" && BINARY[n.operator.slice(0, -1)]) {
    const at = source.indexOf(n.operator, n.left.end);
    yield ["operator", at, at + n.operator.length, BINARY[n.operator.slice(0, -1)] + "="];
  } else if (n.type === "Literal") yield* literal(n, parent, key);
  else if (n.type === "TemplateElement" && n.value.raw) yield ["constant", n.end, n.end, "~"];
  else if (n.type === "ReturnStatement" && n.argument && !["null", "true", "false"].includes(raw(n.argument)))
    yield ["result", n.argument.start, n.argument.end, "null"];
  else if (n.type === "ArrowFunctionExpression" && n.expression) yield ["result", n.body.start, n.body.end, "null"];
  else if (["ExpressionStatement", "ThrowStatement", "BreakStatement", "ContinueStatement"].includes(n.type))
    yield ["left out", n.start, n.end, ";"];
  const test = ["IfStatement", "ConditionalExpression", "WhileStatement", "DoWhileStatement", "ForStatement"].includes(n.type) && n.test;
  if (test && !turned(test)) yield ["condition", test.start, test.end, `!(${raw(test)})`];
}

const turned = (t) =>
  (t.type === "BinaryExpression" && ["===", "!==", "==", "!="].includes(t.operator)) || (t.type === "UnaryExpression" && t.operator === "!");

function* literal(n, parent, key) {
  if (parent?.type === "Property" && key === "key" && !parent.computed) return;
  if (n.regex) yield ["constant", n.start, n.end, `/(?!)${n.regex.pattern}/${n.regex.flags}`];
  else if (typeof n.value === "bigint") yield ["constant", n.start, n.end, `${n.value + 1n}n`];
  else if (typeof n.value === "number") yield ["constant", n.start, n.end, String(n.value + 1)];
  else if (typeof n.value === "boolean") yield ["constant", n.start, n.end, String(!n.value)];
  else if (typeof n.value === "string") yield ["constant", n.start, n.end, JSON.stringify(n.value === "utf-8" ? "utf-16le" : n.value + "~")];
}

const built = (text) => new Function(text + `\nreturn { ${NAMES} };`)();
const bytes = (b64) => new Uint8Array(Buffer.from(b64, "base64"));

async function answered(core, q) {
  if (q.classify) return core.classify(...q.classify);
  if (q.ed25519) {
    const [key, message, signature] = q.ed25519.map(bytes);
    return { holds: await (q.byHand ? core.ed25519ByHand : core.ed25519)(key, message, signature) };
  }
  core.ed25519Settings.byHand = Boolean(q.byHand);
  const trust = core.newTrust();
  try {
    for (const key of q.keys) await core.addDesk(trust, key);
    if (q.policy !== null) await core.readPolicy(bytes(q.policy), trust);
    if (!trust.desks.length) throw new core.Misuse("no desk key");
  } catch (e) {
    if (!(e instanceof core.Misuse)) throw e;
    return { rows: [], summary: { result: "misuse", why: e.message } };
  }
  return core.report(await core.checkFiles(q.files.map(bytes), trust), trust);
}

// As canonical text, without the sentences that name a fault.
function plain(value) {
  if (Array.isArray(value)) return "[" + value.map(plain).join() + "]";
  if (value && typeof value === "object")
    return "{" + Object.keys(value).filter((k) => k !== "why" && value[k] !== undefined).sort().map((k) => JSON.stringify(k) + ":" + plain(value[k])).join() + "}";
  return typeof value === "bigint" ? `${value}n` : JSON.stringify(value) ?? "null";
}

// As tests/checkers/checkerbench.py takes them: without what the engine adds in its own words.
const FOREIGN = /( is not JSON[^:]*).*/;
const reasons = (a) => (a.rows ? [...a.rows, a.summary].filter((r) => "why" in r).map((r) => r.why.replace(FOREIGN, "$1")) : []);

async function same(core, c) {
  const answer = JSON.parse(JSON.stringify(await answered(core, c.question)));
  return plain(answer) === plain(c.wanted) && plain(reasons(answer)) === plain(c.reasons);
}

// V8's own count of blocks: the ranges of each case that ran.
async function reached(found, cases) {
  const session = new Session();
  session.connect();
  await session.post("Profiler.enable");
  await session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const text = source + `\nreturn { ${NAMES} };\n//# sourceURL=core-under-test`;
  const core = new Function(text)();
  const whole = new Function(text).toString(); // with the line that new Function puts before
  const before = whole.indexOf(source.slice(0, 60));
  const out = found.map(() => []);
  await session.post("Profiler.takePreciseCoverage");
  for (const [number, c] of cases.entries()) {
    if (!(await same(core, c))) throw new Error(`fails without any change: ${c.name}: ${plain(await answered(core, c.question))}`);
    const { result } = await session.post("Profiler.takePreciseCoverage");
    const script = result.find((r) => r.url === "core-under-test");
    const ranges = (script?.functions ?? []).flatMap((f) => f.ranges);
    const ran = new Uint8Array(source.length + before + 1);
    ranges.sort((a, b) => b.endOffset - b.startOffset - (a.endOffset - a.startOffset)); // outer before inner
    for (const r of ranges) ran.fill(r.count > 0 ? 1 : 0, r.startOffset, r.endOffset);
    found.forEach((p, i) => ran[p.at + before] && out[i].push(number));
  }
  session.disconnect();
  return out;
}

function described(p) {
  const short = source.slice(p.node.start, p.node.end).split("\n")[0].slice(0, 60);
  const [, file, from] = starts.findLast(([offset]) => offset <= p.node.start);
  const line = source.slice(0, p.node.start).split("\n").length - 1;
  return { loaded: p.loaded, name: `${file} ${p.around || "module"}: ${p.kind} \`${short}\``, line: source.split("\n")[line].trim() };
}

const lines = createInterface({ input: process.stdin, crlfDelay: Infinity })[Symbol.asyncIterator]();
const given = JSON.parse((await lines.next()).value);
for (const [name, text] of Object.entries(given.files)) {
  starts.push([source.length, name]);
  source += text + "\n";
}
const tree = acorn.parse(source, { ecmaVersion: "latest", allowReturnOutsideFunction: true, allowAwaitOutsideFunction: true });
const found = [...places(tree)];
const say = (value) => process.stdout.write(JSON.stringify(value) + "\n");
say(found.map(described));
for await (const line of { [Symbol.asyncIterator]: () => lines }) {
  const q = JSON.parse(line);
  if (q.reach) say(await reached(found, given.cases.slice(0, q.reach)));
  else {
    const p = found[q.try];
    let by = "";
    try {
      const core = built(source.slice(0, p.at) + p.text + source.slice(p.end));
      for (const number of q.cases) {
        const good = await same(core, given.cases[number]).catch(() => false);
        if (!good) {
          by = given.cases[number].name;
          break;
        }
        say("next");
      }
    } catch {
      by = "broke or hung";
    }
    say(by);
  }
}
