"""The reference names every reader, every field and every event we know."""

from pathlib import Path

from onrecord.formats import all_formats
from onrecord.formats._html_service import SENTENCES
from onrecord.formats._telegram_fields import ACTIONS, MESSAGE_KEYS

DOCS = Path(__file__).parents[2] / "docs" / "reference" / "formats"


def test_every_reader_is_in_the_list() -> None:
    page = (DOCS / "README.md").read_text("utf-8")
    assert [name for name in all_formats() if name not in page] == []


def test_every_field_and_event_of_telegram_is_described() -> None:
    page = (DOCS / "telegram-json.md").read_text("utf-8")
    assert [k for k in (*MESSAGE_KEYS, *ACTIONS) if f"`{k}`" not in page] == []
    fields = {f for keys in ACTIONS.values() for f in keys.split()}
    assert [f for f in sorted(fields) if f"`{f}`" not in page] == []


def test_every_sentence_of_an_event_is_described() -> None:
    page = (DOCS / "telegram-html.md").read_text("utf-8")
    assert [s.words for s in SENTENCES if s.words not in page] == []
    assert [s.action for s in SENTENCES if s.action and f"`{s.action}`" not in page] == []


def test_every_kind_of_trouble_is_explained() -> None:
    sources = Path(__file__).parents[2] / "src" / "onrecord" / "formats"
    text = "".join(p.read_text("utf-8") for p in sources.glob("*.py"))
    pages = "".join(p.read_text("utf-8") for p in DOCS.glob("*.md"))
    kinds = {
        "ambiguous-dates", "bad-time", "bad-utf8", "broken-structure", "export-cap", "latin1",
        "lone-surrogate", "not-decrypted", "raw-control", "trailing-bytes", "truncated",
        "two-texts", "two-times", "unknown-action", "unknown-field", "unknown-markup",
        "unread-journal", "unreadable-record", "unsupported-message", "x-escape",
    }  # fmt: skip
    assert all(f'"{kind}"' in text for kind in kinds)
    assert [kind for kind in sorted(kinds) if f"`{kind}`" not in pages] == []
