"""Statements: the queue with its states, one statement with its history, changes."""

from typing import TYPE_CHECKING, Any, cast

from starlette.responses import Response

from onrecord.errors import BadOption, OnRecordError
from onrecord.model import wire
from onrecord.model.judgement import Judgement
from onrecord.model.work import ORDERS, STATES, State, Wanted
from onrecord.web.screen import Param, Screen, api, get, post
from onrecord.web.waiting import comparing, wait_for_statements

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.desk.histories import Recorded
    from onrecord.model.judgement import Answer
    from onrecord.web.visit import Visit

A_PAGE = 50
KINDS = (
    "assertion", "denial", "claim-of-responsibility", "threat", "call-to-action",
    "announcement", "praise-or-mourning", "instruction",
)  # fmt: skip
SAID = {
    "to-do": "to do",
    "in-progress": "in progress",
    "help-needed": "help needed",
    "ready": "ready for review",
    "done": "done",
    "dropped": "dropped",
}
ANSWERS = {"yes": "accepted", "no": "refused", "unsure": "unsure"}


def wanted_of(visit: "Visit") -> Wanted:
    """The filters in the address. Raises BadOption."""
    states = several(visit, "state")
    for state in states:
        if state not in STATES:
            raise BadOption(f"{state} is no state", where=state, advice=", ".join(STATES))
    order = visit.asked("order", "telling")
    if order not in ORDERS:
        raise BadOption(f"{order} is no order", where=order, advice=", ".join(ORDERS))
    judged = {"yes": True, "no": False}.get(visit.asked("judged"))
    page = visit.number("page", 1, least=1, most=1_000_000)
    return Wanted(
        states=cast("tuple[State, ...]", states),
        kinds=several(visit, "kind"),
        voices=several(visit, "voice"),
        outcomes=several(visit, "outcome"),
        sender=visit.asked("from") or None,
        text=visit.asked("words"),
        message=visit.asked("message"),
        judged=judged,
        order=order,
        limit=A_PAGE,
        offset=(page - 1) * A_PAGE,
    )


def several(visit: "Visit", name: str) -> tuple[str, ...]:
    """All values of that name; a field left as it was sends an empty one."""
    return tuple(v for v in visit.asked_all(name) if v)


