"""Cases that every checker must accept."""

from collections.abc import Iterator
from typing import Any

from conform.case import Case, ok
from conform.make import (
    TEXT,
    VALUES,
)

FIRST = "We crossed the river at dawn."


def wordings() -> Iterator[Case]:
    """The classes of section 14."""
    yield ok("exact", "EXACT")
    yield ok(
        "exact-with-override",
        "EXACT",
        text="He \u202esaid\u202c so.",
        shown="He \u202esaid\u202c so.",
    )
    yield ok(
        "exact-line-separator",
        "EXACT",
        text="One\u2028two\u2029three",
        shown="One\u2028two\u2029three",
    )
    yield ok("exact-unassigned", "EXACT", text="word \u0378 word", shown="word \u0378 word")
    yield ok("exact-emoji", "EXACT", text="Go 👩\u200d🚒 now", shown="Go 👩\u200d🚒 now")
    yield ok("excerpt-first", "VERBATIM", "excerpt", shown=FIRST, segments=[0])
    yield ok("excerpt-second", "VERBATIM", "excerpt", shown="Nobody was there!")
    yield ok("excerpt-all-open", "VERBATIM", "excerpt", shown=FIRST)
    yield ok(
        "mid-sentence", "VERBATIM", "excerpt", "starts mid-sentence", shown="the river at dawn."
    )
    yield ok("after-closed", "VERBATIM", "excerpt", shown="Then we went home.", segments=[2])
    yield ok("trimmed", "VERBATIM", "whole message", shown=f" {TEXT}\u00a0\n")
    yield ok(
        "quotes-folded",
        "VERBATIM",
        "whole message",
        text="He said “no” to us",
        shown='He said "no" to us',
    )
    yield ok(
        "guillemets-folded",
        "VERBATIM",
        "whole message",
        text="«Да», он сказал",
        shown='"Да", он сказал',
    )
    yield ok("apostrophe-folded", "VERBATIM", "whole message", text="We don’t", shown="We don't")
    yield ok(
        "spaces-folded",
        "VERBATIM",
        "whole message",
        text="at 4:30\u202fPM\nsharp",
        shown="at 4:30 PM sharp",
    )
    yield ok(
        "nfd-folded", "VERBATIM", "whole message", text="cafe\u0301 noir", shown="caf\u00e9 noir"
    )
    yield ok(
        "hangul-folded", "VERBATIM", "whole message", text="\u1112\u1161\u11ab 강", shown="한 강"
    )
    yield ok(
        "invisible-folded",
        "VERBATIM",
        "whole message",
        text="\u200eword\u2060 of\u200b it",
        shown="word of it",
    )
    yield ok("tags-folded", "VERBATIM", "whole message", text="we\U000e0041 go", shown="we go")
    yield ok("ellipsis-folded", "VERBATIM", "whole message", text="well… yes", shown="well... yes")
    yield ok(
        "plain",
        "VERBATIM",
        "whole message",
        text="“so”\u200b he said",
        shown='"so" he said',
        of="plain",
        opens=("text", "plain", "attr"),
    )
    yield ok(
        "plain-alone",
        "VERBATIM",
        "whole message",
        text="“so”\u200b he said",
        shown='"so" he said',
        of="plain",
        opens=("plain", "attr"),
    )
    yield ok("elided-open", "ELIDED", shown="We crossed the river […] Then we went home.")
    yield ok(
        "elided-closed",
        "ELIDED",
        shown="We crossed the river at dawn. […] Then we went home.",
        segments=[0, 2],
    )
    yield ok("elided-three-dots", "ELIDED", shown="We crossed [...] went home.")
    yield ok("elided-at-ends", "ELIDED", shown="[…] Nobody was there! […]")
    yield ok("elided-punctuation", "ELIDED", shown="Nobody was […].")
    yield ok("elided-twice", "ELIDED", shown="We […] river […] went home")
    yield ok("bracketed-between-gaps", "BRACKETED", shown="[…] the [Wadi] river […] home.")
    yield ok("bracketed-twice", "BRACKETED", shown="[The] [men] crossed the river at dawn.")
    yield ok("bracketed-then-gap", "BRACKETED", shown="[The men] […] the river at dawn.")
    yield ok("bracketed", "BRACKETED", shown="[The men] crossed the river at dawn.")
    yield ok("bracketed-inside", "BRACKETED", shown="We crossed the river at [first light].")
    yield ok(
        "bracketed-and-elided", "BRACKETED", shown="We crossed the [Wadi] river […] went home."
    )
    yield ok("respelled-case", "RESPELLED", shown="WE CROSSED the River at dawn")


