"""Numbers kept narrow are read back as they were."""

import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.store._order import NO_TIME
from onrecord.store._pages import SECOND, Pages, PageWriter, Shown

_SMALL = st.integers(-2, 70_000)
_TIMES = st.one_of(
    st.integers(-(10**10), 10**10).map(lambda s: s * SECOND),
    st.just(NO_TIME),
    st.integers(-(1 << 63), (1 << 63) - 1),
)
_PAGE = st.lists(st.tuples(_SMALL, st.just(7), _TIMES), max_size=40)


@given(st.lists(_PAGE, max_size=6))
def test_every_number_of_every_page_comes_back(pages: list[list[tuple[int, int, int]]]) -> None:
    with tempfile.TemporaryDirectory() as made:
        writer = PageWriter(Path(made))
        for page in pages:
            writer.add([[row[c] for row in page] for c in range(3)])
        writer.close()
        rows = [list(row) for page in pages for row in page]
        read = Pages(Path(made), 3)
        try:
            assert len(read) == len(rows)
            assert [read.row(i) for i in range(len(rows))] == rows
            assert [[read.number(i, c) for c in range(3)] for i in range(len(rows))] == rows
            back = range(len(rows) - 1, -1, -1)
            assert list(Shown(read, back, 2)) == [row[2] for row in reversed(rows)]
            with pytest.raises(IndexError):
                read.row(len(rows))
        finally:
            read.close()


def test_times_a_second_apart_take_four_bytes(tmp_path: Path) -> None:
    writer = PageWriter(tmp_path)
    writer.add([[n * 90 * SECOND for n in range(4_000)], list(range(4_000)), [5] * 4_000])
    writer.close()
    assert (tmp_path / "rows.bin").stat().st_size < 4_000 * (4 + 2 + 0) + 100
