"""Optional compiled helpers: trusted with anything only after they gave known answers.

A helper that is not installed is no trouble, the same is made in Python. One that cannot
be loaded, or gives other answers, is refused and never passed over (docs/decisions/0101).
"""

import os
from collections.abc import Callable
from importlib import import_module
from types import ModuleType

from onrecord.errors import BrokenHelper

OFF = "ONRECORD_NATIVE"
"""Set to ``no`` this environment variable leaves every helper aside."""


def load(name: str, work: str, right: Callable[[ModuleType], bool]) -> ModuleType | None:
    """The compiled module, or None where there is none or helpers are switched off.

    ``work`` is what it helps with; ``right`` tells whether its layout and answers are those
    it must have. Raises BrokenHelper if it cannot be loaded or they are not.
    """
    if os.environ.get(OFF) == "no":
        return None
    try:
        module = import_module(name)
    except ModuleNotFoundError as absent:
        if absent.name == name:
            return None
        raise _broken(work, "cannot be loaded", str(absent)) from absent
    except ImportError as bad:
        raise _broken(work, "cannot be loaded", bad.path or str(bad)) from bad
    if not right(module):
        raise _broken(work, "does not compute what it must", str(module.__file__))
    return module


def _broken(work: str, how: str, where: str) -> BrokenHelper:
    return BrokenHelper(
        f"The compiled helper of {work} {how}",
        where=where,
        advice=f"remove it with `pip uninstall onrecord-native`, or set {OFF}=no; "
        f"{work} works without it",
    )
