"""Outputs against the schemas of who defines the formats, and opened by other programs.

The schemas are IPTC's own, see ``tests/golden/report/iptc/NOTICE.md``.
"""

import getpass
import io
import json
import shutil
import socket
import subprocess
import tempfile
import time
import zipfile
from dataclasses import replace
from pathlib import Path

import jsonschema
import pypdf
import pytest
from lxml import etree
from tests.report.harbour import DRAFT, story

from onrecord.model.story import Correction, Story
from onrecord.report import writer, writers

IPTC = Path(__file__).parent.parent / "golden" / "report" / "iptc"
OFFICE = shutil.which("soffice")


def told() -> list[Story]:
    """The sample, the sample retracted, and one in a language that runs to the left."""
    gone = (Correction("2026-04-20", "A forgery.", "M. O.", retraction=True),)
    arabic = DRAFT.replace("language: en", "language: ar", 1)
    return [story(), replace(story(), corrections=gone), replace(story(arabic), language="ar")]


@pytest.mark.parametrize("number", range(3))
def test_ninjs_is_valid_by_its_schema(number: int) -> None:
    schema = json.loads((IPTC / "ninjs-schema_2.1.json").read_text("utf-8"))
    checker = jsonschema.Draft202012Validator(schema)
    made = json.loads(writer("ninjs").write(told()[number]))
    assert [e.message for e in checker.iter_errors(made)] == []
    del made["uri"]
    made["pubstatus"] = "gone"
    assert len(list(checker.iter_errors(made))) >= 2  # the schema is one that refuses


@pytest.mark.parametrize("number", range(3))
def test_newsml_is_valid_by_its_schema(number: int, tmp_path: Path) -> None:
    with zipfile.ZipFile(IPTC / "newsml-g2_2.35.zip") as box:
        box.extractall(tmp_path)
    path = tmp_path / "NewsML-G2_2.35-spec-All-Power.xsd"
    checker = etree.XMLSchema(etree.parse(path, etree.XMLParser(no_network=True)))
    data = writer("newsml-g2").write(told()[number])
    assert checker.validate(etree.fromstring(data)), checker.error_log
    broken = etree.fromstring(data.replace(b"<contentMeta>", b"<contentMatter/><contentMeta>"))
    assert not checker.validate(broken)


def test_claimreview_has_what_schema_org_and_its_readers_require() -> None:
    """The properties that users of ClaimReview require, of the types they require."""
    made = json.loads(
        writer("claimreview").write(
            replace(story(), url="https://meridian-register.example/h", claims_by="M. Oduval")
        )
    )
    assert made
    for one in made:
        assert one["@context"] == "https://schema.org"
        assert one["@type"] == "ClaimReview"
        assert one["url"].startswith("https://")
        assert one["claimReviewed"]
        assert time.strptime(one["datePublished"], "%Y-%m-%d")
        assert one["author"]["@type"] in ("Organization", "Person")
        assert one["author"]["name"]
        rating = one["reviewRating"]
        assert rating["@type"] == "Rating"
        assert rating["alternateName"]
        assert rating["worstRating"] <= rating["ratingValue"] <= rating["bestRating"]
        assert one["itemReviewed"]["@type"] in ("Claim", "CreativeWork")
        assert one["itemReviewed"]["author"]["name"]


@pytest.mark.sweep
@pytest.mark.skipif(OFFICE is None, reason="no LibreOffice on PATH")
def test_libreoffice_opens_the_word_file_and_prints_it(tmp_path: Path) -> None:
    file = tmp_path / "story.docx"
    file.write_bytes(writer("docx").write(story()))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        str(OFFICE),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        tmp_path,
        file,
    ]
    subprocess.run(list(map(str, command)), check=True, capture_output=True, timeout=300)
    pages = pypdf.PdfReader(tmp_path / "story.pdf").pages
    text = " ".join(" ".join(p.extract_text().split()) for p in pages)
    assert story().title in text
    assert "The harbour has fallen twice" in text
    assert any("\u0600" <= c <= "\u06ff" or "\ufe70" <= c <= "\ufeff" for c in text)


def unpacked(data: bytes) -> list[bytes]:
    """The bytes, and the parts of a zip."""
    if data[:4] != b"PK\x03\x04":
        return [data]
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        return [data, *(box.read(n) for n in box.namelist())]


@pytest.mark.parametrize("name", sorted(writers()))
def test_no_user_host_path_or_zone_in_any_output(name: str) -> None:
    if name == "pdf" and shutil.which("chromium") is None:
        pytest.skip("no chromium on PATH")
    words = {getpass.getuser(), socket.gethostname(), str(Path.home()), str(Path.cwd())}
    words |= {
        str(Path(__file__).parents[2]),
        f"{tempfile.gettempdir()}/",
        *(f"/{name}/" for name in ("home", "Users")),
        "C:\\",
        *time.tzname,
    }
    words -= {"UTC", "GMT", "root", "/", ""}  # these are words of the page as well
    rated = replace(story(), url="https://meridian-register.example/h", claims_by="M. Oduval")
    for data in unpacked(writer(name).write(rated)):
        found = [w for w in words if len(w) > 3 and w.encode() in data]
        assert not found, found
