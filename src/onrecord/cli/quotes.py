"""``onrecord quotes``: who said what in an article's text."""

import argparse
import sys
from pathlib import Path

from onrecord.cli.face import Face, isolated

HELP = "find quotations in an article's text: source, cue and content, without a case"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("file", help="a UTF-8 text file, or - for standard input")
    parser.add_argument("--lang", metavar="CODE", help="en, ar, ru or de; guessed if left out")


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a quotation; spans are code points of the text."""
    from onrecord.desk.measuring import quotes_in

    data = sys.stdin.buffer.read() if args.file == "-" else Path(args.file).read_bytes()
    text = data.decode("utf-8", "replace")
    language, found = quotes_in(data, args.lang)
    for q in found:
        face.emit(
            {
                "type": q.type,
                "source": None if q.source is None else list(q.source),
                "cue": None if q.cue is None else list(q.cue),
                "content": list(q.content),
                "speaker": q.speaker,
            }
        )
        face.say(f"{q.type}  {isolated(q.speaker or '?')}: {isolated(text[slice(*q.content)])}")
    face.summary({"quotations": len(found), "language": language})
    return 0
