"""Reads a draft: Markdown with citations, as any editor or word processor leaves it.

Form and errors only; whether a quotation is true is :mod:`report.check`'s part.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from onrecord.errors import BadDraft, DraftCitesNothing
from onrecord.model.draft import Block, Draft, Piece, Quotation, Role, Run
from onrecord.model.foldmap import DIRECTION, INVISIBLE
from onrecord.report import _card
from onrecord.report._inline import CITE, LOOSE_CITE, pieces

ROLES: dict[str, Role] = {
    "obtained": "obtained",
    "reporting": "reporting",
    "method": "method",
    "limits": "limits",
    "corrections": "corrections",
    "contact": "contact",
}
_ROLE = re.compile(r"\s*\{([a-z]+)\}\s*$")
_KEY = re.compile(r"^([A-Za-z][A-Za-z -]*?)[ \u00a0]*:[ \u00a0]?(.*)$")
_CREDIT = re.compile(r"^(.*?)\s*[(\[]?\bcredit:\s*(.*?)[)\]]?\s*$", re.IGNORECASE | re.DOTALL)
_NOTE = re.compile(r"^[ \t>]*%%.*$", re.MULTILINE)  # a note to the writer, never printed
# What word processors make of Markdown: bullets, escaped brackets, curly title marks.
_BULLET = re.compile(
    r"^([ \t]*)[•▪◦‣∙●][ \t\u00a0]+|^([ \t]*)[–—][ \t\u00a0]+(?=[^\n]*\|)", re.MULTILINE
)
_ESCAPED = re.compile(r"\\(?=[\[\]])")
_TITLED = re.compile(
    r"(!\[[^\]\n]*\]\([^\s()]+)[ \u00a0]+[“”„«»]([^\n\"]*)[“”«»](?=\)[ \t\u00a0]*$)", re.MULTILINE
)
_UNSEEN = dict.fromkeys(map(ord, DIRECTION | INVISIBLE))
MUST = ("headline",)


def parse(text: str, name: str = "draft.md") -> Draft:
    """The draft of a file's text.

    Direction marks and invisible characters fall out of it: in copied words they
    can be the mark of one person's copy, and a page sets directions itself.
    Raises BadDraft (with file and line) for front matter that is missing or
    broken and for a citation that is not one; DraftCitesNothing if no message
    is cited anywhere.
    """
    text = _as_markdown(without_notes(text))
    facts, lines, body_at = _front(text, name)
    for key in MUST:
        if not facts.get(key):
            raise BadDraft(
                f"The draft has no {key}.",
                where=f"{name}, line 1",
                advice=f"Begin the file with ---, a line '{key}: …' and --- again.",
            )
    _well_formed(text, name)
    draft = Draft(
        name=name,
        headline=pieces(facts["headline"], lines["headline"], "headline"),
        lead=pieces(facts.get("lead", ""), lines.get("lead", 1), "lead"),
        blocks=tuple(
            _introduced(_blocks("\n" * body_at + "\n".join(text.split("\n")[body_at:]), name))
        ),
        facts=tuple(facts.items()),
        lines=lines,
    )
    if not any(c.kind in "ms" for c in draft.cites()):
        raise DraftCitesNothing(
            "The draft cites no message.",
            where=name,
            advice="Put [[m:KEY]] or [[s:ID]] behind each quotation; "
            "'onrecord statements' and 'onrecord find' print them.",
        )
    return draft


def without_notes(text: str) -> str:
    """A draft's text without what is never printed: notes (``%%``), direction marks and
    invisible characters; line for line."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return _NOTE.sub("", text).translate(_UNSEEN)


def _as_markdown(text: str) -> str:
    """The draft with what a word processor did to its signs undone, line for line."""
    text = _ESCAPED.sub("", text)
    text = _BULLET.sub(r"\1- ", text)
    return _TITLED.sub(r'\1 "\2"', text)


def _front(text: str, name: str) -> tuple[dict[str, str], dict[str, int], int]:
    """The pairs, the line of each, and the number of lines before the body."""
    rows = text.split("\n")
    fence = re.compile(r"^(?:-{3,}|\u2014-?|\u2013{2,})\s*$")
    start = next((i for i, row in enumerate(rows) if row.strip()), 0)
    if not fence.match(rows[start].strip()):
        raise BadDraft(
            "The draft does not begin with its front matter.",
            where=f"{name}, line {start + 1}",
            advice="Begin the file with ---, then 'headline: …', and close it with ---.",
        )
    facts: dict[str, str] = {}
    lines: dict[str, int] = {}
    last = ""
    for i in range(start + 1, len(rows)):
        if fence.match(rows[i].strip()):
            return facts, lines, i + 1
        last = _pair(rows[i], i + 1, facts, lines, last, name)
    raise BadDraft(
        "The front matter is not closed.",
        where=f"{name}, line {len(rows)}",
        advice="Add a --- line.",
    )


