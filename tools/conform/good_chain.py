"""Cases that every checker must accept: archives, logs, keys, times, translations."""

from collections.abc import Iterator
from typing import Any

from conform.case import Case, ok
from conform.good import FIRST
from conform.make import DESK, OTHER_DESK, SEAL_VALUES, WHEN, WITNESS_A, WITNESS_B, translation
from conform.seal import b64, b64url, sha256
from conform.sign import Signer, token, tst_info

POLICY = (
    f"# invented\nwitness a {WITNESS_A.vkey}\nwitness b {WITNESS_B.vkey} https://b.example/\n"
    "group both all a b\nquorum both\n"
)
ONE_OF = POLICY.replace(" all ", " any ")


def archives() -> Iterator[Case]:
    """Sizes of archive and log, entries, heads, keys."""
    yield ok("archive-of-one", "EXACT", leaves=1)
    yield ok("archive-of-1024", "EXACT", leaves=1024)
    yield ok("log-of-one", "EXACT", entries=1, entry_at=0)
    yield ok("log-of-1000", "EXACT", entries=1000, entry_at=999)
    for n in range(7):
        yield ok(f"log-of-7-at-{n}", "EXACT", entries=7, entry_at=n)
    yield ok("reseal", "EXACT", at={"entry": lambda e: e.replace(b'"t":"seal"', b'"t":"reseal"')})
    for basis in ("content", "mixed"):
        yield ok(
            f"basis-{basis}",
            "EXACT",
            at={"entry": lambda e, b=basis: e.replace(b"platform-id", b.encode())},
        )
    yield ok("seal-opened", "EXACT", opened=list(SEAL_VALUES))
    filled = {
        "notes": "from a member",
        "same_chat": b64url(sha256(b"other")[:16]),
        "beacon": "round 12",
    }
    yield ok(
        "seal-opened-filled",
        "EXACT",
        opened=list(SEAL_VALUES),
        at={"seal_values": lambda v: {**v, **filled}},
    )
    nulls = {k: None for k in SEAL_VALUES}
    yield ok(
        "seal-opened-nulls", "EXACT", opened=list(SEAL_VALUES), at={"seal_values": lambda v: nulls}
    )
    odd = Signer('desk.example/"odd"\\name')
    yield ok("desk-name-escaped", "EXACT", signer=odd, keys=[odd.vkey])
    yield ok("two-keys-pinned", "EXACT", keys=[OTHER_DESK.vkey, DESK.vkey])
    newer = Signer(DESK.name, seed="newer")
    yield ok("key-rotated", "EXACT", keys=[DESK.vkey, newer.vkey], signer=newer)
    yield ok("two-signatures", "EXACT", keys=[DESK.vkey, newer.vkey], at={"head": _also(newer)})
    yield ok("unknown-signature", "EXACT", at={"head": _also(OTHER_DESK)})
    yield ok(
        "unknown-type",
        "EXACT",
        at={"head": lambda h: h + f"\u2014 pq.example {b64(bytes(2424))}\n"},
    )
    yield ok("same-name-other-id", "EXACT", at={"head": _also(newer)})


def _also(signer: Signer) -> Any:
    def change(head: str) -> str:
        return head + signer.line(head.partition("\n\n")[0] + "\n")

    return change


def times() -> Iterator[Case]:
    """Witnesses, policies, time stamps."""
    two = [(WITNESS_A, WHEN), (WITNESS_B, WHEN + 60)]
    yield ok("witness-unknown", "EXACT", cosigners=two)
    yield ok("witness-pinned", "EXACT", cosigners=two[:1], policy=ONE_OF.encode())
    yield ok("witness-quorum", "EXACT", cosigners=two[::-1], policy=POLICY.encode())
    none = POLICY.replace("quorum both", "quorum none")
    yield ok("witness-none-needed", "EXACT", policy=none.encode())
    log = f"log {DESK.vkey} https://desk.example/log\n"
    yield ok("policy-names-log", "EXACT", keys=[], policy=(log + none).encode())
    tsa = f"{none}\ttsa eu qualified {'ab' * 32} eu.pem\nstamps 2\n"
    yield ok("policy-authorities", "EXACT", policy=tsa.encode(), stamps=["20261118110641Z"])
    asked = tsa.replace("eu.pem", "eu.pem https://stamps.example/tsr")
    yield ok("policy-authority-url", "EXACT", policy=asked.encode(), stamps=["20261118110641Z"])
    least = POLICY.replace(" all ", " 2 ")
    yield ok("witness-k-of-n", "EXACT", cosigners=two, policy=least.encode())
    yield ok("witness-far-future", "EXACT", cosigners=[(WITNESS_A, 2**62)], policy=ONE_OF.encode())
    yield from _disputes()
    yield ok("token", "EXACT", stamps=["20261118110641Z"])
    yield ok("token-fraction", "EXACT", stamps=["20261118110641.5Z"])
    yield ok("tokens-eight", "EXACT", stamps=[f"2026111811064{i}Z" for i in range(8)])
    embedded = [lambda b: token(tst_info(sha256(b), "20261118110641Z"), embed=True)]
    yield ok("token-certificate", "EXACT", stamps=embedded)


def _disputes() -> Iterator[Case]:
    """Times of witnesses a day apart: what they prove stands, and is said to be disputed."""
    any_of = POLICY.replace(" all ", " any ").encode()
    day = 86_400
    for name, lines in {
        "a-day-apart": [(WITNESS_A, WHEN), (WITNESS_B, WHEN + day)],
        "disputed": [(WITNESS_A, WHEN), (WITNESS_B, WHEN + day + 1)],
        "disputed-other-order": [(WITNESS_A, WHEN + day + 1), (WITNESS_B, WHEN)],
        "one-a-day-apart": [(WITNESS_A, WHEN), (WITNESS_A, WHEN + 2 * day)],
        "seen-again": [(WITNESS_A, WHEN), (WITNESS_B, WHEN + 9), (WITNESS_A, WHEN + 365 * day)],
        "disputed-seen-again": [
            (WITNESS_A, WHEN),
            (WITNESS_A, WHEN + 9),
            (WITNESS_B, WHEN + 2 * day),
        ],
        "disputed-far-future": [(WITNESS_A, WHEN), (WITNESS_B, 2**62)],
    }.items():
        yield ok(f"witnesses-{name}", "EXACT", cosigners=lines, policy=any_of)


def translated(
    *of: int, signer: Signer = DESK, count: int = 1, changed: Any = None, text: str = "Wir gingen."
) -> dict[str, Any]:
    """Plants translations of the disclosed words."""

    def at(words: list[str]) -> list[dict[str, str]]:
        chosen = [words[i] for i in of] if of else words
        made = [translation(chosen, text, signer, lang=f"l{i}") for i in range(count)]
        return [{**m, **(changed or {})} for m in made]

    return {"translations": at}


def translations() -> Iterator[Case]:
    """Signed translations."""
    yield ok("translation", "EXACT", at=translated())
    yield ok(
        "translation-unknown-key", "EXACT", at=translated(signer=Signer("translator.example/t"))
    )
    yield ok("translations-eight", "EXACT", at=translated(count=8))
    yield ok(
        "translation-of-excerpt", "VERBATIM", "excerpt", shown=FIRST, segments=[0], at=translated()
    )
    yield ok("translation-rtl", "EXACT", at=translated(text="عبرنا النهر"))


def every() -> Iterator[Case]:
    """All of them."""
    for part in (archives, times, translations):
        yield from part()
