// What a reader sees. Data reaches the page as text nodes only, never as markup.

const CLASS_WORDS = {
  EXACT: "Word for word, the whole message",
  VERBATIM: "Word for word",
  ELIDED: "Words left out at the marks",
  BRACKETED: "Words in brackets are the desk’s",
  RESPELLED: "The same words in another spelling",
  RAW: "Not valid text: shown, never word for word",
};
const STEP_WORDS = {
  form: "The file is not a well-formed proof",
  openings: "What is opened does not belong to the sealed message",
  leaf: "The message does not stand in the sealed archive",
  entry: "The archive does not stand in the desk’s log",
  head: "The head of the log is not signed as it must be",
  time: "A time stamp belongs to something else",
  wording: "This wording is not in the sealed message",
  page: "The page does not match its proofs",
  comparison: "The two archives do not show what the file says",
  bundle: "The speakers’ labels contradict each other",
};
const RTL = /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}]/gu;

function el(name, className = "", ...children) {
  const node = document.createElement(name);
  if (className) node.className = className;
  for (const c of children) if (c !== null) node.append(c);
  return node;
}

function isRtl(text) {
  const rtl = (text.match(RTL) || []).length;
  return rtl > (text.match(/\p{L}/gu) || []).length / 2;
}

// Text with overrides and control characters shown instead of obeyed.
function visibleInto(node, text) {
  for (const piece of text.split(/([\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e])/u)) {
    if (!piece) continue;
    const odd = /^[\x00-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e]$/u.test(piece);
    const name = odd && piece.codePointAt(0).toString(16).toUpperCase().padStart(4, "0");
    node.append(odd ? el("span", "code", `[U+${name}]`) : piece);
  }
  return node;
}

function directed(node, text) {
  const rtl = isRtl(text);
  node.dir = rtl ? "rtl" : "ltr";
  if (rtl && /\p{Script=Arabic}/u.test(text)) node.classList.add("arabic");
  return node;
}

function isolated(text) {
  return visibleInto(directed(el("bdi"), text), text);
}

// The opened words, with a mark for each run of closed segments.
function sealedInto(node, parts) {
  directed(node, parts.filter((p) => p !== null).join(""));
  for (let i = 0; i < parts.length; i++) {
    if (parts[i] !== null) {
      visibleInto(node, parts[i]);
      continue;
    }
    const from = i;
    while (i + 1 < parts.length && parts[i + 1] === null) i += 1;
    const n = i - from + 1;
    const words = n === 1 ? "1 sealed segment not shown" : `${n} sealed segments not shown`;
    const mark = el("bdi", "closed", words);
    mark.dir = "ltr";
    node.append(mark, " ");
  }
  return node;
}

function row(name, value) {
  const head = el("th", "", name);
  head.scope = "row";
  return el("tr", "", head, el("td", "", value instanceof Node ? value : isolated(value)));
}

function table(caption, rows) {
  return rows.length ? el("table", "", el("caption", "", caption), el("tbody", "", ...rows)) : null;
}

function asWords(value) {
  if (value === null) return "none";
  return isText(value) ? value : JSON.stringify(value);
}

function flagLines(c) {
  const { attr } = c.opened;
  const lines = [];
  if (attr.kind === "service") lines.push("It is a message of the platform, not of a member.");
  if (attr.forwarded) lines.push("It was forwarded: these are not the member’s own words.");
  if (attr.via_bot) lines.push("It was sent through a bot.");
  if (attr.quoted_reply) lines.push("It also quotes another message; those words are not the sender’s.");
  return lines.map((line) => el("p", "", line));
}

function wordingLines(c) {
  const w = c.wording;
  const lines = [];
  if (w.remarks.length) lines.push(el("p", "", `As printed: ${w.remarks.join(", ")}.`));
  if (w.folds.length) lines.push(el("p", "", `Differs from the sealed words only in: ${w.folds.join(", ")}.`));
  for (const words of w.leftOut)
    lines.push(el("p", "", "Left out at a mark: ", words ? isolated(words) : "nothing", "."));
  for (const [ours, words] of w.inserted) {
    const mark = visibleInto(el("bdi", "ours"), ours);
    lines.push(el("p", "", "The desk’s own words ", mark, " stand for: ", words ? isolated(words) : "nothing", "."));
  }
  return lines;
}

// Whether another quotation of this file bears the same label in the same story.
function labelShared(c, results) {
  const { story, speaker } = c.proof;
  const alike = (o) => !(o instanceof Refused) && o.proof.story === story && o.proof.speaker === speaker;
  return results.some((o) => o !== c && alike(o));
}

// The marks stand inside of the words' own direction, so that they open where one begins to read.
function sentenceLine(c, shared) {
  const { before, words, member, after } = sentenceParts(c);
  const rest = [...(shared && member ? [member] : []), ...after].join(" ");
  const quoted = visibleInto(directed(el("bdi", "said"), words), `\xab${words}\xbb`);
  const line = el("p", "sentence", before, quoted);
  return rest ? el("div", "", line, el("p", "sentence", isolated(rest))) : line;
}

