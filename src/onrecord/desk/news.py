"""News: sealed like exports, read into articles."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from onrecord import clock, press
from onrecord.archive import disk
from onrecord.desk.case import Case, open_case
from onrecord.desk.holdings import holding, readings
from onrecord.desk.reading import Tally, tree_of
from onrecord.desk.receiving import bag_up, log_received, undo
from onrecord.desk.sealing import received_of
from onrecord.desk.sitting import Bagged, Sitting
from onrecord.desk.stamping import stamp_head
from onrecord.errors import NotAnExport, NothingYet
from onrecord.model import wire
from onrecord.model.casework import Custody, Received
from onrecord.model.place import Place
from onrecord.model.press import Article
from onrecord.model.trouble import Trouble
from onrecord.model.when import When
from onrecord.ports import Ask
from onrecord.press.places import is_gazetteer, read_places

if TYPE_CHECKING:
    from onrecord.desk.open_desk import OpenDesk


def add_news(desk: "OpenDesk", path: Path, folder: Path, custody: Custody) -> Received:
    """Seals a folder (or file, or zip) of news; see ``Desk.add_news``."""
    from onrecord.desk.intake import sit

    began = clock.seconds()
    case = open_case(path)
    with case.writing():
        at = sit(desk, case)
        bagged = bag_up(at, folder, Ask(), custody)
        try:
            read_news(at, bagged)
        except BaseException:
            undo(case, bagged.number)
            raise
        stamp_head(at)
        return received_of(case, holding(case, bagged.number), clock.seconds() - began)


def read_news(at: Sitting, bagged: Bagged) -> None:
    """Reads the articles of a bag and logs it. Raises NotAnExport if there is none."""
    case, number = at.case, bagged.number
    articles: list[Article] = []
    gazetteers: list[bytes] = []
    tally = Tally()
    tree = tree_of(case, number)
    for member in tree.members():
        with tree.open(member) as stream:
            head = stream.read(press.HEAD)
            if is_gazetteer(member, head):
                gazetteers.append(head + stream.read())
                read_places(gazetteers[-1], member)  # a wrong one is refused here, not later
                continue
        for part in press.read_member(tree, member):
            if isinstance(part, Trouble):
                tally.take(part)
            else:
                articles.append(part)
                at.desk.progress("reading news", len(articles), None, "articles")
    if not articles:
        raise NotAnExport(
            "No article could be read here",
            where="; ".join(f"{t.place.member}: {t.note}" for t in tally.troubles[:3]),
            advice="give a folder of ninjs, NewsML-G2, saved web pages or plain text",
        )
    part_folder = case.reading(number).with_name(f"{number:04d}.part")
    part_folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(wire.article(a), ensure_ascii=False) for a in articles]
    disk.replace(part_folder / "articles.jsonl", ("\n".join(lines) + "\n").encode())
    # Beside the articles: what compares them elsewhere may not have the sealed bytes.
    for turn, data in enumerate(gazetteers, 1):
        disk.replace(part_folder / f"places-{turn:04d}.csv", data)
    facts = {
        "number": number,
        "format": "news",
        "gazetteers": len(gazetteers),
        "format_version": 1,
        "counts": {**wire.counts(tally.counts), "messages": len(articles)},
        "chats": [],
        "troubles": [wire.trouble(t) for t in tally.troubles],
    }
    disk.replace(part_folder / "reading.json", json.dumps(facts, ensure_ascii=False).encode())
    if not bagged.logged:
        log_received(at, bagged, "news")
    part_folder.rename(case.reading(number))
    disk.sync_folder(part_folder.parent)


def press_of(case: Case) -> list[Article]:
    """Every article of the case. Raises NothingYet if there is none."""
    need_press(case)
    return articles(case)


def need_press(case: Case) -> None:
    """Raises NothingYet if there is no news; a reading of news holds an article at least."""
    if not readings(case, "news"):
        raise NothingYet(
            "No reporting yet: there is nothing to compare with",
            where=str(case.path),
            advice="onrecord add CASE --news DIR",
        )


def articles(case: Case) -> list[Article]:
    """Every article of the case, reading by reading."""
    out: list[Article] = []
    for number in readings(case, "news"):
        text = (case.reading(number) / "articles.jsonl").read_text("utf-8")
        out.extend(_article(json.loads(line)) for line in text.split("\n") if line)
    return out


def _article(said: dict[str, Any]) -> Article:
    p = said["place"]
    return Article(
        place=Place(p["member"], p["start"], p["length"], p["kind"]),
        blob=said["blob"],
        outlet=said["outlet"],
        title=said["title"],
        text=said["text"],
        byline=said["byline"],
        place_line=said["place_line"],
        published=_when(said["published"]),
        modified=_when(said["modified"]),
        agency=said["agency"],
        url=said["url"],
        language=said["language"],
        kind=said["kind"],
    )


def _when(said: dict[str, Any]) -> When:
    from datetime import datetime

    def instant(text: str | None) -> datetime | None:
        return None if text is None else datetime.fromisoformat(text)

    local = said["at"] if said["at"] and not said["at"].endswith("Z") else None
    return When(
        said["text"],
        said["basis"],
        instant(said["earliest"]),
        instant(said["latest"]),
        instant(local),
    )
