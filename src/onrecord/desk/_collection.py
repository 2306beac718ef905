"""Methods of ``Desk``: many cases looked at as one."""

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.desk.open_desk import OpenDesk

if TYPE_CHECKING:
    from onrecord.desk.gathering import Gathered


class Collections(OpenDesk):
    """What is asked of a folder of cases."""

    def gather(
        self,
        folder: Path | str,
        what: str,
        out: Path | str,
        *,
        engine: str = "local",
        master: str | None = None,
        queries: Path | str | None = None,
    ) -> "Gathered":
        """Statements, comparison, near-copies, searches or statistics of every case.

        The answer is Parquet below ``out``, the same from either engine. Raises
        NoEngine, NothingYet, BadOption, BadQuery, CaseExists.
        """
        from onrecord.desk.gathering import Wish, gather

        wish = Wish(what, engine, master, None if queries is None else Path(queries))
        return gather(Path(folder), Path(out), wish, self.progress)
