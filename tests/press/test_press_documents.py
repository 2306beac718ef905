# ruff: noqa: E501  lines as their sources write them
"""Documents and tables of events as news: PDF, ACLED, UCDP."""

import pytest
from tests.press.wire import ACLED, BODY, UCDP, split


def test_a_pdf_with_text_is_read_and_a_broken_one_named() -> None:
    pytest.importorskip("pypdf", reason="needs the extra onrecord[pdf]")
    lines = ["Cows at sea", *[BODY[at : at + 60] for at in range(0, len(BODY), 60)]]
    drawn = "".join(f"({line}) Tj 0 -14 Td " for line in lines)
    data = pdf(f"BT /F1 12 Tf 20 700 Td {drawn}ET".encode())
    (article,), troubles = split("a.pdf", data)
    assert article.title == "Cows at sea"
    assert "forty passengers" in article.text.replace("\n", "")
    assert troubles == []
    assert split("a.pdf", data[:30])[1][0].kind == "not-pdf"


def pdf(drawn: bytes) -> bytes:
    """A PDF of one page, written by hand."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return (
        out
        + b"xref\n0 6\n0000000000 65535 f \n%strailer\n<< /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (table, len(out))
    )


def test_event_tables_are_read_by_their_columns() -> None:
    rows = (
        ACLED
        + 'Q1,2031-05-05,Explosions,Shelling,Army,Lantern Brigade,Qadria,North,Kvalnes,Kvalnes Post,"Two shells, one dud, landed near the pier in the night.",0\n'
    )
    (event,), troubles = split("a.csv", rows.encode())
    assert (event.kind, event.outlet, event.agency) == ("event", "ACLED", "Kvalnes Post")
    assert "on 5 May 2031 at Kvalnes, North, Qadria" in event.text
    assert troubles == []
    rows = (
        UCDP
        + "1,2031-05-05 00:00:00.000,Army,Lantern Brigade,Qadria: Government,Kvalnes town,Qadria,Coast Agency,Shells land near pier,2\n"
    )
    (event,), _ = split("ged.csv", rows.encode())
    assert "Deaths recorded: 2." in event.text
    assert event.place_line == "Kvalnes town"


def test_a_row_of_other_length_is_named() -> None:
    _, troubles = split("a.csv", (ACLED + "Q1,2031-05-05\n").encode())
    assert troubles
    assert split("b.csv", b"a,b\n1,2\n")[1][0].kind == "no-reader"


def test_an_event_table_says_how_exact_its_day_is() -> None:
    head = UCDP.strip().replace("date_start", "date_start,date_end,date_prec")
    rows = (
        '1,2031-05-05,2031-05-05,1,Side A,Side B,A-B,Mill,Qadria,Wire,"x",2\n'
        '2,2031-05-05,2031-05-09,4,Side A,Side B,A-B,Mill,Qadria,Wire,"x",2\n'
    )
    found, _ = split("e.csv", (head + "\n" + rows).encode())
    assert "A-B on 5 May 2031 at Mill" in found[0].text
    assert "between 5 May 2031 and 9 May 2031 (not exact to the day: date_prec 4)" in found[1].text
