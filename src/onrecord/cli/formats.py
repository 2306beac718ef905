"""``onrecord formats``: which exports and news can be read."""

import argparse

from onrecord.cli.face import Face

HELP = "list the exports and the news that can be read"


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command has no arguments of its own."""


def run(args: argparse.Namespace, face: Face) -> int:
    """One object a reader."""
    from onrecord import formats, press

    for what, readers in (("export", formats.all_formats()), ("news", press.readers())):
        face.say(face.bold({"export": "Exports", "news": "News"}[what]))
        for reader in readers.values():
            face.emit(
                {
                    "reads": what,
                    "name": reader.name,
                    "version": reader.version,
                    "title": reader.title,
                }
            )
            face.say(f"  {reader.name:<18} {reader.title}")
    face.summary({"exports": len(formats.all_formats()), "news": len(press.readers())})
    return 0
