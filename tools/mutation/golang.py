"""The bench of the Go checker: all mutants planted at once, one woken by MUTANT.

The program ``gomutants`` writes the changed sources (types from go/types), which are built
one time. It also tells which question reaches which mutant. A question asked of a mutant
that does not answer in time is one that noticed it.
"""

import contextlib
import hashlib
import json
import os
import resource
import shutil
import signal
import subprocess
import threading
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from mutation import asked
from mutation.forked import BROKEN
from mutation.place import Seen
from mutation.python_run import SCRATCH

ROOT = Path(__file__).resolve().parents[2]
CHECKER = ROOT / "checkers" / "go"
PLANTER = Path(__file__).with_name("gomutants")
LIBRARIES = "/usr/share/gocode"
SECONDS = 10
"""Of processor time: many times what all questions take."""
WAIT = 600.0
"""Seconds by the clock, far away: a mutant that waits for ever."""


class GoBench:
    """The Go checker, its command and its reproduction of a root."""

    name = "go"

    def __init__(self) -> None:
        from tests.checkers import test_go_command

        SCRATCH.mkdir(exist_ok=True)
        sources = sorted((*CHECKER.glob("*.go"), *PLANTER.glob("*.go")))
        self.source = "\n".join(p.read_text("utf-8") for p in sources)
        self.env = {
            **{**os.environ, "GO111MODULE": "off", "GOFLAGS": "", "GOPATH": LIBRARIES},
            **{"GOCACHE": str(ROOT / "build" / "go"), "CGO_ENABLED": "0"},
        }
        self.program, described = self._built()
        seen: Counter[str] = Counter()
        self.numbers: dict[str, int] = {}
        self.at: dict[str, str] = {}
        for number, place in enumerate(described):
            seen[place["name"]] += 1
            count = seen[place["name"]]
            name = place["name"] if count == 1 else f"{place['name']} #{count}"
            self.numbers[name], self.at[name] = number, place["line"]
        every = (*asked.conformance("go"), *asked.signatures(), *asked.trees())
        self.questions = {q.name: q for q in every}
        self.asked_lines = {
            name: json.dumps(q.asked).encode() + b"\n" for name, q in self.questions.items()
        }
        self.commands = {f"command {n}": c for n, c in enumerate(test_go_command.commands(SCRATCH))}
        self.wrong = test_go_command.wrong
        self.kills: Counter[str] = Counter()
        self.last: dict[str, str] = {}
        self.reached = self._reached()

    def names(self) -> list[str]:
        """Of all places."""
        return list(self.numbers)

    def lines(self) -> dict[str, str]:
        """The line of each place."""
        return self.at

    def watchers(self) -> str:
        """Of all questions and commands."""
        prints = "".join(self.watcher(w) for w in (*self.questions, *self.commands))
        return hashlib.sha256(prints.encode()).hexdigest()[:16]

    def watcher(self, by: str) -> str:
        """Of one question or command."""
        if by in self.commands:
            test = ROOT / "tests" / "checkers" / "test_go_command.py"
            return hashlib.sha256(test.read_bytes()).hexdigest()[:16]
        return self.questions[by].print() if by in self.questions else ""

    def close(self) -> None:
        """Removes what was built."""
        shutil.rmtree(self.program.parent, ignore_errors=True)

    def tried(self, name: str) -> Seen | None:
        """Asks what reaches the place, in the order of what noticed most; then the commands."""
        number = self.numbers[name]
        who = [w for w, places in self.reached.items() if number in places]
        order = sorted((w for w in who if w in self.questions), key=lambda w: -self.kills[w])
        env = {**self.env, "MUTANT": str(number)}
        words = [w for w in who if w in self.commands]
        file = name.split(" ")[0]
        if self.last.get(file) in self.commands:  # as with the last one of this file
            by = self._any_command(words, env) or self._asked(order, env)
        else:
            by = self._asked(order, env) or self._any_command(words, env)
        self.kills[by] += 1
        self.last[file] = by or self.last.get(file, "")
        return Seen(by)

    def _any_command(self, words: Sequence[str], env: dict[str, str]) -> str:
        """The first command that does something else, or ""."""
        words = sorted(words, key=lambda w: -self.kills[w])
        return next((w for w in words if self._commanded(w, env)), "")

    def _built(self) -> tuple[Path, list[dict[str, str]]]:
        if not shutil.which("go"):
            raise SystemExit("go: needs go on PATH")
        folder = SCRATCH / "go"
        (folder / "source").mkdir(parents=True, exist_ok=True)
        planter, program = folder / "gomutants", folder / "check"
        self._go("build", "-o", str(planter), ".", at=PLANTER)
        done = subprocess.run(
            [planter, CHECKER, folder / "source"], env=self.env, capture_output=True, check=True
        )
        self._go("build", "-o", str(program), ".", at=folder / "source")
        described: list[dict[str, str]] = json.loads(done.stdout)
        return program, described

    def _go(self, *words: str, at: Path) -> None:
        done = subprocess.run(
            ["go", *words], cwd=at, env=self.env, capture_output=True, check=False
        )
        if done.returncode:
            raise SystemExit(f"go: cannot be built: {done.stderr.decode()[-2000:]}")

    def _reached(self) -> dict[str, set[int]]:
        file = SCRATCH / "go" / "reached"
        env = {**self.env, "MUTANTS_SEEN": str(file)}
        found = {}
        for who in (*self.questions, *self.commands):
            file.write_text("")
            bad = self._commanded(who, env) if who in self.commands else self._asked([who], env)
            if bad:
                raise SystemExit(f"go: fails without any change: {who}")
            found[who] = {int(line) for line in file.read_text().split()}
        return found

    def _commanded(self, who: str, env: dict[str, str]) -> bool:
        """True if the command does something else than it must."""
        with self._environment(env):
            try:
                return self.wrong(str(self.program), self.commands[who]) is not None
            except (ValueError, KeyError, TypeError):
                return True

    @staticmethod
    @contextlib.contextmanager
    def _environment(env: dict[str, str]) -> Any:
        held = dict(os.environ)
        os.environ.update(env)
        try:
            yield
        finally:
            os.environ.clear()
            os.environ.update(held)

    def _asked(self, order: Sequence[str], env: dict[str, str]) -> str:
        """The first question that is not answered as it must be, or ""."""
        if not order:
            return ""
        lines = SCRATCH / "go" / "asked"
        lines.write_bytes(b"".join(self.asked_lines[who] for who in order))
        with lines.open("rb") as given:
            program = subprocess.Popen(
                [self.program, "--batch"],
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=env,
            )
        resource.prlimit(program.pid, resource.RLIMIT_CPU, (SECONDS, SECONDS))
        try:
            out_stream = program.stdout
            if out_stream is None:
                raise RuntimeError("no pipe to the checker")
            stop = threading.Timer(WAIT, program.kill)
            stop.start()
            try:
                for who in order:
                    line = out_stream.readline()
                    if not line and program.wait() == -signal.SIGKILL:
                        return BROKEN
                    if not self._right(line, who):
                        return who
            finally:
                stop.cancel()
            return ""
        finally:
            program.kill()
            program.wait()

    def _right(self, line: bytes, who: str) -> bool:
        try:
            return asked.right(json.loads(line), self.questions[who])
        except ValueError:
            return False
