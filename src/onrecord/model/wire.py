"""Values as plain JSON objects: what ``--json`` prints, documented once.

Field names are stable. Times are RFC 3339 with ``Z``, or without a zone where
``time_basis`` says the zone is not known. Offsets are code points.
"""

from typing import Any

from onrecord.model.casework import Received
from onrecord.model.chat import Chat, Counts, Media, Message
from onrecord.model.claim import Reason, Statement, Voice
from onrecord.model.judgement import Judgement
from onrecord.model.place import Place
from onrecord.model.press import Article, Match
from onrecord.model.trouble import Trouble
from onrecord.model.when import When


def place(p: Place) -> dict[str, Any]:
    """``member``, ``start``, ``length``, ``kind`` (bytes or row)."""
    return {"member": p.member, "start": p.start, "length": p.length, "kind": p.kind}


def when(w: When) -> dict[str, Any]:
    """As written, the UTC interval, and why."""
    return {
        "text": w.text,
        "basis": w.basis,
        "at": w.rfc3339(),
        "earliest": _utc(w.earliest),
        "latest": _utc(w.latest),
    }


def _utc(at: Any) -> str | None:
    return None if at is None else at.strftime("%Y-%m-%dT%H:%M:%SZ")


def media(m: Media) -> dict[str, Any]:
    """``type``, ``path``, ``present``; sizes where the export states them."""
    out: dict[str, Any] = {"type": m.type, "path": m.path, "present": m.present}
    for name in ("size", "mime", "name", "width", "height", "duration"):
        value = getattr(m, name)
        if value is not None:
            out[name] = value
    return out


def message(m: Message) -> dict[str, Any]:
    """One message or service message."""
    forward = None
    if m.forward is not None:
        f = m.forward
        forward = {"name": f.name, "id": f.id, "time": f.time.rfc3339()}
    out: dict[str, Any] = {
        "id": m.id,
        "key": m.key,
        "n": m.n,
        "chat": m.chat,
        "kind": m.kind,
        "sender": m.sender,
        "sender_id": m.sender_id,
        "time": m.time.rfc3339(),
        "time_basis": m.time.basis,
        "time_text": m.time.text,
        "text": m.text,
        "reply_to": m.reply_to,
        "forward_from": forward,
        "edited": None if m.edited is None else m.edited.rfc3339() or m.edited.text,
        "reactions": [{"emoji": r.emoji, "count": r.count} for r in m.reactions],
        "media": [media(x) for x in m.media],
        "place": place(m.place),
    }
    out.update(_sparse(m))
    return out


def _sparse(m: Message) -> dict[str, Any]:
    """Fields most messages lack; left out where there is nothing to say."""
    out: dict[str, Any] = {}
    if m.entities:
        out["entities"] = [
            {"type": e.type, "start": e.start, "length": e.length, "value": e.value}
            for e in m.entities
        ]
    for name in ("action", "via_bot", "signature", "quote", "reply_chat", "enc"):
        value = getattr(m, name)
        if value is not None:
            out[name] = value
    for name in ("payload", "unknown"):
        value = getattr(m, name)
        if value is not None:
            out[name] = value
    if m.text_raw is not None:
        out["text_raw"] = m.text_raw.hex()
    if m.reading:
        out["reading"] = m.reading
    return out


def chat(c: Chat) -> dict[str, Any]:
    """One chat of an export."""
    return {
        "id": c.id,
        "name": c.name,
        "kind": c.kind,
        "platform": c.platform,
        "notes": dict(c.notes),
    }


def trouble(t: Trouble) -> dict[str, Any]:
    """One trouble, with its place."""
    return {"kind": t.kind, "weight": t.weight, "note": t.note, "place": place(t.place)}


def counts(c: Counts) -> dict[str, Any]:
    """What a reading accounts for."""
    return {
        "records": c.records,
        "messages": c.messages,
        "service": c.service,
        "unreadable": c.unreadable,
        "troubles": c.troubles,
        "troubles_by_kind": dict(c.by_kind),
    }


