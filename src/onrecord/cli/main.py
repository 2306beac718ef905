"""The ``onrecord`` command: parse, one desk call, print.

Every command is one module of this folder with ``HELP``, ``arguments`` and
``run``. The modules import nothing heavy until they run, so that ``--help``
stays quick.
"""

import argparse
import contextlib
import io
import os
import re
import signal
import sys
from collections.abc import Sequence
from importlib import import_module

from onrecord import __version__
from onrecord.unneeded import without

TYPE_CHECKING = False  # checkers take it for true; what `--help` does not need loads later
if TYPE_CHECKING:
    from typing import NoReturn, Protocol

    from onrecord.cli.face import Face

    class Command(Protocol):
        """What a module of this folder offers."""

        HELP: str

        def arguments(self, parser: argparse.ArgumentParser) -> None:
            """Adds the command's own arguments."""

        def run(self, args: argparse.Namespace, face: Face) -> int:
            """Does it; the exit code."""


# In the order of the work. Named, not searched for: a frozen build has no folder.
GROUPS = (
    ("in the browser", ("desk", "persons")),
    ("from the export to the seal", ("new", "add", "info", "check", "withdraw")),
    ("search and read", ("find", "searches", "show", "chat", "people", "overview", "align")),
    (
        "statements, reporting, judgement",
        ("statements", "compare", "board", "judge", "second", "agreement", "settle", "judgements"),
    ),
    (
        "the story",
        ("draft", "check-draft", "preview", "drafts", "translate", "glossary", "sheet")
        + ("checklist", "sign", "publish", "correct", "retract"),
    ),
    (
        "proof, readers and courts",
        ("verify", "checker", "exhibit", "open-context", "custody", "certificate"),
    ),
    (
        "keys, time and keeping",
        ("head", "stamp", "ots", "witness", "keys", "lock", "unlock", "reread", "reseal"),
    ),
    (
        "many cases, and work without one",
        ("gather", "formats", "read", "voices", "near", "names", "quotes", "match", "quote-check"),
    ),
)
COMMANDS = tuple(name for _, names in GROUPS for name in names)

_HELP = re.compile(r'^HELP = "([^"\\\n]+)"$', re.MULTILINE)
_HERE = os.path.dirname(__file__)  # noqa: PTH120 - as below
INTERRUPTED = 130
BROKEN_PIPE = 141


def command(name: str) -> "Command":
    """The module behind a command's name."""
    module: object = import_module(f"onrecord.cli.{name.replace('-', '_')}")
    return module  # type: ignore[return-value]  # modules are checked by tests/cli


def _shaped(prog: str) -> argparse.HelpFormatter:
    """As wide as argparse makes it, without the module it asks (archives, compression)."""
    try:
        width = int(os.environ.get("COLUMNS", 0)) or os.get_terminal_size().columns
    except (OSError, ValueError):
        width = 80
    return argparse.HelpFormatter(prog, width=width - 2)


def _shared() -> argparse.ArgumentParser:
    from pathlib import Path

    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--json", action="store_true", help="JSON lines on stdout, last a summary")
    shared.add_argument(
        "--passphrase-file",
        type=Path,
        metavar="FILE",
        help="the desk's passphrase; without it you are asked",
    )
    shared.add_argument(
        "--desk", type=Path, metavar="DIR", help="the desk folder (default: ONRECORD_DESK or ~)"
    )
    return shared


def _top(usage: str | None = None) -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="onrecord",
        usage=usage,
        formatter_class=_shaped,
        description="From a closed group's chat export to a story in which every quotation "
        "is provably verbatim. Nothing leaves this machine.",
        epilog="Start with: onrecord new CASE, then onrecord add CASE EXPORT. "
        "onrecord COMMAND --help says more of one. "
        "Errors have their own exit codes: docs/reference/errors.md",
    )
    top.add_argument("--version", action="version", version=f"onrecord {__version__}")
    return top


def overview() -> argparse.ArgumentParser:
    """What ``--help`` shows: every command's name and line by group, none loaded. It answers
    ``--help`` and ``--version`` and parses nothing else."""
    top = _top("onrecord COMMAND ... [--help]")
    for title, names in GROUPS:
        group = top.add_argument_group(title)
        for name in names:
            group.add_argument(name, help=line(name))
    return top


def line(name: str) -> str:
    """The HELP of a command: read from its source if that is there, which is quicker than
    running it."""
    try:
        with open(os.path.join(_HERE, f"{name.replace('-', '_')}.py"), encoding="utf-8") as file:  # noqa: PTH118, PTH123 - pathlib costs a tenth of --help
            text = file.read()
    except OSError:
        return command(name).HELP
    found = _HELP.search(text)
    return found[1] if found else command(name).HELP


def parser(names: Sequence[str] = COMMANDS) -> argparse.ArgumentParser:
    """The command line of these commands; all of them unless told otherwise."""
    top = _top()
    commands = top.add_subparsers(prog="onrecord", dest="command", metavar="COMMAND", required=True)
    shared = _shared()
    for name in names:
        module = command(name)
        sub = commands.add_parser(name, help=module.HELP, description=module.HELP, parents=[shared])
        module.arguments(sub)
        sub.set_defaults(run=module.run)
    return top


def _no_command(word: str) -> "NoReturn":
    """Help and version, or what is wrong with the first word and what was meant."""
    if word in ("-h", "--help", "--version"):
        overview().parse_args([word])
    if word.startswith("-"):
        said = f"onrecord: a command comes before its options\n  where: {word}"
        advice = "onrecord --help lists the commands"
    else:
        from difflib import get_close_matches

        said = f"onrecord: there is no such command\n  where: {word}"
        near = " or ".join(f"onrecord {n}" for n in get_close_matches(word, COMMANDS))
        advice = f"{near}; onrecord --help lists all" if near else "onrecord --help lists all"
    print(f"{said}\n  do:    {advice}", file=sys.stderr)
    raise SystemExit(2)


def main(argv: list[str] | None = None) -> int:
    """Runs one command; the exit code. Never raises for a person's mistake."""
    words = sys.argv[1:] if argv is None else argv
    # A command loads itself alone; the list of all is for who asks for help.
    if not words:
        overview().print_help(sys.stderr)
        raise SystemExit(2)
    if words[0] not in COMMANDS:
        _no_command(words[0])
    args = parser(words[:1]).parse_args(words)
    from onrecord.cli.face import Face
    from onrecord.errors import OnRecordError, of_system

    face = Face(as_json=args.json)
    try:
        return int(args.run(args, face))
    except OnRecordError as e:
        face.failed(e)
        return e.exit_code
    except KeyboardInterrupt:
        face.note("onrecord: stopped. What was sealed before is whole; run the command again.")
        return INTERRUPTED
    except BrokenPipeError:
        # `onrecord find ... | head`: the reader has gone, which is not an error.
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except OSError as e:
        wrapped = of_system(e)
        face.failed(wrapped)
        return wrapped.exit_code


def _say_everything() -> None:
    """Any text can be printed in any locale: UTF-8 into a pipe or file, and what a
    terminal's own encoding lacks (or a name that is not text) as an escape."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            coding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=coding, errors="backslashreplace")


def entry() -> None:
    """The console script."""
    _say_everything()
    signal.signal(signal.SIGTERM, lambda *_: (_ for _ in ()).throw(KeyboardInterrupt()))
    if "gather" not in sys.argv[1:2]:  # Spark wants pandas
        without("pandas")
    code = main()
    for late in (signal.SIGINT, signal.SIGTERM):  # what has ended is no longer stopped
        signal.signal(late, signal.SIG_IGN)
    sys.exit(code)
