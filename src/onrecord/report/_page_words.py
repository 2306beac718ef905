"""The page's own sentences in the story's language, one TOML file a language.

A language without a file gets English sentences, each marked as English.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from onrecord.model.story import Story
from onrecord.report import _languages
from onrecord.report._plural import category

_FOLDER = "assets/words"


@dataclass(frozen=True, slots=True)
class Words:
    """The sentences of one language. ``foreign`` if they stand in for another's."""

    code: str
    table: dict[str, Any]
    foreign: bool = False

    def say(self, key: str, **values: object) -> str:
        """The sentence of that name with its values in it."""
        sentence: str = self.table[key]
        return sentence.format(**values)

    def listed(self, names: tuple[str, ...]) -> str:
        """Names in a row: *A, B and C*."""
        if len(names) < 2:
            return "".join(names)
        return self.say("comma").join(names[:-1]) + self.say("and") + names[-1]

    def counted(self, noun: str, number: int) -> str:
        """A number with its noun: *1 report*, *3 reports*."""
        forms: dict[str, str] = self.table["counted"][noun]
        return forms[category(self.code, number)].format(n=number)

    def verdict(self, outcome: str) -> Literal["supported", "against", ""]:
        """What an outcome says, by how it begins in this language or in English."""
        said = outcome.strip().casefold()
        for w in (self, words("en")):
            if said.startswith(tuple(w.table["verdict_supported"])):
                return "supported"
            if said.startswith(tuple(w.table["verdict_against"])):
                return "against"
        return ""

    def date(self, text: str) -> str:
        """``2026-04-19`` as the language writes a day; other texts as they are."""
        parts = text.split("-")
        if len(parts) == 3 and all(p.isdigit() for p in parts) and 1 <= int(parts[1]) <= 12:
            month = self.table["months"][int(parts[1]) - 1]
            return self.say("date", day=int(parts[2]), month=month, year=int(parts[0]))
        return text

    def folds(self, names: tuple[str, ...]) -> str:
        """What was set aside, in words."""
        known: dict[str, str] = self.table["folds"]
        return self.say("comma").join(known.get(n, n) for n in names)

    def language(self, code: str) -> str:
        """A language's name in this one; in English if the file does not know it."""
        known: dict[str, str] = self.table.get("languages", {})
        return known.get(code.split("-")[0]) or _languages.name(code)

    def label(self, label: str) -> str:
        """*Member A* and the group's account as this language says them."""
        word, _, letter = label.partition(" ")
        if word == "Member" and letter.isascii() and letter.isupper():
            return self.say("member", letter=letter)
        if label == "the group’s account":
            return self.say("group")
        return label[:1].upper() + label[1:]


@cache
def known() -> tuple[str, ...]:
    """Codes of the languages that have a file."""
    folder = files("onrecord.report").joinpath(_FOLDER)
    return tuple(sorted(f.name[:-5] for f in folder.iterdir() if f.name.endswith(".toml")))


@cache
def words(language: str) -> Words:
    """The sentences of a language; English ones where there is no file."""
    base = language.split("-")[0]
    code = base if base in known() else "en"
    text = files("onrecord.report").joinpath(_FOLDER, f"{code}.toml").read_text("utf-8")
    return Words(code, tomllib.loads(text), foreign=code != base)


def of(story: Story) -> Words:
    """The sentences a story's page is written in."""
    return words(story.language)