def received(r: Received) -> dict[str, Any]:
    """A received thing, without its format's version and its single troubles."""
    return {
        "number": r.number,
        "kind": r.kind,
        "name": r.name,
        "format": r.format,
        "files": r.files,
        "bytes": r.bytes,
        "manifest": r.manifest,
        "root": r.root,
        "entry": r.entry,
        "at": r.at,
        "counts": counts(r.counts),
        "chats": [chat(c) for c in r.chats],
        "withdrawn": r.withdrawn,
        "custody": r.custody.said(),
    }


def reason(r: Reason) -> dict[str, Any]:
    """Why a rule fired."""
    return {
        "rule": r.rule,
        "language": r.language,
        "words": r.words,
        "span": [r.start, r.end],
    }


def voice(v: Voice) -> dict[str, Any]:
    """Whose words a span is."""
    return {
        "kind": v.kind,
        "span": [v.start, v.end],
        "of": v.of,
        "of_id": v.of_id,
        "reasons": [reason(r) for r in v.reasons],
    }


def statement(s: Statement) -> dict[str, Any]:
    """One statement: a proposal with its reasons."""
    c = s.citation
    return {
        "id": s.id,
        "message": str(c.ref),
        "reading": c.ref.reading,
        "n": c.ref.n,
        "key": c.ref.key,
        "span": [c.start, c.end],
        "words": c.words,
        "kind": s.kind,
        "voice": voice(s.voice),
        "speaker": s.speaker,
        "speaker_id": s.speaker_id,
        "time": s.time.rfc3339(),
        "time_basis": s.time.basis,
        "language": s.language,
        "reasons": [reason(r) for r in s.reasons],
        "hedges": [reason(r) for r in s.hedges],
        "intensity": s.intensity,
        "targets": list(s.targets),
        "details": [
            {"role": d.role, "words": d.words, "span": [d.start, d.end]} for d in s.details
        ],
        "status": "proposed",
    }


def article(a: Article) -> dict[str, Any]:
    """One published item."""
    return {
        "id": a.id,
        "outlet": a.outlet,
        "title": a.title,
        "byline": a.byline,
        "place_line": a.place_line,
        "published": when(a.published),
        "modified": when(a.modified),
        "agency": a.agency,
        "url": a.url,
        "language": a.language,
        "kind": a.kind,
        "blob": a.blob,
        "place": place(a.place),
        "text": a.text,
    }


def match(m: Match) -> dict[str, Any]:
    """A statement beside its passages, what each rests on, and the outcome."""
    passages = [
        {
            "article": p.article,
            "span": [p.start, p.end],
            "text": p.text,
            "rests_on": [
                {
                    "kind": b.kind,
                    "note": b.note,
                    "statement": list(b.statement),
                    "passage": list(b.passage),
                }
                for b in rests
            ],
        }
        for p, rests in zip(m.passages, m.rests_on, strict=True)
    ]
    return {
        "statement": m.statement,
        "outcome": m.outcome,
        "status": "proposed",
        "passages": passages,
        "lead_seconds": None if m.lead is None else [m.lead.least, m.lead.most],
        "independent_sources": m.independent,
        "sources": list(m.sources),
        "counted": list(m.counted),
        "reasons": list(m.reasons),
        "scope": m.scope,
    }


def judgement(j: Judgement) -> dict[str, Any]:
    """What a named person decided; a correction given several times is a list."""
    correct: dict[str, Any] = {}
    for name, value in j.correct:
        if name not in correct:
            correct[name] = value
        elif isinstance(correct[name], list):
            correct[name].append(value)
        else:
            correct[name] = [correct[name], value]
    return {
        "id": j.id,
        "about": j.about,
        "answer": j.answer,
        "by": j.by,
        "why": j.why,
        "at": j.at,
        "correct": correct,
        "replaces": j.replaces,
        "how": j.how,
    }
