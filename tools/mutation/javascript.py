"""The bench of the JavaScript core: mutants by its syntax tree, in one warm node process.

Node's own parser (acorn, as it is built in) finds the places; V8's block coverage tells which
question reaches which. A mutant that does not answer in time ends the process: it was noticed.
"""

import hashlib
import json
import os
import selectors
import shutil
import subprocess
import time
from collections import Counter
from pathlib import Path
from typing import Any

from mutation import asked
from mutation.forked import BROKEN
from mutation.place import Seen

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "checkers" / "js"
SECONDS = 4.0
"""Of processor time, for one question: many times what one takes."""
NEXT = "next"
"""What node says when a question is answered as it must be."""
WAIT = 600.0
"""Seconds by the clock, far away: a mutant that waits for ever."""


class JavaScriptBench:
    """The core of the checker page: what parts.json names so."""

    name = "js"

    def __init__(self) -> None:
        parts = json.loads((CORE / "parts.json").read_text("utf-8"))["core"]
        self.files = {p: (CORE / p).read_text("utf-8") for p in parts}
        self.source = (
            "\n".join(self.files.values()) + (CORE / "../../tools/mutation/core.mjs").read_text()
        )
        plain = [*asked.conformance("javascript"), *asked.wordings(), *asked.signatures()]
        hand = [q for q in asked.by_hand(plain) if "classify" not in q.asked]
        self.questions = [*plain, *hand]
        self.plain = len(plain)
        self.kills: Counter[str] = Counter()
        self.prints = {q.name: q.print() for q in self.questions}
        self._start()
        self.reached: list[list[int]] = self._ask({"reach": self.plain}, 240)
        names: dict[str, int] = {}
        seen: Counter[str] = Counter()
        for number, place in enumerate(self.described):
            seen[place["name"]] += 1
            count = seen[place["name"]]
            names[place["name"] if count == 1 else f"{place['name']} #{count}"] = number
        self.numbers = names

    def names(self) -> list[str]:
        """Of all places."""
        return list(self.numbers)

    def lines(self) -> dict[str, str]:
        """The line of each place."""
        return {name: self.described[n]["line"] for name, n in self.numbers.items()}

    def watchers(self) -> str:
        """Of all questions."""
        return hashlib.sha256("".join(self.prints.values()).encode()).hexdigest()[:16]

    def watcher(self, by: str) -> str:
        """Of one question."""
        return self.prints.get(by, "")

    def tried(self, name: str) -> Seen | None:
        """Asks the questions that reach the place; by hand only what nothing else reaches."""
        number = self.numbers[name]
        loaded = self.described[number]["loaded"]
        who = list(range(self.plain)) if loaded else list(self.reached[number])
        if loaded or "ed25519" in name or "sha512" in name:
            who += range(self.plain, len(self.questions))
        who.sort(key=lambda q: (-self.kills[self.questions[q].name], q))
        by = self._ask({"try": number, "cases": who}, SECONDS) if who else ""
        self.kills[by] += 1
        return Seen(by)

    def close(self) -> None:
        """Ends node."""
        self.node.kill()
        self.node.wait()

    def _start(self) -> None:
        node = shutil.which("node")
        if node is None:
            raise SystemExit("js: needs node on PATH")
        self.node = subprocess.Popen(
            [
                node,
                "--expose-internals",
                "--no-warnings",
                str(Path(__file__).with_name("core.mjs")),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        if self.node.stdout is None:
            raise RuntimeError("no pipe from node")
        self.told, self.read = self.node.stdout.fileno(), b""
        cases = [
            {"name": q.name, "question": q.asked, "wanted": q.wanted, "reasons": q.reasons}
            for q in self.questions
        ]
        self.described = self._ask({"files": self.files, "cases": cases}, 60)
        if self.described == BROKEN:
            raise SystemExit("js: the core cannot be read")

    def _line(self, seconds: float) -> bytes:
        """The next line; empty where node ended, spent that much on it, or the clock ran far on."""
        until, most = time.monotonic() + WAIT, self._spent() + seconds
        with selectors.DefaultSelector() as ready:
            ready.register(self.told, selectors.EVENT_READ)
            while b"\n" not in self.read:
                if ready.select(1.0):
                    data = os.read(self.told, 1 << 20)
                    if not data:
                        return b""
                    self.read += data
                elif self._spent() > most or time.monotonic() > until:
                    return b""
        line, _, self.read = self.read.partition(b"\n")
        return line

    def _spent(self) -> float:
        """Processor seconds of node so far."""
        told = Path(f"/proc/{self.node.pid}/stat").read_text("ascii").rsplit(")", 1)[1].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")

    def _ask(self, line: dict[str, Any], seconds: float) -> Any:
        into = self.node.stdin
        if into is None:
            raise RuntimeError("no pipe to node")
        into.write(json.dumps(line).encode() + b"\n")
        into.flush()
        while answer := self._line(seconds):
            said = json.loads(answer)
            if said != NEXT:
                return said
        self.close()
        if "try" not in line:
            raise SystemExit("js: fails without any change")
        self._start()
        return BROKEN
