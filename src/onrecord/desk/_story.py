"""Methods of ``Desk``: what is drafted, published, verified."""

from pathlib import Path
from typing import TYPE_CHECKING

from onrecord.desk.open_desk import OpenDesk

if TYPE_CHECKING:
    from onrecord.desk.checker import Checked
    from onrecord.desk.drafting import Drafted
    from onrecord.model.casework import Published


class Story(OpenDesk):
    """What is drafted, published, verified; each method stands in a module of its own."""

    def draft(
        self, case: Path | str, out: Path | str | None = None, *, by: str | None = None
    ) -> "Drafted":
        """A first draft in Markdown; never overwrites what a writer changed."""
        from onrecord.desk.drafting import draft

        return draft(self, Path(case), None if out is None else Path(out), by)

    def publish(
        self,
        case: Path | str,
        draft: Path | str,
        out: Path | str | None = None,
        *,
        by: str,
        formats: tuple[str, ...] = (),
        checklist: Path | str | None = None,
    ) -> "Published":
        """The gate, the outputs, the proofs, the log entry.

        Raises QuotationRefused, DraftCitesNothing, BadDraft, HarmRefused; then
        nothing was written.
        """
        from onrecord.desk.publishing import Order, publish

        order = Order(
            by,
            formats,
            None if checklist is None else Path(checklist),
            None if out is None else Path(out),
        )
        return publish(self, Path(case), Path(draft), order)

    def verify(
        self, file: Path | str, *, keys: tuple[str, ...] = (), policy: Path | None = None
    ) -> "list[Checked]":
        """Checks the proofs of a page or a proof file. Raises ProofRefused."""
        from onrecord.desk.checker import verify

        return verify(self, Path(file), keys, policy)
