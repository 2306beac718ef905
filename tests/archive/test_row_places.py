"""A table row has no slice of bytes: nothing else is sealed in its place."""

import pyarrow as pa
from tests.archive.archivecase import batch, row

from onrecord.archive.given import Sources, look


def test_rows_have_no_slice_and_runs_of_bytes_have() -> None:
    made = batch([row(0, "one"), row(1, "two")])
    kinds = pa.array(["row", "bytes"]).dictionary_encode()
    place = made.schema.get_field_index("place_kind")
    columns = list(made.columns)
    columns[place] = kinds.cast(made.schema.field(place).type)
    mixed = pa.RecordBatch.from_arrays(columns, schema=made.schema)
    found = look(mixed, Sources(slices=lambda member, start, length: b"bytes"))
    assert found.cuts is not None
    assert found.cuts[0] is None
    assert found.cuts[1] is not None
