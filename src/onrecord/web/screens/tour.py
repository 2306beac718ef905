"""A tour of a case: the way from export to proof, step by step, with what is done."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.responses import Response

from onrecord.web.screen import Screen, get, stands

if TYPE_CHECKING:
    from onrecord.model.casework import CaseFacts
    from onrecord.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what it is, why, where, what to try, and whether the case shows it done."""

    title: str
    why: str
    path: str
    attempt: str
    done: bool | None


def _compared(visit: "Visit") -> bool:
    """True if somebody decided about a report beside a statement."""
    return any("+" in one.judgement.about for one in visit.desk.judgements(visit.case))


def steps(visit: "Visit", facts: "CaseFacts") -> list[Step]:
    """The way through this case; steps whose screen is not there are left out."""
    chats = [r for r in facts.received if r.kind == "chat" and not r.withdrawn]
    news = [r for r in facts.received if r.kind == "news" and not r.withdrawn]
    checked = any(j.what == "check" and j.over for j in visit.site.jobs.of(visit.name))
    every = (
        Step(
            "Seal the export",
            "Every byte is kept as it came and hashed before it is read, so that later nobody, "
            "you included, can say that something was changed.",
            "/intake",
            "Drop the export's folder, say how it came to you, press “Seal and read”.",
            bool(chats),
        ),
        Step(
            "Look whether it is whole",
            "An export can lack messages without saying so. The certificate names gaps in the "
            "numbers, missing attachments and filters.",
            "/intake/certificate",
            "Read what it says of gaps; then press “Check everything again” on Intake.",
            checked if chats else False,
        ),
        Step(
            "Read",
            "The group as its members saw it. Whose words a message is stands beside it: a "
            "forward is not its sender's own.",
            "/reader",
            "Press j and k to walk, Enter for the record, o for the sealed bytes.",
            None,
        ),
        Step(
            "Search",
            "Type without marks and accents, find with them. The line under the query says back "
            "what was searched, and in how many messages.",
            "/search",
            "In the sample case: الميناء. Then drag over the bars to keep a week.",
            None,
        ),
        Step(
            "Add reporting",
            "Statements are worth more beside what others saw.",
            "/intake",
            "Choose “reporting to set beside it” and drop a folder of news files.",
            bool(news),
        ),
        Step(
            "Judge statements",
            "Rules propose; a named person decides, with a reason that stays on record.",
            "/statements",
            "Open one, read it in the chat, accept or refuse it, and say why.",
            facts.judgements > 0,
        ),
        Step(
            "Compare",
            "What supports, contradicts or only repeats a statement, and who was first.",
            "/compare",
            "Look at what a match rests on before you accept it.",
            _compared(visit),
        ),
        Step(
            "Write and publish",
            "Each quotation is compared with the sealed message letter by letter; one wrong letter "
            "and there is no page.",
            "/story",
            "Cite with c from the reader; change a letter and see it refused; put it back.",
            bool(facts.stories),
        ),
    )
    return [s for s in every if stands(s.path)]


def page(visit: "Visit") -> Response:
    """The tour."""
    facts = visit.desk.info(visit.case)
    return visit.page("tour", facts=facts, steps=steps(visit, facts))


SCREEN = Screen("tour", "Tour", 90, (get("/tour", page),), path="/tour")
