/* Dropping files and folders: each is sent as it is, one request a file, then the form goes. */
(() => {
  "use strict";
  const form = document.querySelector("form.adding");
  if (!form) return;
  const zone = form.querySelector("[data-drop]");
  const told = form.querySelector("[data-told]");
  const pick = form.querySelector('input[name="files"]');
  const folder = form.querySelector("[data-folder]");
  const csrf = form.querySelector('[name="csrf"]').value;
  let chosen = [];

  const size = (n) => {
    for (const unit of ["B", "kB", "MB", "GB"]) {
      if (n < 1000 || unit === "GB") return `${unit === "B" ? n : n.toFixed(1)} ${unit}`;
      n /= 1000;
    }
  };
  const say = (text) => { told.textContent = text; };
  const take = (list) => {
    chosen = list;
    const total = list.reduce((sum, one) => sum + one.file.size, 0);
    say(list.length ? `${list.length.toLocaleString("en")} ${list.length === 1 ? "file" : "files"}, ${size(total)}: ${list[0].path.split("/")[0]}` : "");
  };

  folder.hidden = false;
  folder.querySelector("input").addEventListener("change", (e) => {
    take([...e.target.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
  });
  pick.addEventListener("change", () => take([...pick.files].map((file) => ({ file, path: file.name }))));

  const walk = async (entry, path, found) => {
    if (entry.isFile) {
      const file = await new Promise((good, bad) => entry.file(good, bad));
      found.push({ file, path: path + entry.name });
      return;
    }
    const reader = entry.createReader();
    for (;;) {
      const part = await new Promise((good, bad) => reader.readEntries(good, bad));
      if (!part.length) return;
      for (const one of part) await walk(one, `${path}${entry.name}/`, found);
    }
  };
  for (const kind of ["dragenter", "dragover"]) {
    zone.addEventListener(kind, (e) => { e.preventDefault(); zone.classList.add("over"); });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", async (e) => {
    e.preventDefault();
    zone.classList.remove("over");
    const entries = [...e.dataTransfer.items].map((i) => i.webkitGetAsEntry?.()).filter(Boolean);
    const found = [];
    try {
      for (const entry of entries) await walk(entry, "", found);
      take(found);
    } catch (bad) {
      say(`This could not be read: ${bad.message}. Type where it lies instead.`);
    }
  });

  form.addEventListener("submit", async (e) => {
    if (!chosen.length || form.elements.dropped.value) return;
    e.preventDefault();
    const button = form.querySelector("button.main");
    button.disabled = true;
    const total = chosen.reduce((sum, one) => sum + one.file.size, 0);
    const began = performance.now();
    let done = 0;
    try {
      for (const { file, path } of chosen) {
        const answer = await fetch(`${form.dataset.incoming}?path=${encodeURIComponent(path)}`, {
          method: "PUT", body: file, headers: { "X-CSRF": csrf, "Content-Type": "application/octet-stream" },
        });
        if (!answer.ok) throw new Error(`${path} was refused (${answer.status})`);
        done += file.size;
        const rate = done / Math.max(1, performance.now() - began) * 1000;
        const left = Math.round((total - done) / Math.max(1, rate));
        say(`Handing in: ${size(done)} of ${size(total)}, ${size(rate)}/s, ${left} s left`);
      }
      form.elements.dropped.value = "yes";
      pick.value = "";
      pick.disabled = true;
      form.requestSubmit();
    } catch (bad) {
      button.disabled = false;
      say(`It did not arrive: ${bad.message}. Nothing was added. Try again, or type where it lies.`);
    }
  });
})();
