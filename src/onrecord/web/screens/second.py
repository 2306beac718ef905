"""Second readers: asked blind, and what readers differ about."""

from typing import TYPE_CHECKING

from starlette.responses import Response

from onrecord.errors import BadOption
from onrecord.web.screen import Screen, get, post
from onrecord.web.screens.board import ANSWERS, KINDS, open_questions
from onrecord.web.waiting import wait_for_statements

if TYPE_CHECKING:
    from onrecord.web.visit import Visit

SHARES = {
    "all": (1.0, "everything"),
    "half": (0.5, "one in two"),
    "fifth": (0.2, "one in five"),
    "tenth": (0.1, "one in ten"),
}
"""How much of what others judged a second reader is asked: the share, and in words."""


def page(visit: "Visit") -> Response:
    """One thing at a time, without anybody's answer."""
    waiting = wait_for_statements(visit)
    if waiting is not None:
        return waiting
    share = visit.asked("share") or "all"
    if share not in SHARES:
        raise BadOption(f"{share[:20]} is no share", advice=", ".join(SHARES))
    drawn = SHARES[share][0]
    asked = visit.desk.to_read(visit.case, by=visit.person.name, share=drawn)
    waits = open_questions(visit)
    skip = visit.number("skip", 0)
    at = min(skip, max(0, len(asked) - 1))
    return visit.page(
        "board/second",
        asked=len(asked),
        at=at,
        one=asked[at] if asked else None,
        open=waits,
        share=share,
        shares=SHARES,
        kinds=KINDS,
    )


def answer(visit: "Visit") -> Response:
    """Records a blind answer and goes on to the next."""
    kind = visit.said("kind")
    visit.desk.read_blind(
        visit.case,
        visit.said("about"),
        visit.said("answer"),
        by=visit.person.name,
        why=visit.said("why"),
        correct=(("kind", kind),) if kind else (),
    )
    return visit.go_on("/second", skip=visit.said("skip"), share=visit.said("share"))


def differences(visit: "Visit") -> Response:
    """Things whose readers differ, with each one's answer; and how far readers agree."""
    waiting = wait_for_statements(visit)
    if waiting is not None:
        return waiting
    agreed = visit.desk.agreement(visit.case)
    things = []
    for about, judged in agreed.open:
        statement = None
        if about.startswith("s:"):
            statement = visit.desk.card(visit.case, about.partition("+")[0])[0].statement
        things.append({"about": about, "judged": judged, "statement": statement})
    return visit.page(
        "board/differences",
        agreed=agreed,
        things=things,
        open=open_questions(visit),
        answers=ANSWERS,
    )


def settle(visit: "Visit") -> Response:
    """Decides between readers; their answers stay on record."""
    visit.desk.settle(
        visit.case,
        visit.said("about"),
        visit.said("answer"),
        by=visit.person.name,
        why=visit.said("why"),
    )
    return visit.go_on("/differences")


SCREEN = Screen(
    "second",
    "Second reading",
    41,
    (
        get("/second", page),
        post("/second", answer),
        get("/differences", differences),
        post("/differences", settle),
    ),
    keys=(("a", "yes"), ("r", "no"), ("u", "unsure"), ("n", "reason"), ("s", "skip")),
    under="board",
)
