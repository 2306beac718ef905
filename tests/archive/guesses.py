"""What somebody who knows the languages, the names and the season would guess.

Made from our own language files and name tables, put together; no foreign data.
"""

import itertools
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from onrecord import lang

LANG = Path(lang.__file__).parent
FIRST_MINUTE = datetime(2025, 6, 1, tzinfo=UTC)


def words(most: int) -> Iterator[str]:
    """``most`` different words, names, sentences, ids, days and moments: a share each."""
    known = sorted(_known())
    names = sorted(_names())
    share = most // 5
    seen: set[str] = set()
    for source, count in (
        (known, share),
        (_whole_names(names), share),
        (_sentences(known), share),
        (map(str, itertools.count()), share),
        (_days(), 1_000),
        (_minutes(), most),
    ):
        for one in itertools.islice(source, count):
            if one not in seen:
                seen.add(one)
                yield one
                if len(seen) == most:
                    return


def _known() -> set[str]:
    """Every string of the language files."""
    found: set[str] = set()

    def walk(value: object) -> None:
        if isinstance(value, str):
            found.add(value)
            found.update(re.findall(r"[^\W\d_]+", value))
        elif isinstance(value, dict):
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    for file in sorted(LANG.glob("*.toml")):
        walk(tomllib.loads(file.read_text("utf-8")))
    return found - {""}


def _names() -> set[str]:
    """Every name of the tables of names."""
    found: set[str] = set()
    for file in sorted((LANG / "pairs").glob("*.txt")):
        found.update(re.findall(r"[^\W\d_]{2,}", file.read_text("utf-8")))
    return found


def _whole_names(names: list[str]) -> Iterator[str]:
    """Names of two parts, each name with some of the others; as handles too."""
    for step in range(1, len(names)):
        for i, one in enumerate(names):
            other = names[(i + step) % len(names)]
            yield f"{one} {other}"
            if step % 8 == 1:
                yield f"@{one}_{other}".lower()


def _sentences(known: list[str]) -> Iterator[str]:
    """Short sentences of the words there are, as a segment has them."""
    frames = ("We saw {} there. ", "{} is closed. ", "They said {}.", "{} {}. ", "نحن {}. ")
    for step in range(1, len(known)):
        for i, one in enumerate(known):
            yield frames[(i + step) % len(frames)].format(one, known[(i + step) % len(known)])


def _days() -> Iterator[str]:
    for n in itertools.count():
        yield (FIRST_MINUTE + timedelta(days=n)).strftime("%Y-%m-%d")


def _minutes() -> Iterator[str]:
    for n in itertools.count():
        yield (FIRST_MINUTE + timedelta(minutes=n)).strftime("%Y-%m-%dT%H:%M:%SZ")


def values(word: str) -> Iterator[bytes]:
    """The ends of disclosures, after the salt, that hold this guess: as a sentence, a
    sender, a time, a day, a number, a message replied to."""
    said = json.dumps(word, ensure_ascii=False).encode()
    if word[:2] == "20" and word[4:5] == "-":
        if len(word) == 10:
            yield b'","day",' + said + b"]"
        else:
            yield b'","time",{"sent":' + said + b',"edited":null}]'
        return
    yield b'",' + said + b"]"
    yield b'","sender",{"id":' + said + b',"name":null}]'
    if word.isdigit():
        yield b'","seq",' + said + b"]"
        yield b'","reply",{"to":' + said + b',"chat":null,"quote":null}]'
    else:
        yield b'","sender",{"id":null,"name":' + said + b"}]"
        yield b'","reply",{"to":null,"chat":null,"quote":' + said + b"}]"
        yield b'","media",[{"type":' + said + b',"sha256":null}]]'
