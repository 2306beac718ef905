"""The page's own sentences, in each language that has a file."""

import re
import string
import tomllib
from importlib.resources import files
from typing import Any

import pytest
from tests.report.harbour import DRAFT, story

from onrecord.report import _page_words
from onrecord.report.html import WRITER

FOLDER = files("onrecord.report").joinpath("assets", "words")


def table(code: str) -> dict[str, Any]:
    return tomllib.loads(FOLDER.joinpath(f"{code}.toml").read_text("utf-8"))


def fields(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


def page(code: str) -> str:
    """The sample page as one of that language."""
    made = story(DRAFT.replace("language: en", f"language: {code}", 1))
    return WRITER.write(made).decode()


@pytest.mark.parametrize("code", _page_words.known())
def test_every_file_has_every_sentence_with_its_values(code: str) -> None:
    ours, english = table(code), table("en")
    assert set(ours) - {"languages"} == set(english)
    assert len(ours["months"]) == 12
    assert len(ours["days"]) == 7
    assert set(ours["folds"]) == set(english["folds"])
    for key, sentence in english.items():
        if isinstance(sentence, str):
            assert fields(ours[key]) == fields(sentence), key
            assert ours[key].strip(), key


def test_five_languages_at_least() -> None:
    assert {"ar", "de", "en", "fr", "ru"} <= set(_page_words.known())


@pytest.mark.parametrize("code", sorted(set(_page_words.known()) - {"en"}))
def test_a_page_speaks_its_own_language_throughout(code: str) -> None:
    made, english = page(code), table("en")
    body = re.sub(r"<script.*?</script>|<style>.*?</style>", "", made, flags=re.DOTALL)
    for key, sentence in english.items():
        if isinstance(sentence, str) and len(fields(sentence)) == 0 and len(sentence) > 24:
            assert sentence not in body, key
    assert table(code)["verify_title"] in body
    assert ('dir="rtl"' in made.split("<head>")[0]) == (code == "ar")


def test_a_language_without_a_file_gets_english_marked_as_english() -> None:
    made = page("so")
    assert '<html lang="so"' in made
    assert 'id="verify" lang="en" dir="ltr">How to verify this page' in made


def test_labels_and_names_are_said_as_the_language_does() -> None:
    arabic, german = _page_words.words("ar"), _page_words.words("de-AT")
    assert arabic.label("Member C") == "العضو C"
    assert german.label("the group’s account") == "Das Konto der Gruppe"
    assert german.listed(("A", "B", "C")) == "A, B und C"
    assert german.date("2026-04-09") == "9. April 2026"
    assert german.language("ar") == "Arabisch"
