"""People as table, CSV and GEXF, under pseudonyms unless raw is asked for.

Under pseudonyms nothing of a name, an id or a number is left; raw, numbers are
still masked. Neither carries a time of day: there is none to carry.
"""

import csv
import io
import re
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from onrecord.attribute.people import Member, People
from onrecord.model.cells import safe

_NUMBER = re.compile(r"\+?\d(?:[\s().-]?\d){4,}")
_GEXF = "http://gexf.net/1.3"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LABELS = {"person": "Member", "group": "Group", "bot": "Bot", "source": "Source", "named": "Named"}


@dataclass(frozen=True, slots=True)
class Row:
    """One member, ready to leave the case."""

    who: str
    kind: str
    names: str
    name_count: int
    messages: int
    forwards: int
    replies: int
    media: int
    first_day: str
    last_day: str
    events: str
    admin_signs: str


def mask(text: str) -> str:
    """Runs of five and more digits with all but the last two masked."""

    def hide(found: re.Match[str]) -> str:
        digits = [i for i, c in enumerate(found.group()) if c.isdigit()][:-2]
        return "".join("•" if i in digits else c for i, c in enumerate(found.group()))

    return _NUMBER.sub(hide, text)


def pseudonyms(found: People) -> dict[str, str]:
    """``Member 1``, ``Source 1`` ... by key, in order of appearance."""
    counts: dict[str, int] = {}
    out: dict[str, str] = {}
    for key, member in found.members.items():
        label = _LABELS[member.kind]
        counts[label] = counts.get(label, 0) + 1
        out[key] = f"{label} {counts[label]}"
    return out


def table(found: People, *, raw: bool = False) -> list[Row]:
    """One row a member, in order of appearance."""
    hidden = pseudonyms(found)
    return [_row(m, hidden[key], raw) for key, m in found.members.items()]


def _row(member: Member, pseudonym: str, raw: bool) -> Row:
    first, last = member.days
    names = "; ".join(
        f"{mask(a.name)} ({a.times}, {a.first or '?'} to {a.last or '?'})"
        for a in member.names.values()
    )
    who = f"{mask(member.name or '')} [{mask(member.key)}]"
    return Row(
        who=who if raw else pseudonym,
        kind=member.kind,
        names=names if raw else "",
        name_count=len(member.names),
        messages=member.messages,
        forwards=member.forwards,
        replies=member.replies,
        media=member.media,
        first_day=str(first or ""),
        last_day=str(last or ""),
        events="; ".join(f"{e.what} {e.day or '?'}" for e in member.events),
        admin_signs="; ".join(f"{what} {n}" for what, n in member.admin_signs.items()),
    )


def as_csv(found: People, *, raw: bool = False) -> bytes:
    """The table as CSV, UTF-8 with BOM, CRLF (RFC 4180)."""
    out = io.StringIO()
    writer = csv.writer(out)
    fields = list(Row.__dataclass_fields__)
    writer.writerow(fields)
    for row in table(found, raw=raw):
        writer.writerow([_cell(getattr(row, f)) for f in fields])
    return out.getvalue().encode("utf-8-sig", "backslashreplace")


def links_as_csv(found: People, *, raw: bool = False) -> bytes:
    """The graph as a table: who, what (reply, forward, invite, remove), whom, how often."""
    hidden = pseudonyms(found)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("from", "link", "to", "times"))
    for (one, other, link), times in sorted(found.links.items()):
        ends = [_named(found, key) if raw else hidden[key] for key in (one, other)]
        writer.writerow((_cell(ends[0]), link, _cell(ends[1]), times))
    return out.getvalue().encode("utf-8-sig", "backslashreplace")


def _named(found: People, key: str) -> str:
    return f"{mask(found.members[key].name or '')} [{mask(key)}]"


def _cell(value: Any) -> Any:
    return safe(value) if isinstance(value, str) else value


def as_gexf(found: People, *, raw: bool = False) -> bytes:
    """The graph of replies, forwards and invitations as GEXF 1.3.

    Nodes carry kind and number of messages, edges kind and count. Characters
    that XML cannot hold are written ``\\x1b``.
    """
    hidden = pseudonyms(found)
    numbers = {key: str(n) for n, key in enumerate(found.members)}
    root = ET.Element("gexf", xmlns=_GEXF, version="1.3")
    graph = ET.SubElement(root, "graph", defaultedgetype="directed", mode="static")
    _attributes(graph, "node", (("kind", "string"), ("messages", "integer")))
    _attributes(graph, "edge", (("link", "string"),))
    nodes = ET.SubElement(graph, "nodes")
    for key, member in found.members.items():
        label = mask(member.name or key) if raw else hidden[key]
        node = ET.SubElement(nodes, "node", id=numbers[key], label=_legal(label))
        _values(node, member.kind, str(member.messages))
    edges = ET.SubElement(graph, "edges")
    for n, ((one, other, link), times) in enumerate(sorted(found.links.items())):
        ends = {"source": numbers[one], "target": numbers[other]}
        edge = ET.SubElement(edges, "edge", {"id": str(n), "weight": str(times)} | ends)
        _values(edge, link)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _attributes(graph: ET.Element, of: str, fields: tuple[tuple[str, str], ...]) -> None:
    group = ET.SubElement(graph, "attributes", {"class": of, "mode": "static"})
    for n, (title, kind) in enumerate(fields):
        ET.SubElement(group, "attribute", id=str(n), title=title, type=kind)


def _values(element: ET.Element, *values: str) -> None:
    group = ET.SubElement(element, "attvalues")
    for n, value in enumerate(values):
        ET.SubElement(group, "attvalue", {"for": str(n), "value": value})


def _legal(text: str) -> str:
    return _ILLEGAL.sub(lambda m: m.group().encode("unicode_escape").decode("ascii"), text)
