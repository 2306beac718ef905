"""What the desk writes into a draft for a writer: a citation, a translation.

Pure functions from text to text; saving is :mod:`onrecord.desk.drafts`' business.
"""

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.attribute.voices import base_voice
from onrecord.desk.boarding import card
from onrecord.desk.case import open_case
from onrecord.desk.news import articles
from onrecord.desk.progress import Silent
from onrecord.desk.rows import by_reference
from onrecord.errors import BadOption, NoSuchThing
from onrecord.lang.guess import language_of
from onrecord.model.chat import Message

if TYPE_CHECKING:
    from onrecord.model.when import When

_SLOT = re.compile(
    r"^>[ \t]*([a-z]{2,3}):[ \t]*(.*?)[ \t]*— (?:translated by|machine draft by)(.*)$"
)
_LANGUAGE = re.compile(r"^language:[ \t]*([a-z]{2,3})", re.MULTILINE)
_SECTION = re.compile(
    r"^##[ \t]+.*\{(?:reporting|obtained|method|limits|corrections|contact)\}", re.M
)
_NOTE = "%% No translator is installed"


def citation(path: Path, about: str, language: str = "en") -> str:
    """The block that cites a message, a statement or a published item, as sealed.

    Raises NoSuchThing, NoSuchMessage. A translation's place is left open where the
    words are not in the page's language.
    """
    case = open_case(path)
    kind = about.partition(":")[0]
    if kind == "a":
        found = [a for a in articles(case) if a.id == about]
        if not found:
            raise NoSuchThing(f"No article is called {about}", where=str(path))
        title = " ".join(found[0].title.split()).replace("”", "’").replace("“", "‘")
        return f"{found[0].outlet or 'A report'}: “{title}” [[{about}]]\n"
    words = None
    if kind == "s":
        statement = card(path, about, Silent())[0].statement
        words = statement.citation.words
        about = f"{statement.citation.ref.reading}:m:{statement.citation.ref.key}"
    message = by_reference(case, about)
    return _block(message, words or message.text, language)


def _block(message: Message, words: str, language: str) -> str:
    lines = " ".join(words.split())
    who, voice = "A member wrote", ""
    if message.forward is not None:
        who, voice = "A message that was forwarded into the group", "|forwarded"
    elif base_voice(message).kind == "group":
        who = "The group’s account wrote"
    key = message.key[:12]
    block = f"{who}{_when(message.time)}:\n\n> {lines} [[m:{key}{voice}]]\n"
    spoken = language_of(words) or ""
    if spoken and spoken != language:
        block += f">\n> {language}:  — translated by \n"
    return block


def _when(time: "When") -> str:
    at = time.earliest
    if at is None or not time.certain:
        return f" ({time.text})" if time.text else ""
    return f" on {at:%A} {at.day} {at:%B %Y}, {at:%H:%M} (UTC)"


def language_in(text: str) -> str:
    """The page's language as the draft's head says it; English if it does not."""
    found = _LANGUAGE.search(text.split("\n---", 1)[0])
    return found[1] if found else "en"


def with_block(text: str, block: str) -> str:
    """The draft with a block before its first section with a part to play, else at its end."""
    found = _SECTION.search(text)
    at = found.start() if found else len(text)
    before, after = text[:at].rstrip("\n"), text[at:].lstrip("\n")
    return f"{before}\n\n{block.rstrip()}\n" + (f"\n{after}" if after else "")


def with_translation(text: str, line: int, words: str, by: str, day: date) -> str:
    """The draft with a translation signed under the quotation that begins at ``line``.

    Raises BadOption without words or a name, or if no block quotation stands there.
    """
    said = " ".join(words.split())
    if not said or not by.strip():
        raise BadOption("A translation needs its words and the name of who signs it")
    lines = text.split("\n")
    at = line - 1
    if not 0 <= at < len(lines) or not lines[at].startswith(">"):
        raise BadOption("No block quotation stands in that line", where=f"line {line}")
    while at < len(lines) and lines[at].startswith(">"):
        found = _SLOT.match(lines[at])
        if found:
            lines[at] = f"> {found[1]}: {said} — translated by {by.strip()}, {day.isoformat()}"
            if at + 1 < len(lines) and lines[at + 1].startswith(_NOTE):
                del lines[at + 1]
            return "\n".join(lines)
        at += 1
    new = f"> {language_in(text)}: {said} — translated by {by.strip()}, {day.isoformat()}"
    lines[at:at] = [">", new]
    return "\n".join(lines)
