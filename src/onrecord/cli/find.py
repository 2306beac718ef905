"""``onrecord find``: search in any script, shown in the untouched original."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.cli.face import Face, isolated
from onrecord.cli.ways import one_way

if TYPE_CHECKING:
    from collections.abc import Iterable

    from onrecord.desk.finding import Found, Understood
    from onrecord.desk.service import Desk
    from onrecord.model.query import Row

HELP = "search a case; hits are shown in the original text"
_SHOWN = 24
RUNGS = {"exact": 0, "marks": 1, "letters": 2, "clitics": 3, "stem": 4, "arabizi": 6}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("case", type=Path)
    parser.add_argument(
        "query",
        nargs="?",
        help='words (all of them), "a phrase", OR, NOT, ~name, from:, after:, before:, prefix*, '
        "word~1 (docs/reference/search.md)",
    )
    parser.add_argument("--limit", type=int, default=20, metavar="N")
    parser.add_argument("--offset", type=int, default=0, metavar="N")
    parser.add_argument(
        "--order", choices=("best", "oldest", "newest"), help="best, unless the search is --saved"
    )
    parser.add_argument(
        "--ladder", choices=tuple(RUNGS), help="how far plain words are widened (clitics)"
    )
    parser.add_argument("--facets", action="store_true", help="how what was found is spread")
    parser.add_argument(
        "--context", type=int, default=0, metavar="N", help="N messages before and after each hit"
    )
    parser.add_argument(
        "--explain", action="store_true", help="say the query back in words; do not run it"
    )
    parser.add_argument("--save", metavar="NAME", help="keep this search under a name")
    parser.add_argument("--saved", metavar="NAME", help="run a search that was kept")
    parser.add_argument(
        "--queries",
        type=Path,
        metavar="FILE",
        help="a list, one query a row: CSV, XLSX, Parquet, JSON lines",
    )
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="with --queries: the results, same forms"
    )
    parser.add_argument(
        "--meaning", metavar="TEXT", help="rank by meaning too, with a local model's guesses"
    )
    parser.add_argument("--meaning-only", action="store_true", help="not by its words")
    parser.add_argument(
        "--model", type=Path, metavar="DIR", help="the model's folder (default: in the desk)"
    )
    parser.add_argument("--question", metavar="TEXT", help="rank messages by any of its words")
    parser.add_argument("--questions", type=Path, metavar="FILE", help="JSON lines {id, text}")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a hit; the summary holds the query in words and the scope."""
    from onrecord.cli.seat import desk_of

    desk = desk_of(args, face)
    one_way(args)
    if args.queries is not None:
        return _list(args, face, desk)
    if args.question is not None or args.questions is not None:
        return _questions(args, face, desk)
    if args.meaning is not None:
        return _meant(args, face, desk)
    query = _query(args, desk)
    if args.explain:
        return _explained(desk.understood(query, ladder=RUNGS[args.ladder]), face)
    answer = desk.find(
        args.case,
        query,
        limit=args.limit,
        offset=args.offset,
        order=args.order,
        ladder=RUNGS[args.ladder],
    )
    for hit, *others in _once(answer.hits):
        _told(hit, face, _around(hit, args, desk))
        for other in others:
            face.emit(other.as_object())
            face.say(face.dim(f"    the same in export #{other.row.reading}: m:{other.key[:12]}"))
    if args.facets:
        _facets(desk.facets(args.case, query, ladder=RUNGS[args.ladder]), face)
    face.summary(answer.summary())
    face.note(answer.in_words)
    if not answer.total:
        face.say(answer.scope)
        _spelt(answer.spellings, face)
    else:
        last = args.offset + len(answer.hits)
        shown = f"Shown: {args.offset + 1} to {last}. " if answer.hits else ""
        face.say(f"{shown}Found: {answer.scope}.")
    return 0


def _once(hits: "Iterable[Found]") -> "Iterable[list[Found]]":
    """Each message once, with other exports' hits of the same number, time and words (one
    export of a chat may name the chat by its number, another not at all)."""
    told: dict[object, list[Found]] = {}
    for hit in hits:
        row = hit.row
        alone = (row.reading, row.n)
        known = row.id is not None and row.time is not None
        same = (row.id, row.text, row.time) if known else alone
        if any(row.reading == other.row.reading for other in told.get(same, ())):
            same = alone
        told.setdefault(same, []).append(hit)
    return told.values()


def _meant(args: argparse.Namespace, face: Face, desk: "Desk") -> int:
    found = desk.meant(
        args.case,
        args.meaning,
        model=args.model,
        limit=args.limit,
        with_words=not args.meaning_only,
    )
    for hit in found.hits:
        face.emit(hit.as_object())
        who = face.bold(isolated(hit.row.sender or "—")) + aloud(hit.row.sender)
        face.say(f"m:{hit.row.key[:12]}  {hit.row.time or 'time unknown'}  {who}")
        face.say(f"    {isolated(' '.join(hit.row.text.split())[:160])}")
        face.say(face.dim(f"    {'; '.join(hit.why)}"))
    face.summary(
        {
            "model": found.model,
            "compared": found.compared,
            "passed_over": found.passed_over,
            "exact": found.exact,
            "status": "proposed",
        }
    )
    face.say(f"{found.scope}. The order is a model's guess; what stands there is the original.")
    return 0


