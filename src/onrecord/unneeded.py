"""What a library loads without need of ours is not found in processes that are ours alone."""

import sys
from collections.abc import Sequence


class _Without:
    """Looks like a finder of modules; finds that these are not there."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def find_spec(self, name: str, path: Sequence[str] | None, target: object = None) -> None:
        """Refuses these, knows nothing of the rest."""
        if name in self._names:
            raise ModuleNotFoundError(f"this process works without {name}", name=name)


def without(*names: str) -> None:
    """From here on this process has no module of these names. Not where a caller of ours
    may want one, and of no use where it is loaded already.

    pyarrow loads pandas wherever that is installed, only to ask whether a list is one of its
    own: 0.4 s of CPU and 40 MB a process. numpy it loads for conversions (0.1 s, 15 MB).
    """
    sys.meta_path.insert(0, _Without(frozenset(names)))