def page(visit: "Visit") -> Response:
    """The board: filters, cards, who did what."""
    waiting = wait_for_statements(visit)
    if waiting is not None:
        return waiting
    wanted = wanted_of(visit)
    beside = comparing(visit)
    found = visit.desk.board(visit.case, wanted)
    return visit.page(
        "board/board",
        board=found,
        comparing=beside,
        wanted=wanted,
        number=wanted.offset // A_PAGE + 1,
        pages=max(1, -(-found.total // A_PAGE)),
        filtered=bool(query_of(visit, "order")),
        link=lambda name, value: visit.url("/statements", **{**query_of(visit, name), name: value}),
        leaf=lambda number: visit.url("/statements", **query_of(visit), page=number),
        said=SAID,
        feed=visit.desk.feed(visit.case, limit=14),
        open=open_questions(visit),
        done=visit.asked("done"),
    )


def compared(visit: "Visit") -> Response:
    """How far the comparison is that runs beside the board, or that it is over."""
    job = comparing(visit)
    return visit.page("board/comparing", job=job)


def open_questions(visit: "Visit", known: "list[Recorded] | None" = None) -> dict[str, int]:
    """How much a second reader is asked, and how much readers differ about."""
    read_by: dict[str, set[str]] = {}
    differ = set()
    for one in visit.desk.judgements(visit.case) if known is None else known:
        j = one.judgement
        if j.how != "settling" and j.about[:2] in ("s:", "m:", "p:"):
            read_by.setdefault(j.about, set()).add(" ".join(j.by.split()).casefold())
        if one.state == "open between readers":
            differ.add(j.about)
    me = " ".join(visit.person.name.split()).casefold()
    return {"asked": sum(me not in who for who in read_by.values()), "differ": len(differ)}


def query_of(visit: "Visit", *without: str) -> dict[str, list[str]]:
    """The filters in the address, to be carried on."""
    names = ("state", "kind", "voice", "outcome", "from", "words", "message", "judged", "order")
    return {n: [*several(visit, n)] for n in names if n not in without and several(visit, n)}


def one(visit: "Visit", error: OnRecordError | None = None) -> Response:
    """One statement: whose words, why proposed, what was decided, what is still to do."""
    ident = str(visit.request.path_params["statement"])
    card, copies = visit.desk.card(visit.case, ident)
    ref = card.statement.citation.ref
    return visit.page(
        "board/card",
        200 if error is None else 422,
        card=card,
        copies=copies,
        seen=visit.desk.show(visit.case, f"{ref.reading}:m:{ref.key}", around=2),
        history=visit.desk.judgements(visit.case, ident),
        said=SAID,
        kinds=KINDS,
        answers=ANSWERS,
        error=error,
        drafts=visit.desk.drafts(visit.case),
    )


def move(visit: "Visit") -> Response:
    """Moves the chosen statements, their near-copies with them."""
    visit.desk.move(
        visit.case,
        chosen(visit),
        visit.said("to"),
        by=visit.person.name,
        why=visit.said("why"),
    )
    return back(visit)


def judge(visit: "Visit") -> Response:
    """Judges the chosen statements, one log entry each: all of them or none."""
    kind = visit.said("kind")
    judged(visit, chosen(visit), (("kind", kind),) if kind else ())
    return back(visit)


def judged(
    visit: "Visit", abouts: "Iterable[str]", correct: tuple[tuple[str, str], ...] = ()
) -> None:
    """Puts the answer of the form on record about each, with its one reason."""
    from onrecord.desk.judging import judge_all

    answer = cast("Answer", visit.said("answer"))
    by, why = visit.person.name, visit.said("why")
    said = [Judgement("", about, answer, by, why, "", correct, None) for about in abouts]
    judge_all(visit.desk, visit.case, said)


def chosen(visit: "Visit") -> tuple[str, ...]:
    """The statements a form names. Raises BadOption if there is none."""
    found = tuple(dict.fromkeys(visit.said_all("about")))
    if not found:
        raise BadOption("No statement was chosen", advice="tick one, or press x on it")
    return found


def back(visit: "Visit") -> Response:
    """To where the form stood."""
    from onrecord.web.onward import own

    return visit.go(own(visit.said("back")) or visit.url("/statements"))


def as_object(visit: "Visit") -> dict[str, Any]:
    """The board as JSON."""
    found = visit.desk.board(visit.case, wanted_of(visit))
    return {
        "total": found.total,
        "statements": found.statements,
        "states": dict(found.states),
        "kinds": dict(found.kinds),
        "cards": [
            {**wire.statement(c.statement), "state": c.state, "copies": c.copies}
            for c in found.cards
        ],
    }


SCREEN = Screen(
    "board",
    "Statements",
    40,
    (
        get("/statements", page),
        get("/statements/compared", compared),
        post("/statements/move", move),
        post("/statements/judge", judge),
        get("/statements/{statement}", one),
        api(
            "/statements",
            as_object,
            "Statements with the state of the work, near-copies folded, fifty a page",
            Param("state", one_of=STATES),
            Param("kind", most=40),
            Param("voice", most=40),
            Param("outcome", most=40),
            Param("from", most=400),
            Param("words", most=400),
            Param("message", most=64, says="the beginning of a message's key"),
            Param("judged", one_of=("yes", "no")),
            Param("order", one_of=ORDERS),
            Param("page", "integer", least=1, most=1_000_000),
        ),
    ),
    path="/statements",
    keys=(
        ("j k", "statements"),
        ("Enter", "open"),
        ("x", "choose"),
        ("a", "accept"),
        ("r", "refuse"),
        ("u", "unsure"),
        ("d", "drop"),
        ("n", "reason"),
        ("b", "beside reporting"),
        ("c", "cite"),
    ),
)