def _explained(said: "Understood", face: Face) -> int:
    face.say(said.in_words)
    _spelt(said.spellings, face)
    face.summary({"query": said.in_words, "spellings": {w: list(f) for w, f in said.spellings}})
    return 0


def _spelt(spellings: tuple[tuple[str, tuple[str, ...]], ...], face: Face) -> None:
    """The spellings a word was looked for in: what "0 found" is about."""
    for word, forms in spellings:
        more = f" and {len(forms) - _SHOWN:,} more (--json has all)" * (len(forms) > _SHOWN)
        listed = ", ".join(map(isolated, forms[:_SHOWN]))
        face.say(face.dim(f"  {isolated(word)} looked for as {listed}{more}"))


def _query(args: argparse.Namespace, desk: "Desk") -> str:
    """The query; fills in how wide and in which order it goes."""
    if args.saved is not None:
        from onrecord.desk.saved import saved_as

        kept = saved_as(args.case, args.saved)
        args.ladder = args.ladder or next(k for k, rung in RUNGS.items() if rung == kept.ladder)
        args.order = args.order or kept.order
        return kept.query
    args.ladder, args.order = args.ladder or "clitics", args.order or "best"
    query: str = args.query
    if args.save is not None:
        ladder = RUNGS[args.ladder]
        desk.save_search(args.case, args.save, query, order=args.order, ladder=ladder)
    return query


def _around(hit: "Found", args: argparse.Namespace, desk: "Desk") -> "tuple[list[Row], list[Row]]":
    """Messages of the same chat before and after a hit."""
    many = args.context
    if not many:
        return [], []
    here = f"{hit.row.reading}/{hit.row.n}"
    page = desk.read_chat(args.case, message=here, before=many, limit=2 * many + 1)
    at = page.at - page.offset
    return list(page.rows[:at]), list(page.rows[at + 1 :])


def _told(hit: "Found", face: Face, around: "tuple[list[Row], list[Row]]" = ([], [])) -> None:
    from onrecord.desk.finding import row_object

    before, after = around
    said = hit.as_object()
    if before or after:
        said["before"] = [row_object(r) for r in before]
        said["after"] = [row_object(r) for r in after]
    face.emit(said)
    _beside(before, face)
    voice = "" if hit.voice in ("own", "") else f" ({hit.voice})"
    who = face.bold(isolated(hit.sender or "—")) + aloud(hit.sender)
    face.say(f"m:{hit.key[:12]}  {hit.time}  {who}{voice}")
    face.say(f"    {isolated(hit.marked(*face.marker()))}")
    if hit.reasons:
        face.say(face.dim(f"    {'; '.join(hit.reasons)}"))
    _beside(after, face)


def _beside(rows: "list[Row]", face: Face) -> None:
    for row in rows:
        words = " ".join(row.text.split())[:160] or f"[{', '.join(row.has) or row.kind}]"
        face.say(
            face.dim(f"  · {row.time or ''}  {isolated(row.sender or '—')}: ") + isolated(words)
        )


def aloud(name: str | None) -> str:
    """How an Arabic name may be read, in square brackets; nothing for others."""
    from onrecord.desk.finding import latin

    said = latin(name)
    return "" if said is None else f" [{said['newsroom']}]"


def _facets(found: dict[str, list[tuple[str, int]]], face: Face) -> None:
    face.emit({"facets": {kind: dict(values) for kind, values in found.items()}})
    for kind, values in found.items():
        listed = ", ".join(f"{isolated(name)} {count:,}" for name, count in values[:8])
        if listed:
            face.say(f"  {kind}: {listed}")


def _list(args: argparse.Namespace, face: Face, desk: "Desk") -> int:
    from onrecord.search import lists

    lines = desk.find_all(
        args.case,
        args.queries,
        limit=args.limit,
        order=args.order or "best",
        ladder=RUNGS[args.ladder or "clitics"],
    )
    for line in lines:
        answer = line.answer
        face.emit(
            {
                "row": line.row,
                "query": line.query,
                "understood_as": None if answer is None else answer.in_words,
                "found": None if answer is None else answer.total,
                "scope": None if answer is None else answer.scope,
                "refused": line.error or None,
                "hits": [] if answer is None else [h.row.key for h in answer.hits if h.row],
            }
        )
        face.say(f"{line.row}  {line.query}  {line.error or (answer and answer.scope)}")
    if args.out is not None:
        lists.write(lines, args.out)
        face.say(f"Written: {args.out}")
    face.summary({"queries": len(lines), "errors": sum(bool(x.error) for x in lines)})
    return 0


def _questions(args: argparse.Namespace, face: Face, desk: "Desk") -> int:
    from onrecord.desk.searching import questions_in

    asked = [("1", args.question)] if args.question else questions_in(args.questions)
    for ident, hits in desk.ask(args.case, asked, limit=args.limit):
        face.emit(
            {
                "id": ident,
                "hits": [
                    {"id": h.row.id or h.key, "key": h.key, "score": round(h.hit.score, 4)}
                    for h in hits
                ],
            }
        )
        face.say(face.bold(ident))
        for hit in hits[:5]:
            words = " ".join(hit.row.text.split())[:160]
            face.say(f"  {hit.hit.score:6.2f}  m:{hit.key[:12]}  {isolated(words)}")
    face.summary({"questions": len(asked)})
    return 0
