"""The page's own sentences, in each language that has a file."""

import html
import io
import re
import string
import tomllib
import zipfile
from importlib.resources import files
from typing import Any

import pytest
from tests.report.harbour import DRAFT, story

from onrecord.report import _page_words, writer
from onrecord.report._plural import category
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
    for name in ("folds", "kinds", "counted"):
        assert set(ours[name]) == set(english[name])
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
        ours = isinstance(sentence, str) and sentence not in DRAFT
        if ours and len(fields(sentence)) == 0 and len(sentence) > 24:
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


CATEGORIES = {"ar": {"zero", "one", "two", "few", "many", "other"}, "ru": {"one", "few", "many"}}


@pytest.mark.parametrize("code", _page_words.known())
def test_every_number_has_its_noun(code: str) -> None:
    """Each plural category a language can ask for is in its file, and no form is wrong."""
    w = _page_words.words(code)
    seen = {category(code, n) for n in range(2000)}
    assert seen >= CATEGORIES.get(code, {"one", "other"})
    for noun in w.table["counted"]:
        for n in (*range(130), 1000, 1001, 1193):
            assert w.counted(noun, n).strip()
    german, russian, arabic = (_page_words.words(c) for c in ("de", "ru", "ar"))
    assert german.counted("report", 1) == "1 Bericht"
    said = [russian.counted("hour", n) for n in (1, 3, 11, 14, 21, 22, 25, 111)]
    assert [s.split()[1] for s in said] == [
        "час",
        "часа",
        "часов",
        "часов",
        "час",
        "часа",
        "часов",
        "часов",
    ]
    assert arabic.counted("report", 2) == "خبران"
    assert [arabic.counted("report", n).split()[1] for n in (3, 11, 100, 103)] == [
        "أخبار",
        "خبرًا",
        "خبر",
        "أخبار",
    ]


@pytest.mark.parametrize("code", _page_words.known())
def test_an_outcome_is_known_in_the_language_of_the_story(code: str) -> None:
    """What the composed draft says of a match is read back as that, and so rated."""
    w = _page_words.words(code)
    sources = w.counted("source", 2)
    assert w.verdict(w.say("outcome_supported", sources=sources)) == "supported"
    assert w.verdict(w.say("outcome_contradicted", sources=sources)) == "against"
    for other in ("alone", "nothing", "unclear", "unjudged"):
        assert w.verdict(w.say(f"outcome_{other}")) == ""


TEXTS = ("docx", "markdown", "ninjs", "newsml-g2", "json", "claimreview")


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("code", sorted(set(_page_words.known()) - {"en"}))
def test_every_output_speaks_the_language_of_the_story(code: str, name: str) -> None:
    """No sentence of the English file stands in any output of another language."""
    head = f"language: {code}\nurl: https://x.example/h\nclaims-by: M. O."
    made = writer(name).write(story(DRAFT.replace("language: en", head, 1)))
    if name == "docx":
        with zipfile.ZipFile(io.BytesIO(made)) as box:
            made = box.read("word/document.xml")
    text = html.unescape(re.sub(r"<[^>]+>", "", made.decode()))
    foreign = [v for v in table("en").values() if isinstance(v, str)]
    pieces = {p.strip() for v in foreign for p in re.split(r"\{\w+\}", v)}
    found = [p for p in pieces if len(p) > 9 and p not in DRAFT and p in text]
    assert not found