def _pair(
    row: str, line: int, facts: dict[str, str], lines: dict[str, int], last: str, name: str
) -> str:
    """Takes one line of the front matter; returns the key it belongs to."""
    if not row.strip() or row.lstrip().startswith("#"):
        return last
    match = _KEY.match(row)
    if row[0] in " \t\u00a0" and last:
        facts[last] = f"{facts[last]}\n{row.strip()}".strip()
        return last
    if not match:
        raise BadDraft(
            f"This line of the front matter is not 'name: value': {row.strip()[:60]}",
            where=f"{name}, line {line}",
            advice="Write 'name: value', or begin the line with a space to go on with the last.",
        )
    key = match[1].strip().lower().replace(" ", "-")
    facts[key], lines[key] = match[2].strip(), line
    return key


def _well_formed(text: str, name: str) -> None:
    """Every ``[[…]]`` is a citation; a mistyped one is named, never printed."""
    for i, row in enumerate(text.split("\n"), 1):
        for loose in LOOSE_CITE.finditer(row):
            match = CITE.fullmatch(loose.group())
            if match is None or not match["id"].strip():
                raise BadDraft(
                    f"This is not a citation: {loose.group()}",
                    where=f"{name}, line {i}",
                    advice="Write [[m:KEY]], [[s:ID]], [[a:ID]], [[p:PATH]] "
                    "or [[x:where it was said]].",
                )


def _blocks(body: str, name: str) -> Iterator[Block]:
    parser = MarkdownIt("commonmark", {"html": False}).disable(["html_block", "code"])
    tokens = parser.parse(body)
    role: Role = "story"
    i = 0
    while i < len(tokens):
        end = _close(tokens, i)
        for block in _block(tokens[i : end + 1], role, body, name):
            role = block.role
            yield block
        i = end + 1


def _introduced(blocks: Iterator[Block]) -> Iterator[Block]:
    """Each block quotation knows the sentence that announces it, if a paragraph before
    it ends in a colon: who is named there is who is said to have written it."""
    before = ""
    for block in blocks:
        first = block.pieces[0] if block.pieces else None
        if block.kind == "card" and isinstance(first, Quotation) and before:
            block = replace(block, pieces=(replace(first, lead_in=before), *block.pieces[1:]))
        runs = "".join(p.text for p in block.pieces if isinstance(p, Run)).rstrip()
        led = block.kind == "paragraph" and runs.endswith((":", "\uff1a"))
        before = runs[-200:] if led else ""
        yield block


def _close(tokens: list[Token], at: int) -> int:
    """The index of the token that closes the one at ``at`` (itself, if none)."""
    if tokens[at].nesting == 0:
        return at
    depth = 0
    for i in range(at, len(tokens)):
        depth += tokens[i].nesting
        if depth == 0:
            return i
    return len(tokens) - 1


def _block(tokens: list[Token], role: Role, body: str, name: str) -> Iterator[Block]:
    head = tokens[0]
    line = (head.map or [0])[0] + 1
    if head.type == "heading_open":
        yield _heading(tokens[1].content, line, int(head.tag[1]), role)
    elif head.type == "paragraph_open":
        yield _paragraph(tokens[1], line, role, name)
    elif head.type == "blockquote_open":
        first, last = head.map or [0, 0]
        raw = [re.sub(r"^[ ]{0,3}>[ ]?", "", r) for r in body.split("\n")[first:last]]
        yield Block("card", line, role, pieces=_card.read(raw, line, name))
    elif head.type in ("bullet_list_open", "ordered_list_open"):
        yield Block("items", line, role, items=tuple(_items(tokens)))
    elif head.type in ("fence", "code_block"):
        text = head.content.rstrip("\n")
        yield Block("paragraph", line, role, pieces=pieces(text, line + 1))


def _heading(text: str, line: int, level: int, role: Role) -> Block:
    named = _ROLE.search(text)
    if named and named[1] in ROLES:
        role, text = ROLES[named[1]], text[: named.start()]
    elif level <= 2:
        role = "story"
    return Block("heading", line, role, level=level, pieces=pieces(text, line))


def _paragraph(inline: Token, line: int, role: Role, name: str) -> Block:
    images = [c for c in inline.children or () if c.type == "image"]
    if not images:
        return Block("paragraph", line, role, pieces=pieces(inline.content, line))
    image = images[0]
    if len(images) > 1:
        raise BadDraft(
            "Two pictures stand in one paragraph.",
            where=f"{name}, line {line}",
            advice="Leave an empty line between them.",
        )
    rest = re.sub(r"!\[[^\]]*\]\([^)]*\)", "", inline.content, count=1).strip()
    caption, credit = _caption(str(image.attrs.get("title") or "") or rest)
    return Block(
        "picture",
        line,
        role,
        pieces=pieces(caption, line, "caption"),
        path=str(image.attrs.get("src", "")),
        alt=pieces(image.content, line, "alt"),
        credit=credit,
    )


def _caption(text: str) -> tuple[str, str]:
    match = _CREDIT.match(text)
    return (match[1].rstrip(" —–-;,").strip(), match[2].strip()) if match else (text, "")


def _items(tokens: list[Token]) -> Iterator[tuple[Piece, ...]]:
    for token in tokens:
        if token.type == "inline":
            yield pieces(token.content, (token.map or [0])[0] + 1)
