"""Witness A at any size: the case inside a stream of everyday talk.

Nothing is kept but the pools, so memory does not grow with the number of
messages. Rows are put together from pieces that are escaped once.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta

from sample import clock, telegram_json
from sample.case import Case
from sample.cast import Cast
from sample.said import Part, Say
from sample.talk import EMOJI, FOREIGN
from sample.witness_b import WitnessB

FILLED = 20_000
OPENERS = ("يا جماعة، ", "للتذكير: ", "والله ", "على فكرة، ", "صباح الخير. ", "مساء الخير، ")
CLOSERS = (" 😂", " 👍", "...", "!", " يا شباب", " إن شاء الله", " 🌊", "، والسلام", " هههه")
NAMED = ("عند دكان", "مع ابن", "قرب بيت", "سلّم على", "من طرف", "في زقاق", "يا")
LETTERS = "بتجحخدرزسشصضطعغفقكلمنهوي"
SHAPES = (
    "{0}ا{1}{2}",
    "{0}{1}ي{2}",
    "م{0}{1}و{2}",
    "{0}{1}ا{2}",
    "ال{0}{1}{2}ي",
    "{0}{1}{2}ان",
    "أ{0}{1}{2}",
    "ت{0}{1}ي{2}",
)
RARE_WORDS = 100_000
FIRST, LAST = clock.START + timedelta(hours=2), clock.END - timedelta(hours=3)
NIGHT, DAY = 1, 4
CLOCK = [f"{n // 60:02}:{n % 60:02}" for n in range(3600)]


@dataclass
class Numbers:
    """Message numbers as they are given out, and what was counted on the way."""

    ids: dict[str, int] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)


def stream(
    case: Case, messages: int, numbers: Numbers, second: WitnessB | None = None
) -> Iterator[str]:
    """``result.json`` with that many records; ``numbers`` is filled on the way.

    With ``second``, the same chat as the other exporter has it: its names, its
    missing and changed messages, and what was written after the first export.
    """
    extra = messages - len(case.says)
    if second:
        case = replace(case, cast=_renamed(case.cast))
    yield telegram_json.head(case.cast)
    comma = ""
    for row in _merged(case, extra, numbers, second):
        yield comma + row
        comma = ","
    yield telegram_json.TAIL


def _renamed(cast: Cast) -> Cast:
    return replace(cast, members=tuple(replace(m, a=m.b) for m in cast.members))


def _merged(case: Case, extra: int, numbers: Numbers, second: WitnessB | None) -> Iterator[str]:
    told = list(reversed(case.says))
    row = _Rows(case, numbers)
    for unix, hour, at in _moments(extra):
        while told and told[-1].unix <= unix:
            yield from _told(case, told.pop(), row, numbers, second)
        yield row.made(unix, hour, at)
    while told:
        yield from _told(case, told.pop(), row, numbers, second)
    for say in second.said_after if second else ():
        yield from _told(case, say, row, numbers, None)


def _told(
    case: Case, say: Say, rows: "_Rows", numbers: Numbers, second: WitnessB | None
) -> Iterator[str]:
    number = rows.next_id()
    numbers.ids[say.key] = number
    if second and say.key in second.gone:
        return
    if second and say.key in second.changed:
        say = replace(say, parts=(Part("", second.changed[say.key]),))
    row = telegram_json.message(case.cast, number, say, numbers.ids)
    yield "\n  " + telegram_json.render(row, 2)


def _moments(count: int) -> Iterator[tuple[int, str, int]]:
    """(unix, ``2026-03-02T10:``, second of the hour), rising, more by day than by night."""
    hours = range(clock.to_unix(FIRST), clock.to_unix(LAST), 3600)
    weights = [DAY if clock.to_local(hour).hour >= 7 else NIGHT for hour in hours]
    total, before, done = sum(weights), 0, 0
    for start, weight in zip(hours, weights, strict=True):
        before += weight
        here = count * before // total - done
        done += here
        shown = clock.to_local(start).strftime("%Y-%m-%dT%H:")
        for n in range(here):
            second = n * 3600 // here
            yield start + second, shown, second


class _Rows:
    """Makes rows of everyday talk, and gives out message numbers."""

    def __init__(self, case: Case, numbers: Numbers) -> None:
        self.rng = random.Random(f"scale {case.seed}")
        self.counts = numbers.counts
        self.last = 0
        stock = case.stock
        lines = [_bare(s) for s in stock.sentences if "\u0600" <= s[0] <= "\u06ff"]
        lines *= FILLED // len(lines)
        lines += [_bare(stock.filled(self.rng)) for _ in range(FILLED)]
        self.rare = [_name(self.rng) for _ in range(RARE_WORDS)]
        self.short = [_bare(text) for text in stock.short]
        own = {
            key: [
                _bare(line.text)
                for t in (*stock.threads, *stock.remarks)
                for line in t
                if line.who == key
            ]
            for key in FOREIGN
        }
        self.people: list[tuple[str, list[str]]] = []
        for member in case.cast.members:
            name, peer = _bare(member.a), case.cast.peer(member.key)
            block = f'   "from": "{name}",\n   "from_id": "{peer}",\n'
            self.people += [(block, own.get(member.key, lines))] * member.chatty
        self.channel = (
            f'   "forwarded_from": "{case.cast.channel}",\n'
            f'   "forwarded_from_id": "channel{case.cast.channel_id}",\n'
        )

    def next_id(self) -> int:
        """The next message number; now and then one is missing."""
        self.last += 2 if self.rng.random() < 0.03 else 1
        return self.last

    def made(self, unix: int, hour: str, second: int) -> str:
        """One row."""
        chance = self.rng.random
        before = self.last
        number = self.next_id()
        who, pool = self.people[int(chance() * len(self.people))]
        kind = chance()
        middle = after = ""
        if kind < 0.2 and before > 9:
            text = self.short[int(chance() * len(self.short))]
            middle = f'   "reply_to_message_id": {before - int(chance() * 6)},\n'
            self.counts["reply"] += 1
        else:
            text = self._sentence(pool)
            if kind > 0.94:
                middle, after = self._rare(kind)
        date = f"{hour}{CLOCK[second]}"
        return (
            f'\n  {{\n   "id": {number},\n   "type": "message",\n   "date": "{date}",\n'
            f'   "date_unixtime": "{unix}",\n{who}{middle}   "text": "{text}",\n'
            f'   "text_entities": [\n    {{\n     "type": "plain",\n     "text": "{text}"\n'
            f"    }}\n   ]{after}\n  }}"
        )

    def _sentence(self, pool: list[str]) -> str:
        chance = self.rng.random
        text = pool[int(chance() * len(pool))]
        if chance() < 0.1:
            text = OPENERS[int(chance() * len(OPENERS))] + text
        tail = chance()
        if tail < 0.2:
            text = text.rstrip(".") + CLOSERS[int(chance() * len(CLOSERS))]
        elif tail < 0.45:  # a name: few are common, most are rare (a chat's words are like that)
            name = self.rare[int(RARE_WORDS * chance() ** 3)]
            text = f"{text.rstrip('.')} {NAMED[int(chance() * len(NAMED))]} {name}"
        elif tail < 0.6:
            text = f"{text} {pool[int(chance() * len(pool))]}"
        return text

    def _rare(self, kind: float) -> tuple[str, str]:
        """A forward, a photo that was left out, or a reaction."""
        if kind > 0.985:
            self.counts["forward"] += 1
            return self.channel, ""
        if kind > 0.97:
            self.counts.update(("photo", "media_left_out"))
            left_out = telegram_json.LEFT_OUT
            return (
                f'   "photo": "{left_out}",\n   "photo_file_size": 88214,\n'
                '   "width": 1280,\n   "height": 853,\n'
            ), ""
        self.counts["with_reactions"] += 1
        emoji, count = self.rng.choice(EMOJI), self.rng.randint(1, 9)
        return "", (
            f',\n   "reactions": [\n     {{\n      "type": "emoji",\n      "count": {count},\n'
            f'      "emoji": "{emoji}"\n     }}\n    ]'
        )


def _name(rng: random.Random) -> str:
    """A made-up name: three letters in one of the shapes Arabic words take."""
    return rng.choice(SHAPES).format(*rng.sample(LETTERS, 3))


def _bare(text: str) -> str:
    return telegram_json.quoted(text)[1:-1]
