"""What a library loads without need of ours is not found in processes that are ours alone."""

import sys
from collections.abc import Sequence


class _NoPandas:
    """pyarrow loads pandas wherever that is installed, only to ask whether a list is one of
    its own: 0.4 s of CPU and 40 MB a process."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: object = None) -> None:
        """Refuses pandas, knows nothing of the rest."""
        if name == "pandas":
            raise ModuleNotFoundError("onrecord works without pandas", name=name)


def no_pandas() -> None:
    """From here on this process has no pandas. Not where a caller of ours may want it."""
    sys.meta_path.insert(0, _NoPandas())
