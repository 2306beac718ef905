"""What the documents say can be typed, opened and found."""

import ast
import re
import shlex
from pathlib import Path

import pytest

from onrecord.cli.main import parser

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(r"^```(console|python)\n(.*?)^```$", re.M | re.S)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")


def blocks(kind: str) -> list[tuple[str, str]]:
    """(page, text) of every marked block of a kind."""
    return [
        (page.relative_to(ROOT).as_posix(), m[2])
        for page in PAGES
        for m in BLOCK.finditer(page.read_text("utf-8"))
        if m[1] == kind
    ]


def typed() -> list[tuple[str, str]]:
    """(page, command) of every line that calls onrecord."""
    found = []
    for page, text in blocks("console"):
        for line in text.split("\n"):
            words = line.removeprefix("$ ")
            if words.startswith("onrecord "):
                found.append((page, words))
    return found


@pytest.mark.parametrize(("page", "line"), typed())
def test_a_command_in_a_document_can_be_typed(page: str, line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    stop = next((i for i, w in enumerate(words) if w in {"|", ">", "&&"}), len(words))
    wanted = [re.sub(r"^N$", "1", w) for w in words[:stop] if w not in {"…", "..."}]
    if wanted and wanted[0] in {"--help", "--version"}:
        return
    assert parser().parse_args(wanted).command, f"{page}: {line}"


@pytest.mark.parametrize(("page", "text"), blocks("python"))
def test_python_in_a_document_is_python(page: str, text: str) -> None:
    tree = ast.parse(text, page)
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "onrecord":
            import onrecord

            assert {a.name for a in node.names} <= set(onrecord.__all__), page


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_what_a_document_links_to_exists(page: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`(?!\])", "", page.read_text("utf-8"), flags=re.S)
    gone = [
        target
        for target in LINK.findall(text)
        if not re.match(r"[a-z]+:", target) and not (page.parent / target).exists()
    ]
    assert gone == []


def test_make_targets_named_in_the_readme_exist() -> None:
    make = (ROOT / "Makefile").read_text("utf-8")
    for name in re.findall(r"^make (\w+)", (ROOT / "README.md").read_text("utf-8"), re.M):
        assert re.search(rf"^{name}:", make, re.M), name
