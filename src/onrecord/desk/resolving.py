"""What a draft's citations lead to, with members under this story's pseudonyms."""

import json
from dataclasses import replace

from onrecord.archive import disk
from onrecord.attribute.voices import base_voice
from onrecord.desk.case import Case
from onrecord.desk.holdings import readings
from onrecord.desk.news import articles
from onrecord.desk.proposing import every, unknown
from onrecord.desk.rows import by_reference
from onrecord.desk.whose import voices_of
from onrecord.errors import NoSuchThing
from onrecord.lang.guess import language_of
from onrecord.model.chat import Message
from onrecord.model.cite import Ref
from onrecord.model.claim import Voice
from onrecord.model.draft import Cite
from onrecord.model.press import Article
from onrecord.model.story import Report, Said
from onrecord.report.redact import labels

CITED = "cited.json"


class Labels:
    """One pseudonym a member for one story, kept in the case, never published
    beside a name. The same story keeps its labels when it is published again."""

    def __init__(self, case: Case, story: str) -> None:
        self._path = case.path / "stories" / f"{story}.labels.json"
        self._members: list[str] = []
        if self._path.exists():
            self._members = json.loads(self._path.read_text("utf-8"))

    def of(self, message: Message) -> str:
        """The label of the message's sender, given in order of first use."""
        return self.of_member(member_of(message))

    def of_member(self, member: str) -> str:
        """The label of a member, given in order of first use."""
        if member == GROUP:
            return GROUP
        if member not in self._members:
            self._members.append(member)
        return labels(self._members)[member]

    def keep(self) -> None:
        """Writes the labels down; only once a story is really published."""
        disk.replace(self._path, json.dumps(self._members, ensure_ascii=False).encode())


GROUP = "the group’s account"
"""The label of what an administrator posts as the group: no member's words."""


def member_of(message: Message) -> str:
    """Who a message's member is inside one export: the id, else the name."""
    if base_voice(message).kind == "group":
        return GROUP
    return message.sender_id or message.sender or "nobody"


def ref_of(message: Message) -> Ref:
    """The reference of a message of a case."""
    return Ref(message.reading, message.n, message.key)


def said_of(message: Message, label: str, spans: tuple[Voice, ...]) -> Said:
    """A message as the gate needs it; ``spans`` are its voices."""
    return Said(
        ref=ref_of(message),
        text=message.text,
        label=label,
        time=message.time,
        language=language_of(message.text) or "",
        voices=spans,
        enc=message.enc,
        edited=message.edited,
        media=tuple(m.type for m in message.media),
    )


def report_of(article: Article) -> Report:
    """An article as the gate needs it."""
    return Report(
        id=article.id,
        text=article.text,
        outlet=article.outlet or "",
        title=article.title,
        published=article.published,
        language=article.language or "",
        url=article.url,
    )


def cited(case: Case) -> dict[str, str]:
    """Statements that drafts have named, with the message each stands in."""
    path = case.path / "stories" / CITED
    if not path.exists():
        return {}
    known: dict[str, str] = json.loads(path.read_text("utf-8"))
    return known


def keep_cited(case: Case, named: dict[str, str]) -> None:
    """Remembers where named statements stand: rules change, drafts must not."""
    known = {**cited(case), **named}
    disk.replace(case.path / "stories" / CITED, json.dumps(known, sort_keys=True).encode())


class Shelf:
    """The messages and articles that citations lead to, each looked up once.

    Nothing in it depends on a story: a desk that checks a draft while it is
    written keeps the shelf as long as the case stays as it is.
    """

    def __init__(self, case: Case) -> None:
        self._case = case
        self.articles = {a.id: a for a in articles(case)}
        self._statements: dict[str, Ref] = {}
        self._all_known = False
        self._found: dict[tuple[str, str], tuple[Message, tuple[Voice, ...]]] = {}

    def message(self, cite: Cite) -> tuple[Message, tuple[Voice, ...]]:
        """A message and its voices. Raises NoSuchMessage, NoSuchThing, AmbiguousReference."""
        # A lookup walks all rows, and the gate asks several times.
        asked = (cite.kind, cite.id)
        if asked not in self._found:
            message = self._looked_up(cite)
            self._found[asked] = message, voices_of(self._case, message)
        return self._found[asked]

    def _looked_up(self, cite: Cite) -> Message:
        if cite.kind == "s":
            ref = self._statement(f"s:{cite.id}")
            return by_reference(self._case, f"{ref.reading}:m:{ref.key}")
        number, _, key = cite.id.rpartition(":")
        return by_reference(self._case, f"{number}:m:{key}" if number else f"m:{key}")

    def _statement(self, wanted: str) -> Ref:
        if wanted not in self._statements:
            # Named in a draft, perhaps before a rule changed: it leads to its message.
            kept = cited(self._case).get(wanted)
            if kept is not None:
                self._statements[wanted] = ref_of(by_reference(self._case, kept))
        if wanted not in self._statements:
            from onrecord.desk.boarding import statement_of

            looked_up = statement_of(self._case, wanted)
            if looked_up is not None:
                self._statements[wanted] = looked_up.citation.ref
        if wanted not in self._statements and not self._all_known:
            from onrecord.desk.judged import by_person
            from onrecord.desk.progress import Silent

            found = list(every(self._case, readings(self._case, "chat"), Silent()))
            found += by_person(self._case, found)
            self._statements = {s.id: s.citation.ref for s in found} | self._statements
            self._all_known = True
        if wanted not in self._statements:
            raise unknown(self._case.path, wanted)
        return self._statements[wanted]


class CaseResolver:
    """Resolves ``[[m:…]]``, ``[[s:…]]`` and ``[[a:…]]`` in a case, for one story."""

    def __init__(self, case: Case, given: Labels, shelf: Shelf | None = None) -> None:
        self._labels = given
        self._shelf = shelf or Shelf(case)
        self._said: dict[tuple[str, str], Said] = {}
        self.messages: dict[Ref, Message] = {}

    def said(self, cite: Cite) -> Said:
        """The sealed message. Raises NoSuchMessage, NoSuchThing, AmbiguousReference."""
        asked = (cite.kind, cite.id)
        if asked not in self._said:
            self._said[asked] = self._looked_up(cite)
        return self._said[asked]

    def _looked_up(self, cite: Cite) -> Said:
        message, spans = self._shelf.message(cite)
        self.messages[ref_of(message)] = message
        found = said_of(message, self._labels.of(message), spans)
        if message.reply_to and not found.replied:
            found = replace(found, replied="in reply to another message")
        return found

    def report(self, cite: Cite) -> Report:
        """The published item. Raises NoSuchThing."""
        wanted = f"a:{cite.id}"
        found = [a for ident, a in self._shelf.articles.items() if ident.startswith(wanted)]
        if len(found) != 1:
            raise NoSuchThing(
                f"No article is called {wanted}" if not found else f"{wanted} fits several",
                advice="`onrecord compare CASE` shows the names of articles",
            )
        return report_of(found[0])