function saveButton(label, name, bytes) {
  const button = el("button", "button", label);
  button.type = "button";
  button.addEventListener("click", () => {
    const link = el("a");
    link.href = URL.createObjectURL(new Blob([bytes], { type: "application/octet-stream" }));
    link.download = name;
    link.click();
    URL.revokeObjectURL(link.href);
  });
  return button;
}

function stampLines(c) {
  if (!c.tokens.length) return null;
  const box = el("div", "stamps", el("h3", "", "Time stamps: not checked here"));
  c.tokens.forEach((when, i) => {
    const name = `token-${i}.der`;
    box.append(
      el("p", "", `A time stamp over the signed head of the desk’s log says ${when}. Save both files and run, where they lie:`),
      el("pre", "", `openssl ts -verify -data head -in ${name} -token_in -CAfile tsa.pem -untrusted tsa.pem -partial_chain`),
      el("div", "row", saveButton("Save head", "head", stampedBytes(c.proof.head)),
        saveButton(`Save ${name}`, name, c.proof.tokens[i])),
    );
  });
  box.append(
    el("dl", "", ...[
      ["head", "what was stamped: the head of the desk’s log that this proof leads to."],
      ["token-….der", "the stamp itself, as the authority signed it."],
      ["tsa.pem", "the certificate that the authority signs stamps with. Take it from the authority, never from a story."],
    ].flatMap(([file, is]) => [el("dt", "", el("code", "", file)), el("dd", "", is)])),
    el("p", "note", "“Verification: OK” means: the authority saw this head at that time."),
  );
  return box;
}

function translationLines(c) {
  if (!c.translations.length) return null;
  const box = el("div", "", el("h3", "", "Translations: signed statements, never word for word"));
  for (const t of c.translations) {
    const quote = visibleInto(directed(el("blockquote", "printed"), t.text), t.text);
    const by = el("p", "note", "By ", isolated(t.by), `, ${t.key === "pinned" ? "the desk’s key" : "a key unknown here"}.`);
    box.append(quote, by);
  }
  return box;
}

function openedTable(c) {
  const rows = [];
  for (const [name, value] of c.opened.values)
    if (!["text", "plain", "attr"].includes(name)) rows.push(row(name, asWords(value)));
  for (const [name, value] of c.seal) rows.push(row(`seal: ${name}`, asWords(value)));
  for (const w of c.witnessed) rows.push(row("witness", `${w.name}, ${utcOf(w.time)}`));
  rows.push(row("archive", c.archive), row("log entry", String(c.proof.entryIndex)));
  return el("details", "", el("summary", "", "What else is opened"), table("Opened with this proof", rows));
}

function showProof(c, number, results) {
  const heading = el("h2", "class", el("span", "ring"), `${number + 1}. ${CLASS_WORDS[c.wording.cls]} (${c.wording.cls})`);
  const printed = visibleInto(directed(el("blockquote", "printed"), c.proof.shown), c.proof.shown);
  return el("article", "", heading,
    el("h3", "", "Sealed words"), sealedInto(el("blockquote", "sealed"), c.opened.parts),
    el("h3", "", "As the story prints it"), printed,
    sentenceLine(c, labelShared(c, results)), ...flagLines(c), ...wordingLines(c), el("p", "", `${segmentsLine(c)}.`),
    el("p", "limits", LIMITS), translationLines(c), stampLines(c), openedTable(c));
}

function showRefusal(r, number) {
  const heading = el("h2", "class", el("span", "ring"), `${number + 1}. Refused: ${STEP_WORDS[r.step]}`);
  return el("article", "bad", heading, el("p", "", `Step “${r.step}”: `, isolated(r.why), "."));
}

function showResults(box, { results, refused, unmarked, comparison }, trust) {
  box.replaceChildren();
  const bad = results.filter((r) => r instanceof Refused).length;
  const n = results.length;
  if (refused && !results.includes(refused))
    box.append(el("p", "verdict bad", `Refused: ${STEP_WORDS[refused.step]}. `, isolated(refused.why)));
  else if (bad) box.append(el("p", "verdict bad", `${bad} of ${n} quotations are refused.`));
  else if (comparison) box.append(el("p", "verdict", comparison));
  else box.append(el("p", "verdict", n === 1 ? "The quotation holds." : `All ${n} quotations hold.`));
  for (const number of unmarked)
    box.append(el("p", "note", `No quotation of the page points to proof ${number + 1}.`));
  if (trust.stamps)
    box.append(el("p", "note", `The policy asks for ${trust.stamps} time stamps: not checked here.`));
  box.append(el("p", "note", `Letters are compared as Unicode ${unicodeVersion()} has them.`));
  results.forEach((r, i) => box.append(r instanceof Refused ? showRefusal(r, i) : showProof(r, i, results)));
}
