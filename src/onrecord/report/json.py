"""The story as one JSON object: everything the page shows, field by field."""

import base64
import json
from typing import Any

from onrecord.model.draft import Run, Translation
from onrecord.model.story import Edition, Panel, Part, Quoted, Story, Text, words
from onrecord.report import _page_words, _say


class Json:
    """Writes a story as JSON (UTF-8, two spaces, keys in a fixed order)."""

    name = "json"
    suffix = ".json"
    title = "JSON"

    def write(self, story: Story) -> bytes:
        """The object; sealed words that are not printed are not in it."""
        text = json.dumps(_story(story), ensure_ascii=False, indent=2)
        return text.encode("utf-8", "surrogatepass") + b"\n"


WRITER = Json()


def _story(story: Story) -> dict[str, Any]:
    return {
        "onrecord": "story/1",
        "id": story.id,
        "language": story.language,
        "outlet": story.outlet,
        "date": story.date,
        "headline": words(story.headline),
        "lead": words(story.lead),
        "by": list(story.by),
        "translators": list(story.translators),
        "contact": story.contact,
        "edition": _edition(story.edition),
        "desk": {"key": story.desk, "key_at": story.key_at},
        "parts": [_part(p) for p in story.parts],
        "quotations": [_quoted(q, story) for q in story.quotations if q.source is not None],
        "corrections": [
            {"date": c.date, "text": c.text, "by": c.by, "retraction": c.retraction}
            for c in story.corrections
        ],
        "checker": {
            "name": story.checker.name,
            "sha256": story.checker.sha256,
            "where": story.checker.where,
        },
        "proofs": [base64.b64encode(p.data).decode() for p in story.proofs],
    }


def _edition(one: Edition | None) -> dict[str, Any] | None:
    """Which printing this is; None of a story that is not published."""
    if one is None:
        return None
    return {
        "version": one.number,
        "day": one.day,
        "first": one.first,
        "signed_by": one.signed_by,
        "never_handed_out": one.unissued,
    }


def _part(part: Part) -> dict[str, Any]:
    out: dict[str, Any] = {"kind": part.kind, "role": part.role, "own_words": part.own_words}
    if part.level:
        out["level"] = part.level
    if part.text:
        out["text"] = _text(part.text)
    if part.items:
        out["items"] = [_text(i) for i in part.items]
    if part.quoted is not None:
        out["quotation"] = part.quoted.number
    if part.picture is not None:
        out |= {"alt": part.alt, "credit": part.credit, "mime": part.picture.mime}
    if part.panels:
        out |= {"intro": part.intro, "claims": [_panel(p) for p in part.panels]}
    return out


def _text(text: Text) -> list[dict[str, Any]]:
    return [
        {"text": p.text, "style": p.style, "href": p.href}
        if isinstance(p, Run)
        else {"quotation": p.number, "words": p.printed}
        for p in text
    ]


def _quoted(one: Quoted, story: Story) -> dict[str, Any]:
    said = one.said
    out: dict[str, Any] = {
        "number": one.number,
        "words": one.printed,
        "language": one.language,
        "where": one.quotation.where,
        "class": one.cls,
        "said": _say.class_line(one, _page_words.of(story)),
        "folds": list(one.wording.folds),
        "starts_mid_sentence": one.wording.starts_mid_sentence,
        "ends_mid_sentence": one.wording.ends_mid_sentence,
        "gaps": len(one.wording.gaps),
        "inserted": [w.words for w in one.wording.inserted],
        "translations": [_translation(t) for t in one.quotation.translations],
        "reasons": [{"text": r.text, "by": r.by} for r in one.reasons],
        "proof": one.proof,
    }
    if said is not None:
        out |= {
            "speaker": said.label,
            "voice": one.voice,
            "time": said.time.rfc3339(),
            "time_basis": said.time.basis,
            "edited": said.edited is not None,
        }
    return out


def _translation(t: Translation) -> dict[str, Any]:
    return {"lang": t.lang, "text": t.text, "by": t.by, "date": t.date, "dispute": t.dispute}


def _panel(panel: Panel) -> dict[str, Any]:
    return {
        "title": panel.title,
        "outcome": panel.outcome,
        "note": panel.note,
        "rows": [
            {
                "when": r.when,
                "who": r.who,
                "how": r.how,
                "counts": r.counts,
                "group": r.group,
                "with_previous": r.with_previous,
            }
            for r in panel.rows
        ],
    }
