"""What every command shares: where words go, JSON lines, progress, secrets.

Results go to stdout, everything else to stderr. With ``--json`` stdout holds
JSON objects only, one a line, the last one ``{"summary": ...}``.
"""

import json
import re
import sys
from pathlib import Path
from typing import Any, TextIO

from onrecord import clock
from onrecord.errors import CannotAccess, NoPassphrase, OnRecordError, WrongZipPassword
from onrecord.model.quantity import amount, duration

_BOLD, _DIM, _WARN, _MARK, _OFF = "\x1b[1m", "\x1b[2m", "\x1b[33m", "\x1b[7m", "\x1b[0m"
# Control characters and direction overrides of a message are shown, never obeyed:
# a hostile text must not drive the reader's terminal. Our own styles pass.
_UNSAFE = re.compile(r"\x1b\[(?:0|1|2|7|33)m|[\x00-\x09\x0b-\x1f\x7f-\x9f\u202d\u202e]")


class Face:
    """One run of one command, as seen by the person or program that called."""

    def __init__(
        self, *, as_json: bool, out: TextIO | None = None, err: TextIO | None = None
    ) -> None:
        self.as_json = as_json
        self.out = out or sys.stdout
        self.err = err or sys.stderr
        self.colour = self.out.isatty() and not as_json

    def emit(self, value: dict[str, Any]) -> None:
        """One JSON object on stdout; nothing without ``--json``."""
        if self.as_json:
            print(json.dumps(value, ensure_ascii=False, sort_keys=False), file=self.out)

    def summary(self, value: dict[str, Any]) -> None:
        """The last object of a ``--json`` run."""
        self.emit({"summary": value})

    def say(self, text: str = "") -> None:
        """A line for a person on stdout; nothing with ``--json``."""
        if not self.as_json:
            print(harmless(text), file=self.out)

    def note(self, text: str) -> None:
        """A line on stderr."""
        print(harmless(text), file=self.err)

    def marker(self) -> tuple[str, str]:
        """What stands before and after a found run; no quotation marks, those are the text's."""
        return (_MARK, _OFF) if self.colour else ("⟦", "⟧")

    def bold(self, text: str) -> str:
        """``text`` standing out, on a terminal."""
        return f"{_BOLD}{text}{_OFF}" if self.colour else text

    def dim(self, text: str) -> str:
        """``text`` receding, on a terminal."""
        return f"{_DIM}{text}{_OFF}" if self.colour else text

    def warn(self, text: str) -> str:
        """``text`` as a warning, on a terminal; never by colour alone."""
        return f"{_WARN}{text}{_OFF}" if self.colour else text

    def failed(self, error: OnRecordError) -> None:
        """The error: what, where, what to do."""
        if self.as_json:
            self.emit(
                {
                    "error": {
                        "code": error.code,
                        "what": error.what,
                        "where": error.where,
                        "advice": error.advice,
                        "exit_code": error.exit_code,
                    }
                }
            )
        self.note(f"onrecord: {error.what}")
        if error.where:
            self.note(f"  where: {error.where}")
        if error.advice:
            self.note(f"  do:    {error.advice}")

    def progress(self) -> "Progress":
        """A bar on stderr that appears only if the work takes two seconds."""
        return Progress(self.err)

    def passphrase(self, file: Path | None, *, new: bool = False) -> str:
        """The desk's passphrase from ``file`` or a prompt.

        Raises NoPassphrase where there is neither.
        """
        if file is not None:
            return secret_in(file, "The passphrase file")
        if not sys.stdin.isatty():
            raise NoPassphrase(
                "The desk key is under a passphrase, and there is no terminal to ask on",
                where="standard input",
                advice="give --passphrase-file FILE",
            )
        try:
            from getpass import getpass

            first = getpass("Passphrase of the desk: ")
            again = getpass("The same again: ") if new else first
        except EOFError as e:
            raise NoPassphrase(
                "No passphrase was typed", where="the terminal", advice="run the command again"
            ) from e
        if again != first:
            raise NoPassphrase(
                "The two passphrases differ", where="the terminal", advice="run the command again"
            )
        return first

    def zip_password(self, path: Path, refused: WrongZipPassword) -> str:
        """Asks for a zip's password. Raises ``refused`` where nobody can be asked."""
        if not sys.stdin.isatty():
            raise refused
        self.note(f"onrecord: {refused.what}")
        from getpass import getpass

        return getpass(f"Password of {path.name}: ")


def secret_in(file: Path, what: str) -> str:
    """The text of a file that holds one secret, without its line end. Raises CannotAccess."""
    try:
        return file.read_text("utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError) as e:
        why = e.strerror if isinstance(e, OSError) else "it is not UTF-8 text"
        raise CannotAccess(
            f"{what} cannot be read",
            where=f"{file}: {why}",
            advice="give a text file that holds nothing but the secret, and that you may read",
        ) from e


class Progress:
    """Rate and time left of a long step, from the third second on.

    On a terminal one line that rewrites itself; elsewhere a line every ten
    seconds, so that a log file stays readable.
    """

    def __init__(self, err: TextIO) -> None:
        self.err = err
        self.live = err.isatty()
        self.label = ""
        self.began = clock.seconds()
        self.shown = self.began
        self.drawn = False

    def __call__(self, label: str, done: int, total: int | None, unit: str) -> None:
        now = clock.seconds()
        if label != self.label:
            self.close()
            self.label, self.began = label, now
        if now - self.began < 2 or now - self.shown < (0.2 if self.live else 10):
            return
        self.shown = now
        line = progress_line(label, done, total, unit, now - self.began)
        if self.live:
            self.err.write(f"\r\x1b[K{line}")
            self.drawn = True
        else:
            self.err.write(line + "\n")
        self.err.flush()

    def close(self) -> None:
        """Wipe the bar."""
        if self.drawn:
            self.err.write("\r\x1b[K")
            self.err.flush()
            self.drawn = False


def isolated(text: str) -> str:
    """``text`` in a direction of its own (UAX 9), so that the line around it stays."""
    return f"\u2068{text}\u2069"


def harmless(text: str) -> str:
    """``text`` with what a terminal would obey shown as ``[U+001B]``."""
    return _UNSAFE.sub(_shown, text)


def _shown(found: re.Match[str]) -> str:
    run = found.group()
    if len(run) > 1:
        return run
    return "    " if run == "\t" else f"[U+{ord(run):04X}]"


def progress_line(label: str, done: int, total: int | None, unit: str, spent: float) -> str:
    """``label  ████░░░░  41 %  1.2 GB of 2.8 GB  96 MB/s  17 s left``."""
    rate = done / spent if spent else 0.0
    if not total:
        return f"{label}  {amount(done, unit)}  {amount(int(rate), unit)}/s"
    share = min(done / total, 1.0)
    bar = "█" * round(share * 24) + "░" * (24 - round(share * 24))
    left = (total - done) / rate if rate else 0.0
    return (
        f"{label}  {bar} {share:4.0%}  {amount(done, unit)} of {amount(total, unit)}"
        f"  {amount(int(rate), unit)}/s  {duration(left)} left"
    )
