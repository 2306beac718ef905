"""Polls, to-do lists and giveaways in a message of Telegram's HTML, as the JSON export
shapes them where the page says as much."""

import re
from typing import Any

from onrecord.formats._html_text import plain

_FIELD = r'<div class="{}">\n(.*?)\n *</div>'
_QUESTION = re.compile(_FIELD.format("question bold"), re.DOTALL)
_ABOUT = re.compile(_FIELD.format("details"), re.DOTALL)
_ANSWER = re.compile(_FIELD.format("answer"), re.DOTALL)
_TOTAL = re.compile(r'<div class="total details\s*">\n(.*?)\n *</div>', re.DOTALL)
_VOTES = re.compile(r' <span class="details">(\d+) votes?(, chosen vote)?</span>$')
_SECTION = re.compile(r'<div class="section_(title bold|body)">\n(.*?)\n *</div>', re.DOTALL)
_WINNERS = ("Winner Selected!", "Winners Selected!")


def poll(source: str) -> dict[str, Any]:
    """A poll under ``poll``, a to-do list under ``todo_list``."""
    question, about = _said(_QUESTION, source), _said(_ABOUT, source)
    if about == "To-do List":
        items = [{"text": plain(body).removeprefix("- ")} for body in _ANSWER.findall(source)]
        return {"todo_list": {"title": question, "answers": items}}
    answers = []
    for body in _ANSWER.findall(source):
        votes = _VOTES.search(body)
        text = plain(_VOTES.sub("", body)).removeprefix("- ")
        chosen = bool(votes and votes[2])
        answers.append(
            {"text": text, "voters": int(votes[1][:9]) if votes else 0, "chosen": chosen}
        )
    total = re.match(r"(\d+)", _said(_TOTAL, source) or "")
    return {
        "poll": {
            "question": question,
            "closed": about == "Final results",
            "total_voters": int(total[1][:9]) if total else 0,
            "answers": answers,
        }
    }


def giveaway(source: str) -> dict[str, Any]:
    """The words of a giveaway, in the page's order, under the JSON export's key."""
    words = [" ".join(plain(body).split()) for _, body in _SECTION.findall(source)]
    key = "giveaway_results" if words[:1] and words[0] in _WINNERS else "giveaway_information"
    return {key: {"shown": words}}


def _said(pattern: re.Pattern[str], source: str) -> str | None:
    found = pattern.search(source)
    return plain(found[1]) if found else None
