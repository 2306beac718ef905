"""Finds plug-ins: the modules of one folder, each with one object in it.

A room of plug-ins (``formats``, ``store``, ``press``, ``report``) is a package;
every module in it whose name does not start with ``_`` and that has the named
attribute is a plug-in. There are no hooks and no registry file: a new format is
one new file.
"""

import pkgutil
from importlib import import_module
from types import ModuleType


def find(package: ModuleType, attribute: str) -> dict[str, object]:
    """The plug-ins of ``package``, by module name, in alphabetical order.

    Raises ImportError if a module of the room does not import: a broken
    plug-in is a defect to be seen, never one to be skipped.
    """
    found: dict[str, object] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda i: i.name):
        if info.name.startswith("_"):
            continue
        module = import_module(f"{package.__name__}.{info.name}")
        if hasattr(module, attribute):
            found[info.name] = getattr(module, attribute)
    return found
