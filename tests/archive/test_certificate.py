"""The certificate draft names hashes, tools and findings, and claims nothing."""

from pathlib import Path

from tests.archive.archivecase import messages, sample

from onrecord.archive import certificate, check, entry
from onrecord.model.proof import Finding, Stamp


def test_a_draft_states_the_process_and_its_limits(tmp_path: Path) -> None:
    one = sample(tmp_path, messages(3))
    findings = [*check.bags(one.bag, one.manifest), Finding("0001/x", "withheld", "by log entry 9")]
    stamps = (Stamp("Test", "2026-01-01T00:00:00Z", "test"),)
    exhibit = certificate.Exhibit(
        "sample",
        "0001",
        one.manifest,
        3,
        42,
        entry.parse(one.entry.body),
        one.entry.index,
        one.log.checkpoint,
        stamps,
        (("received_by", "A. Reporter"),),
    )
    said = certificate.draft(exhibit, findings, ["onrecord check CASE"])
    for part in (one.manifest, one.sealed.root.hex(), "A. Reporter", "onrecord check CASE"):
        assert part in said
    assert "withheld: 0001/x" in said and "0 altered" in said
    assert "     nothing" in said and "2026-01-01" not in said  # a test stamp is no time
    assert "Not certified: that the export is genuine" in said
