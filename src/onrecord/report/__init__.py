"""The quotation gate, redaction, and one file per output."""

from typing import cast

from onrecord.errors import BadOption
from onrecord.ports import Writer


def writers() -> dict[str, Writer]:
    """Every output by its name."""
    from onrecord import plugs, report

    found = plugs.find(report, "WRITER")
    made = (cast(Writer, one) for one in found.values())
    return {one.name: one for one in made}


def writer(name: str) -> Writer:
    """The output of that name. Raises BadOption for an unknown one."""
    known = writers()
    if name not in known:
        raise BadOption(
            f"there is no output called {name}", advice="known: " + ", ".join((*known, ALL))
        )
    return known[name]


ALL = "all"
"""In place of names: every output that this machine and the draft allow."""


def chosen(names: tuple[str, ...]) -> tuple[Writer, ...]:
    """The outputs of those names, the page if there are none; of :data:`ALL`, every
    one, the page first. Raises BadOption for an unknown one."""
    if ALL in names:
        known = writers()
        return (known.pop("html"), *known.values())
    return tuple(writer(name) for name in names or ("html",))
