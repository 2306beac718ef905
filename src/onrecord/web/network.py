"""Who answers and forwards whom, drawn on a circle: calm, the same each time.

Members stand in an order that keeps those who talk beside each other (a greedy
tour over the links); a circle has no middle that would make anybody look like a
leader, and no lengths that would look like distances.
"""

import math
from collections import Counter
from dataclasses import dataclass

from onrecord.attribute.people import People

MOST = 36
SIZE, RING = 640, 205


@dataclass(frozen=True, slots=True)
class Node:
    """A member on the circle; ``turn`` is the label's anchor, ``r`` grows with messages."""

    key: str
    name: str
    x: float
    y: float
    r: float
    lx: float
    ly: float
    anchor: str
    kind: str


@dataclass(frozen=True, slots=True)
class Edge:
    """Replies or forwards between two members, as a curve towards the middle."""

    path: str
    width: float
    kind: str
    says: str


@dataclass(frozen=True, slots=True)
class Network:
    """The drawing; ``left_out`` members had fewer links than those shown."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    left_out: int
    size: int = SIZE


def network_of(found: People) -> Network:
    """The members with most links, at most 36 of them."""
    weight: Counter[str] = Counter()
    pairs: Counter[tuple[str, str, str]] = Counter()
    for (a, b, kind), n in found.links.items():
        if a == b or kind not in ("reply", "forward"):
            continue
        weight[a] += n
        weight[b] += n
        pairs[a, b, kind] += n
    chosen = [k for k, _ in weight.most_common(MOST)]
    order = _tour(chosen, pairs)
    nodes = {key: _node(found, key, n, len(order)) for n, key in enumerate(order)}
    most = max((n for (a, b, _), n in pairs.items() if a in nodes and b in nodes), default=1)
    edges = tuple(
        _edge(nodes[a], nodes[b], kind, n, most)
        for (a, b, kind), n in sorted(pairs.items(), key=lambda p: p[1])
        if a in nodes and b in nodes
    )
    return Network(tuple(nodes.values()), edges, len(weight) - len(chosen))


def _tour(keys: list[str], pairs: Counter[tuple[str, str, str]]) -> list[str]:
    both: Counter[tuple[str, str]] = Counter()
    for (a, b, _), n in pairs.items():
        both[a, b] += n
        both[b, a] += n
    left, out = list(keys), list[str]()
    while left:
        last = out[-1] if out else None
        best = max(left, key=lambda k: both[last, k] if last else 0)
        left.remove(best)
        out.append(best)
    return out


def _node(found: People, key: str, n: int, of: int) -> Node:
    angle = 2 * math.pi * n / of - math.pi / 2
    x, y = SIZE / 2 + RING * math.cos(angle), SIZE / 2 + RING * math.sin(angle)
    member = found.members[key]
    r = 4 + min(9.0, math.sqrt(member.messages) / 1.6)
    out = RING + r + 8
    lx, ly = SIZE / 2 + out * math.cos(angle), SIZE / 2 + out * math.sin(angle) + 4
    anchor = "middle" if abs(math.cos(angle)) < 0.2 else (
        "start" if math.cos(angle) > 0 else "end"
    )  # fmt: skip
    return Node(
        key, member.name or key, round(x, 1), round(y, 1), round(r, 1),
        round(lx, 1), round(ly, 1), anchor, member.kind,
    )  # fmt: skip


def _edge(a: Node, b: Node, kind: str, n: int, most: int) -> Edge:
    middle = SIZE / 2
    cx, cy = (a.x + b.x) / 2 * 0.45 + middle * 0.55, (a.y + b.y) / 2 * 0.45 + middle * 0.55
    path = f"M{a.x} {a.y}Q{cx:.1f} {cy:.1f} {b.x} {b.y}"
    did = "answered" if kind == "reply" else "forwarded"
    width = 0.6 + 4.4 * n / most
    return Edge(path, round(width, 2), kind, f"{a.name} {did} {b.name} {n} times")