def spellings() -> Iterator[Case]:
    """Other scripts."""
    yield ok(
        "arabic-excerpt",
        "VERBATIM",
        "excerpt",
        text="عبرنا النهر. لم نجد أحدا؟ عدنا",
        shown="لم نجد أحدا؟",
    )
    yield ok("respelled-yeh", "RESPELLED", text="على النهر", shown="علي النهر")
    yield ok("respelled-tatweel", "RESPELLED", text="قـــال لنا", shown="قال لنا")
    yield ok("respelled-vowels", "RESPELLED", text="كَتَبَ لنا", shown="كتب لنا")
    yield ok("respelled-zwnj", "RESPELLED", text="می\u200cرویم خانه", shown="میرویم خانه")
    yield ok("respelled-kaf", "RESPELLED", text="کتاب خوب", shown="كتاب خوب")
    yield ok("respelled-turkish", "RESPELLED", text="İstanbul'da kalır", shown="istanbul'da kalir")
    yield ok("respelled-sigma", "RESPELLED", text="ΟΔΟΣ μας", shown="οδος μας")
    yield ok("respelled-full-width", "RESPELLED", text="ＡＢＣ now", shown="ABC now")
    yield ok("respelled-ligature", "RESPELLED", text="the oﬃce shut", shown="the office shut")
    yield ok("respelled-hebrew-points", "RESPELLED", text="שָׁלוֹם לך", shown="שלום לך")
    yield ok("chinese-excerpt", "VERBATIM", "excerpt", text="我们过河了。没有人！", shown="没有人")
    yield ok(
        "chinese-inside",
        "VERBATIM",
        "excerpt",
        "starts mid-sentence",
        text="我们过河了。",
        shown="过河",
    )
    yield ok(
        "thai-inside", "VERBATIM", "excerpt", "starts mid-sentence", text="เราข้ามแม่น้ำ", shown="ข้าม"
    )
    yield ok("russian", "EXACT", text="Мы перешли реку.", shown="Мы перешли реку.")
    yield ok(
        "number-closed",
        "VERBATIM",
        "excerpt",
        text="Call 0612345678 now",
        shown="Call",
        segments=[0],
    )
    yield ok("raw", "RAW", text="c2hvd24g7aCA", shown="c2hvd24g7aCA", attr={"enc": "raw"})


def kinds() -> Iterator[Case]:
    """Attributes, times, senders and the other fields."""
    for flag in ("edited", "forwarded", "via_bot", "quoted_reply"):
        yield ok(f"attr-{flag}", "EXACT", attr={flag: True})
    yield ok("attr-service", "EXACT", attr={"kind": "service"})
    shout = FIRST.upper()
    yield ok("forwarded-respelled", "RESPELLED", attr={"forwarded": True}, shown=shout)
    yield ok("forwarded-excerpt", "VERBATIM", "excerpt", attr={"forwarded": True}, shown=FIRST)
    yield ok("time-closed", "EXACT", opens=("text", "attr"))
    yield ok("day-only", "EXACT", opens=("text", "attr", "day"))
    yield ok(
        "time-null",
        "EXACT",
        values={"time": None},
        attr={"time_basis": "none", "time_precision": "none"},
    )
    times = {
        "local": "2026-10-03T08:12:44",
        "range": "2026-10-03T00:00:00Z/2026-10-04T23:59:59.999999Z",
        "micro": "2026-10-03T05:12:44.250000Z",
    }
    for name, sent in times.items():
        yield ok(f"time-{name}", "EXACT", values={"time": {"sent": sent, "edited": None}})
    yield ok(
        "time-edited",
        "EXACT",
        attr={"edited": True},
        values={"time": {"sent": times["micro"], "edited": "2026-10-03T06:00:00Z"}},
    )
    yield ok("no-alias", "EXACT", opens=("text", "attr", "time"), speaker=None, story=None)
    yield ok("alias-without-label", "EXACT", speaker=None)
    everything = (
        "text",
        "plain",
        "attr",
        "time",
        "day",
        "seq",
        "sender",
        "reply",
        "media",
        "src",
        "alias",
    )
    yield ok("all-open", "EXACT", opens=everything)
    full: dict[str, Any] = {
        "reply": {"to": "41", "chat": None, "quote": "the river?"},
        "media": [{"type": "photo", "sha256": "0f" * 32}, {"type": "file", "sha256": None}],
        "sender": {"id": None, "name": "Rafiq"},
        "src": {**VALUES["src"], "kind": "row", "sha256": None, "start": "9" * 16},
        "seq": "1234567890123456",
    }
    yield ok("all-open-filled", "EXACT", opens=everything, values=full)
    yield ok("shuffled", "EXACT", at={"disclosures": lambda d: d[::-1]})
    yield ok("attr-only-and-words-of-plain-null", "EXACT", opens=("text", "plain", "attr"))


def every() -> Iterator[Case]:
    """All of them."""
    for part in (wordings, spellings, kinds):
        yield from part()
