"""The sample story's draft and what a desk would know about it. All invented."""

import struct
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from onrecord.errors import AmbiguousReference, NoSuchMessage, NoSuchThing
from onrecord.model.cite import Ref
from onrecord.model.claim import Voice
from onrecord.model.draft import Cite
from onrecord.model.story import Checker, Picture, Proof, Report, Said, Story
from onrecord.model.when import When
from onrecord.report.assemble import assemble
from onrecord.report.check import check
from onrecord.report.draft import parse

GOLDEN = Path(__file__).parent.parent / "golden" / "report"
DRAFT = (GOLDEN / "harbour.md").read_text(encoding="utf-8")


def at(text: str) -> When:
    """An instant the export states."""
    moment = datetime.fromisoformat(text).replace(tzinfo=UTC)
    return When(text, "utc", moment, moment)


def said(key: str, label: str, text: str, time: str, language: str = "ar") -> Said:
    """A message of the group, own words."""
    return Said(Ref(1, ord(key[0]), key * 2 + key[:8]), text, label, at(time), language)


MESSAGES = {
    "c3c3c3c3c3c3": replace(
        said(
            "c3c3c3c3c3c3",
            "Member C",
            "سقط الميناء مرّتين: مرّة في أوّل آذار ولم نقل شيئًا، ومرّة الليلة.",
            "2026-03-26T20:18:00",
        ),
        edited=at("2026-03-26T20:21:00"),
    ),
    "a1a1a1a1a1a1": said(
        "a1a1a1a1a1a1",
        "Member A",
        "ضُرب رصيف القمح قبل الفجر. حارس الرصيف سالم لم يصب. المخزن الشمالي احترق كلّه.",
        "2026-03-24T02:42:00",
    ),
    "b2b2b2b2b2b2": said(
        "b2b2b2b2b2b2",
        "Member B",
        "لم يسقط الميناء، ومن يقول غير ذلك لم يقف على رصيفه يومًا.",
        "2026-03-24T16:05:00",
    ),
    "d4d4d4d4d4d4": replace(
        said(
            "d4d4d4d4d4d4",
            "Member D",
            "هذا كُتب والرجال ما زالوا على الأرصفة، ولم يسألهم أحد.",
            "2026-03-25T18:40:00",
        ),
        replied="in reply to the communiqué",
    ),
    "e5e5e5e5e5e5": said(
        "e5e5e5e5e5e5",
        "Member E",
        "Порт мы потеряли, это правда, и все это знают.",
        "2026-03-27T08:02:00",
        "ru",
    ),
    "e5ffffffffff": said("e5ffffffffff", "Member E", "Да.", "2026-03-27T08:03:00", "ru"),
    "f6f6f6f6f6f6": replace(
        said("f6f6f6f6f6f6", "Member A", "The quarter stands unbroken.", "2026-03-25T09:00:00"),
        language="en",
        voices=(Voice("forwarded", 0, 28, "the public channel"),),
    ),
}
REPORTS = {
    "111111111111": Report(
        "a:111111111111",
        "Grain pier hit\n\nThe grain pier of Bandar Sahil was hit before dawn.",
        "Qadria Press Agency",
        "Grain pier hit",
        language="en",
    ),
    "222222222222": Report(
        "a:222222222222",
        "Quarter lost\n\nThe army holds the quarter.",
        "The Coast Ledger",
        "Quarter lost",
        language="en",
    ),
}


class Shelf:
    """Answers citations from the tables above, as a desk would."""

    def said(self, cite: Cite) -> Said:
        """The message whose key begins so."""
        found = [m for key, m in MESSAGES.items() if key.startswith(cite.id)]
        if not found:
            raise NoSuchMessage(f"no message {cite.id}", advice="onrecord find prints keys")
        if len(found) > 1:
            raise AmbiguousReference(f"{cite.id} fits {len(found)} messages", advice="write more")
        return found[0]

    def report(self, cite: Cite) -> Report:
        """The article of that id."""
        if cite.id not in REPORTS:
            raise NoSuchThing(f"no article {cite.id}")
        return REPORTS[cite.id]


def png(width: int = 32, height: int = 16) -> bytes:
    """A small grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = b"".join(
        b"\0" + bytes(90 + (x * 3 + y * 5) % 120 for x in range(width)) for y in range(height)
    )
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )


PICTURES = {"pier.png": Picture(png(896, 380), "image/png", 896, 380)}
CHECKER = Checker(
    "onrecord checker 1",
    "5e0c91d73b86af20c41d7e9508fb62da9937e1c45a20bd6ef1840c737a42e6b8",
    "one file, held by the Library of the Qadria Press Institute and printed in its bulletin",
)


def story(text: str = DRAFT) -> Story:
    """The assembled story with stand-in proof files."""
    made = assemble(
        check(parse(text, "harbour.md"), Shelf()), PICTURES, desk="meridian.example/desk"
    )
    count = sum(q.proof is not None for q in made.quotations)
    proofs = tuple(
        Proof(
            b'{"onrecord":"proof/1","stand-in":"%d"}\n' % i,
            leaf=f"b7d140ce92aa6f0{i}",
            entry="Log entry 5 of 7",
            sealed="7 April 2026",
            sealed_by="by a local test authority, which proves nothing to others",
        )
        for i in range(count)
    )
    return made.proved(proofs, CHECKER)
