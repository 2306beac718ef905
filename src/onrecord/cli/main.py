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

TYPE_CHECKING = False  # checkers take it for true; what `--help` does not need loads later
if TYPE_CHECKING:
    from typing import Protocol

    from onrecord.cli.face import Face

    _Commands = argparse._SubParsersAction[argparse.ArgumentParser]

    class Command(Protocol):
        """What a module of this folder offers."""

        HELP: str

        def arguments(self, parser: argparse.ArgumentParser) -> None:
            """Adds the command's own arguments."""

        def run(self, args: argparse.Namespace, face: Face) -> int:
            """Does it; the exit code."""


# In the order of the work. Named, not searched for: a frozen build has no folder.
COMMANDS = (
    "desk",
    "new",
    "add",
    "info",
    "check",
    "withdraw",
    "find",
    "searches",
    "show",
    "chat",
    "statements",
    "compare",
    "people",
    "board",
    "overview",
    "judge",
    "second",
    "agreement",
    "settle",
    "judgements",
    "draft",
    "check-draft",
    "preview",
    "translate",
    "glossary",
    "checklist",
    "drafts",
    "sign",
    "publish",
    "correct",
    "retract",
    "exhibit",
    "open-context",
    "sheet",
    "verify",
    "checker",
    "head",
    "keys",
    "stamp",
    "ots",
    "witness",
    "lock",
    "unlock",
    "reseal",
    "custody",
    "certificate",
    "persons",
    "align",
    "gather",
    "formats",
    "read",
    "voices",
    "near",
    "names",
    "quotes",
    "match",
    "quote-check",
)

_HELP = re.compile(r'^HELP = "([^"\\\n]+)"$', re.MULTILINE)
_HERE = os.path.dirname(__file__)  # noqa: PTH120 - as below
INTERRUPTED = 130
BROKEN_PIPE = 141


def command(name: str) -> "Command":
    """The module behind a command's name."""
    module: object = import_module(f"onrecord.cli.{name.replace('-', '_')}")
    return module  # type: ignore[return-value]  # modules are checked by tests/cli


class _Named(argparse.ArgumentParser):
    """Stands for a command in the list of all, which shows its name and line: making a
    real parser for each costs more than all else of ``--help``. It parses nothing."""

    def __init__(self, **_: object) -> None:
        pass

    def _check_help(self, action: argparse.Action) -> None:
        """Python 3.14 asks this of a parser it has made."""

    def parse_known_args(  # type: ignore[override]  # one signature of its two is asked
        self, args: Sequence[str], namespace: argparse.Namespace | None = None
    ) -> tuple[argparse.Namespace, list[str]]:
        """Everything is left over: a command behind an unknown option is not run."""
        return namespace or argparse.Namespace(), list(args)


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


def _top(of: type[argparse.ArgumentParser]) -> "tuple[argparse.ArgumentParser, _Commands]":
    top = argparse.ArgumentParser(
        prog="onrecord",
        formatter_class=_shaped,
        description="From a closed group's chat export to a story in which every quotation "
        "is provably verbatim. Nothing leaves this machine.",
        epilog="Start with: onrecord new CASE, then onrecord add CASE EXPORT. "
        "Errors have their own exit codes: docs/reference/errors.md",
    )
    top.add_argument("--version", action="version", version=f"onrecord {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True, parser_class=of)
    return top, commands


def overview() -> argparse.ArgumentParser:
    """The command line as ``--help`` shows it: every command's name and line, none loaded."""
    top, commands = _top(_Named)
    for name in COMMANDS:
        commands.add_parser(name, help=line(name), add_help=False)
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
    top, commands = _top(argparse.ArgumentParser)
    shared = _shared()
    for name in names:
        module = command(name)
        sub = commands.add_parser(name, help=module.HELP, description=module.HELP, parents=[shared])
        module.arguments(sub)
        sub.set_defaults(run=module.run)
    return top


def main(argv: list[str] | None = None) -> int:
    """Runs one command; the exit code. Never raises for a person's mistake."""
    words = sys.argv[1:] if argv is None else argv
    # A command loads itself alone; the list of all is for who asks for help.
    if not words:
        overview().print_help(sys.stderr)
        raise SystemExit(2)
    known = parser(words[:1]) if words[0] in COMMANDS else overview()
    args = known.parse_args(words)
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
    sys.exit(main())
