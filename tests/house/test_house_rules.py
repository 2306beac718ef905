"""The rules of the house that a tool cannot hold alone (docs/architecture.md)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import onrecord
from onrecord import errors

ROOT = Path(__file__).parents[2]
SRC = ROOT / "src" / "onrecord"

# Longer files, each with its reason; nothing is added to this table.
LONGER: dict[str, int] = {
    "tools/verify_alone.py": 1614,  # one file by design: a stranger copies it and runs it
}

MAY_TELL_THE_TIME = {"clock.py"}
MAY_CONNECT = {"archive/stamp.py", "archive/witness.py", "report/engines/loopback.py"}
MAY_CONNECT |= {"archive/calendars.py"}
CONNECTING = {"socket", "http", "urllib.request", "ssl", "ftplib", "smtplib", "requests", "httpx"}
CONNECTING |= {"opentimestamps.calendar"}


def sources() -> Iterator[tuple[str, str]]:
    """Every source file, with its path inside the package."""
    for path in sorted(SRC.rglob("*.py")):
        yield path.relative_to(SRC).as_posix(), path.read_text("utf-8")


def test_files_stay_short() -> None:
    for folder in ("src", "tests", "tools", "bench"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if "golden" in path.parts:
                continue
            lines = path.read_text("utf-8").count("\n")
            assert lines <= LONGER.get(name, 300), f"{name} has {lines} lines"


def test_no_room_for_leftovers() -> None:
    for name, _ in sources():
        assert Path(name).stem not in {"utils", "helpers", "common", "base", "misc"}, name


def imports(text: str) -> Iterator[str]:
    """Modules a source imports, dotted."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (a.name for a in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{a.name}" for a in node.names)


def test_only_four_files_may_open_a_connection() -> None:
    for name, text in sources():
        if name in MAY_CONNECT:
            continue
        used = {
            m for m in imports(text) if any(m == c or m.startswith(c + ".") for c in CONNECTING)
        }
        assert not used, f"{name} imports {sorted(used)}"


def test_only_the_clock_tells_the_time() -> None:
    telling = re.compile(r"datetime\.now|datetime\.today|time\.time\(|date\.today|utcnow")
    for name, text in sources():
        if name not in MAY_TELL_THE_TIME:
            assert not telling.search(text), name


def test_everything_public_says_what_is_true_of_it() -> None:
    missing = [f"{name}: {thing}" for name, text in sources() for thing in undocumented(text)]
    assert not missing, "\n".join(missing)


def undocumented(text: str) -> Iterator[str]:
    """Public modules, classes and functions without a docstring."""
    tree = ast.parse(text)
    if not ast.get_docstring(tree):
        yield "the module"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                yield node.name
            if isinstance(node, ast.ClassDef):
                for sub in node.body:
                    if (
                        isinstance(sub, ast.FunctionDef)
                        and not sub.name.startswith("_")
                        and not ast.get_docstring(sub)
                    ):
                        yield f"{node.name}.{sub.name}"


def test_the_public_face_is_small_and_sorted() -> None:
    assert onrecord.__all__ == sorted(onrecord.__all__)
    assert len(onrecord.__all__) <= 14
    for name in onrecord.__all__:
        assert getattr(onrecord, name).__name__ == name


def every_error() -> list[type[errors.OnRecordError]]:
    """All classes of the error tree."""
    return [
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, errors.OnRecordError)
    ]


def test_each_error_has_its_own_code_and_stands_in_the_tree() -> None:
    leaves = [e for e in every_error() if not e.__subclasses__()]
    exits = [e.exit_code for e in leaves]
    assert len(set(exits)) == len(exits)
    codes = [e.code for e in every_error()]
    assert len(set(codes)) == len(codes)
    for error in leaves:
        assert re.search(rf"{error.__name__}\s+{error.exit_code}\b", str(errors.__doc__))


def test_no_path_of_a_machine_and_no_download_address() -> None:
    wrong = re.compile(r"/(?:work|home|root|tmp/v)/|pythonhosted|registry\.npmjs|deb\.debian")
    allowed = {"tests/house/test_house_rules.py"}
    for folder in ("src", "tests", "tools", "docs", "bench", "requirements", "examples"):
        for path in sorted((ROOT / folder).rglob("*")):
            name = path.relative_to(ROOT).as_posix()
            if path.suffix not in {".py", ".md", ".toml", ".txt", ".sh", ".html", ".js"}:
                continue
            if name in allowed or "golden" in path.parts:
                continue
            found = wrong.findall(path.read_text("utf-8"))
            assert not found, f"{name}: {found[:3]}"
