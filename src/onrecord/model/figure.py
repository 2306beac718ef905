"""What a case counts: tables that a chart may draw and a spreadsheet may open."""

from dataclasses import dataclass

Cell = str | int | None


@dataclass(frozen=True, slots=True)
class Figure:
    """One table: ``columns`` name the cells of each row; None is a cell without a value.

    ``counted`` says in one sentence what is counted and within which bounds.
    Days are the finest grain of time: nobody's hours can be read off a figure.
    """

    name: str
    title: str
    counted: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
