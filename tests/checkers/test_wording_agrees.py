"""The gate that writers use and the checkers' own rule give one class (format section 14)."""

from collections.abc import Iterator
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.checkers import checkerbench

import verify_alone
from onrecord.model.verdict import PUBLISHABLE
from onrecord.model.wording import CLOSED, classify

# none in brackets: the gate tells brackets of the message from the desk's
LINES = (
    "we crossed the river at dawn nobody Was there don’t «go» non-combatant 4:30\u202fPM 1,000",
    "عبرنا النهر على الفجر قـال كَتَبَ می\u200cرویم کتاب Мы перешли реку cafe\u0301 café İstanbul",
    "我们过河了 เราข้าม ΟΔΟΣ x² ﬁn @name 👩\u200d🚒 \u200eword 5% a…b שָׁלוֹם",
)
WORDS = [word for line in LINES for word in line.split(" ")]
ENDS = (" ", " ", " ", ". ", "! ", "، ", "\n", "\u2028", "… ", ", ", "\u00a0")


@st.composite
def messages(draw: st.DrawFn) -> list[str]:
    """Segments of a message."""
    count = draw(st.integers(1, 4))
    parts = []
    for _ in range(count):
        words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=5))
        ends = draw(st.lists(st.sampled_from(ENDS), min_size=len(words), max_size=len(words)))
        parts.append("".join(w + e for w, e in zip(words, ends, strict=True)))
    return parts


def mended(text: str, how: str) -> str:
    """The text as a desk may print it."""
    words = text.split(" ")
    made = {
        "": text,
        "case": text.upper(),
        "quotes": text.replace("«", "“").replace("»", "”").replace("’", "'"),
        "spaces": text.replace(" ", "\u00a0").replace("\n", " "),
        "gap": " ".join([*words[:1], "[…]", *words[2:]]),
        "bracket": " ".join(["[They]", *words[1:]]),
        "drop": " ".join(words[:1] + words[2:]),
    }
    return made[how]


HOW = st.sampled_from(("", "case", "quotes", "spaces", "gap", "bracket", "drop"))


@given(messages(), st.data())
def test_what_the_gate_passes_the_checkers_pass_alike(
    parts: list[str], data: st.DataObject
) -> None:
    closed = data.draw(st.lists(st.booleans(), min_size=len(parts), max_size=len(parts)))
    shown: list[str | None] = [None if c else p for p, c in zip(parts, closed, strict=True)]
    whole = "".join(parts)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    printed = mended(whole[start:end] or whole, data.draw(HOW))
    joined = "".join(CLOSED if p is None else p for p in shown)
    while CLOSED + CLOSED in joined:
        joined = joined.replace(CLOSED + CLOSED, CLOSED)
    gate = classify(joined, printed).cls.replace("_", " ")
    alone = verify_alone.classify(printed, shown, "text", False).cls
    wordless = not any(verify_alone.is_word(c) for c in printed)  # quotes nothing, section 14
    if gate in PUBLISHABLE and not wordless:
        assert alone == gate, (shown, printed)


@given(messages(), HOW)
def test_whole_messages_are_never_refused(parts: list[str], how: str) -> None:
    if how in ("gap", "bracket", "drop") or not any(map(verify_alone.is_word, "".join(parts))):
        return
    printed = mended("".join(parts), how)
    alone = verify_alone.classify(printed, parts, "text", False).cls
    assert alone in ("EXACT", "VERBATIM", "RESPELLED")


def wordings_asked() -> Iterator[tuple[list[Any], dict[str, Any]]]:
    """Arguments of the checkers' classify, and what verify_alone says in JavaScript's names."""
    texts = ["".join(f"{w}{e}" for w, e in zip(WORDS, ENDS * 5, strict=False)), " ".join(WORDS)]
    for text in texts:
        for at in range(0, len(text), 3):
            for how in ("", "case", "quotes", "spaces", "gap", "bracket", "drop"):
                printed = mended(text[at : at + 40], how)
                parts = [text[:90], None, text[100:]] if at % 2 else [text]
                said = verify_alone.classify(printed, parts, "text", False)
                yield (
                    [printed, parts, "text", False],
                    {
                        "cls": said.cls,
                        "remarks": said.remarks,
                        "folds": said.folds,
                        "leftOut": said.left_out,
                        "inserted": [list(pair) for pair in said.inserted],
                    },
                )


def test_javascript_classes_as_python_does(node: list[str]) -> None:
    asked, said = zip(*wordings_asked(), strict=True)
    answers = checkerbench.batch(node, [{"classify": question} for question in asked])
    for question, mine, theirs in zip(asked, said, answers, strict=True):
        assert theirs == mine, question
