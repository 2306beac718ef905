// The wiring of the page: keys, files, drag and drop.

function startPage() {
  const byId = (id) => document.getElementById(id);
  const [key, note, results, drop] = ["key", "trust-note", "results", "drop"].map(byId);
  let policy = null;
  let files = [];
  let [asked, handed] = [0, 0];

  async function trusted() {
    const trust = newTrust();
    for (const line of key.value.split("\n")) if (line.trim()) await addDesk(trust, line.trim());
    if (policy) await readPolicy(policy, trust);
    return trust;
  }

  function say(text, bad) {
    note.textContent = text;
    note.className = bad ? "note bad" : "note";
  }

  // Only what was asked last is answered: a check of the key or file before may end later.
  async function run() {
    const mine = ++asked;
    let trust;
    try {
      trust = await trusted();
    } catch (e) {
      if (!(e instanceof Misuse)) throw e;
      if (mine !== asked) return;
      say(`This key or policy cannot be read: ${e.message}.`, true);
      results.replaceChildren();
      return;
    }
    if (mine !== asked) return;
    const pinned = trust.desks.length;
    if (pinned) say(`${pinned} desk key${pinned > 1 ? "s" : ""}, ${trust.witnesses.size} witnesses.`, false);
    else say("", false);
    if (!files.length) return;
    if (!pinned) {
      say("Give the desk’s key first. Take it from a place other than the story.", true);
      results.replaceChildren();
      key.focus();
      return;
    }
    const found = await checkFiles(files, trust);
    if (mine === asked) showResults(results, found, trust);
  }

  async function take(list) {
    const mine = ++handed;
    const read = await Promise.all(Array.from(list, async (f) => new Uint8Array(await f.arrayBuffer())));
    if (mine !== handed) return;
    files = read;
    await run();
  }

  async function takeTrust(file) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const text = latin1(bytes);
    if (/^[ \t]*quorum[ \t]/m.test(text)) policy = bytes;
    else key.value = `${key.value}\n${text}`.trim();
    await run();
  }

  key.addEventListener("input", run);
  byId("file").addEventListener("change", (e) => take(e.target.files));
  byId("trust-file").addEventListener("change", (e) => e.target.files[0] && takeTrust(e.target.files[0]));
  for (const kind of ["dragenter", "dragover"])
    drop.addEventListener(kind, (e) => {
      e.preventDefault();
      drop.classList.add("over");
    });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  for (const kind of ["dragover", "drop"]) document.addEventListener(kind, (e) => e.preventDefault());
  drop.addEventListener("drop", (e) => {
    drop.classList.remove("over");
    take(e.dataTransfer.files);
  });
}

if (typeof document !== "undefined") startPage();
