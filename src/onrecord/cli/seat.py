"""The desk a command works at, from its options."""

import argparse
import os
from pathlib import Path

from onrecord.cli.face import Face
from onrecord.desk import Desk


def desk_of(args: argparse.Namespace, face: Face) -> Desk:
    """The Desk in ``--desk``, ``ONRECORD_DESK`` or the user's data folder.

    Its passphrase is asked for only when something needs the key.
    """
    folder = args.desk or default_folder()
    return Desk(
        folder,
        passphrase=lambda new: face.passphrase(args.passphrase_file, new=new),
        progress=face.progress(),
    )


def default_folder() -> Path:
    """Where a desk lies if nobody says otherwise (XDG base directories)."""
    named = os.environ.get("ONRECORD_DESK")
    if named:
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "onrecord" / "desk"
