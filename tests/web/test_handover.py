"""What goes out of the desk and comes back: sheets, signatures, pictures, terms, columns."""

import csv
import io
import json
import tarfile
from pathlib import Path

import bagit
import pyrage
import pytest
from tests.acceptance.told import EDITOR, PASSPHRASE, REPORTER, Told
from tests.web.seat import Seat
from tests.web.test_intake import ended

from onrecord.desk import Desk

HEAD = "---\nstory: {0}\nheadline: Out and back\nby: A\nlanguage: en\ncontact:\n---\n\n"


def published(seat: Seat) -> None:
    """Publishes the sample story where the desk's pages look for it."""
    told, folder = seat.told, seat.told.case / "stories" / "harbour"
    if not folder.exists():
        seat.site.desk.publish(told.case, told.draft, folder, by=EDITOR, checklist=told.answers)


@pytest.fixture
def draft(seat: Seat) -> str:
    """A draft with one quotation that nobody has translated."""
    case, desk = seat.told.case, seat.site.desk
    key = desk.show(case, f"id:{seat.told.planted('denial_1')['id']}", around=0).message.key
    words = seat.told.planted("denial_1")["text"]
    text = HEAD.format("away") + f"> {words} [[m:{key[:12]}]]\n"
    there = (case / "stories" / "away.md").exists()
    base = desk.read_draft(case, "away.md").digest if there else None
    desk.save_draft(case, "away.md", text, by=EDITOR, base=base)
    return text


def test_a_translators_sheet_goes_out_and_comes_back_signed(seat: Seat, draft: str) -> None:
    with seat.client() as client:
        sent = client.get(seat.url("/story/away/sheet"))
        assert "attachment" in sent.headers["content-disposition"]
        rows = list(csv.DictReader(io.StringIO(sent.content.decode("utf-8-sig"))))
        assert len(rows) == 1
        names = list(rows[0])
        filled = {**rows[0]}
        for name in names:
            if "translation" in name.lower():
                filled[name] = "The harbour has not fallen."
            elif "by" in name.lower() or "translator" in name.lower():
                filled[name] = "Noor Translator"
            elif "date" in name.lower() or "day" in name.lower() or name.lower() == "on":
                filled[name] = "2026-04-20"
        out = io.StringIO()
        made = csv.DictWriter(out, names)
        made.writeheader()
        made.writerow(filled)
        files = {"sheet": ("sheet.csv", out.getvalue().encode())}
        done = client.post(seat.url("/story/away/sheet"), files=files)
        assert done.status_code == 303, done.text
        text = seat.site.desk.read_draft(seat.told.case, "away.md").text
        assert "The harbour has not fallen. — translated by Noor Translator, 2026-04-20" in text
        looks = client.get(seat.url("/intake")).text
        assert "away-translations.csv" in looks


def test_a_sheet_that_is_none_leaves_the_draft_alone(seat: Seat, draft: str) -> None:
    with seat.client() as client:
        files = {"sheet": ("sheet.csv", b"\xff\xfe nothing")}
        done = client.post(seat.url("/story/away/sheet"), files=files)
        assert done.status_code == 422
        assert 'class="refusal"' in done.text
    assert seat.site.desk.read_draft(seat.told.case, "away.md").text == draft


def test_a_draft_is_signed_at_another_desk_and_the_signature_comes_back(
    seat: Seat, draft: str
) -> None:
    with seat.client() as client:
        sent = client.get(seat.url("/story/away/text")).content
        assert sent.decode() == draft
        read = client.post("/sign", files={"draft": ("away.md", sent)})
        assert "Out and back" in read.text
        packed = read.text.split('name="text" value="')[1].split('"')[0]
        signed = client.post("/sign/out", data={"name": "away.md", "text": packed})
        assert signed.status_code == 200, signed.text
        assert json.loads(signed.content)["by"] == EDITOR
        files = {"signature": ("away.md.signed.json", signed.content)}
        kept = client.post(seat.url("/story/away/signature"), files=files)
        assert kept.status_code == 303, kept.text
        assert "Holds" in client.get(seat.url("/story/away/handover")).text
        assert "made elsewhere" in client.get(seat.url("/story/away")).text
        forged = signed.content.replace(EDITOR.encode(), b"Somebody Else")
        again = client.post(
            seat.url("/story/away/signature"), files={"signature": ("x.json", forged)}
        )
        assert again.status_code == 422
        seat.site.desk.save_draft(
            seat.told.case,
            "away.md",
            draft + "More.\n",
            by=EDITOR,
            base=seat.site.desk.read_draft(seat.told.case, "away.md").digest,
        )
        assert "Old" in client.get(seat.url("/story/away/handover")).text
        assert "made elsewhere" not in client.get(seat.url("/story/away")).text


def test_a_picture_is_added_once_and_never_overwritten(seat: Seat, draft: str) -> None:
    data = (seat.told.sample / "pictures" / "IMG_0412.jpg").read_bytes()
    with seat.client() as client:
        url = seat.url("/story/away/picture")
        done = client.post(url, files={"picture": ("../../../evil/IMG 1.jpeg", data)})
        assert done.status_code == 303, done.text
        assert done.headers["location"].endswith(".jpg")
        name = done.headers["location"].partition("added=")[2]
        assert (seat.told.case / "stories" / name).read_bytes() == data
        twice = client.post(url, files={"picture": ("../../../evil/IMG 1.jpeg", data + b"x")})
        assert twice.status_code == 422
        assert (seat.told.case / "stories" / name).read_bytes() == data
        bad = client.post(url, files={"picture": ("x.png", b"<svg onload=x>")})
        assert bad.status_code == 422


def test_a_term_is_kept_and_the_spelling_of_before_is_wrong(seat: Seat) -> None:
    with seat.client() as client:
        form = {
            "original": "السد القديم",
            "language": "en",
            "spelling": "the old dam",
            "variants": "",
        }
        assert client.post(seat.url("/glossary"), data=form).status_code == 303
        form["spelling"] = "the Old Dam"
        assert client.post(seat.url("/glossary"), data=form).status_code == 303
        page = client.get(seat.url("/glossary")).text
        assert "the Old Dam" in page
        (term,) = seat.site.desk.glossary(seat.told.case)
        assert "the old dam" in term.variants
        assert client.post(seat.url("/glossary"), data={**form, "spelling": ""}).status_code == 422


def test_judgements_go_out_and_come_back_on_a_spreadsheet(own: Told, seat: Seat) -> None:
    with seat.client() as client:
        page = client.get(seat.url("/judgements")).text
        assert EDITOR in page or "log entry" in page
        sent = client.get(seat.url("/judgements/sheet"), params={"unjudged": "yes"})
        assert sent.content.decode("utf-8-sig").count("\n") > 20
        back = client.post(seat.url("/judgements/sheet"), files={"sheet": ("j.csv", sent.content)})
        assert back.status_code == 303, back.text
        assert "taken=0" in back.headers["location"]
        bad = client.post(seat.url("/judgements/sheet"), files={"sheet": ("j.csv", b"a,b\n1,2\n")})
        assert bad.status_code == 422


def test_columns_are_looked_at_before_they_are_sealed(seat: Seat) -> None:
    table = "when,who,words,mood\n2026-03-01T10:00:00Z,Ada,first words,good\n"
    before = len(seat.site.desk.info(seat.told.case).received)
    with seat.client() as client:
        files = {"files": ("chat.csv", table.encode())}
        begun = client.post(seat.url("/intake"), data={"kind": "export"}, files=files)
        page = ended(client, begun.headers["location"])
        assert "A person has to say" in page
        upload = page.split('name="upload" value="')[1].split('"')[0]
        said = {"upload": upload, "dropped": "yes", "columns": "looked-at", "column-text": "words"}
        look = client.post(seat.url("/intake"), data={**said, "again": "look"})
        assert "first words" in look.text
        assert len(seat.site.desk.info(seat.told.case).received) == before
        right = {**said, "column-sender": "who", "column-time": "when"}
        done = client.post(seat.url("/intake"), data=right)
        assert "is sealed and read" in ended(client, done.headers["location"])
    added = seat.site.desk.info(seat.told.case).received[-1]
    assert (added.format, added.counts.messages) == ("csv", 1)
    assert Desk(seat.told.desk.folder, PASSPHRASE).exists()


def test_a_lawyers_bundle_opens_with_their_key_and_with_no_other(
    seat: Seat, tmp_path: Path
) -> None:
    key, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    url = seat.url("/published/harbour/exhibit")
    form = {"for": "A. Lawyer", "to": str(key.to_public())}
    published(seat)
    with seat.client() as client:
        done = client.post(url, data=form)
        assert done.status_code == 200, done.text[:2000]
        assert "harbour-exhibit.age" in done.headers["content-disposition"]
        bad = client.post(url, data={**form, "to": "age1nothing"})
        assert bad.status_code == 422
        assert 'value="A. Lawyer"' in bad.text, "what was typed is kept"
        assert client.post(url, data={**form, "for": " "}).status_code == 422
    with seat.client(REPORTER) as client:
        assert client.post(url, data=form).status_code == 403
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(done.content, [other])
    with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(done.content, [key]))) as tar:
        tar.extractall(tmp_path, filter="data")
    bag = tmp_path / "exhibit"
    assert bagit.Bag(str(bag)).validate()
    words = seat.told.planted("denial_1")["text"]
    days = "".join(d.read_text("utf-8") for d in (bag / "data" / "days").glob("*.txt"))
    assert words in days
    kept = [p for p in seat.told.case.rglob("*exhibit*") if p.suffix in (".age", ".tar")]
    assert not kept, "the bundle stays with whoever asked for it"


def test_what_stood_around_a_message_is_opened_to_one_reader(seat: Seat, tmp_path: Path) -> None:
    key, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    desk, case = seat.site.desk, seat.told.case
    middle = desk.show(case, f"id:{seat.told.planted('denial_1')['id']}", around=1)
    url = seat.url(f"/open/1/{middle.message.n}")
    form = {"around": "1", "why": "The court asks.", "for": "The court", "to": str(key.to_public())}
    with seat.client(REPORTER) as client:
        assert client.get(url).status_code == 403
        assert client.post(url, data=form).status_code == 403
    with seat.client() as client:
        record = client.get(seat.url(f"/record/1/{middle.message.n}")).text
        assert f"/open/1/{middle.message.n}" in record
        for wrong in (
            {"why": " "},
            {"around": "501"},
            {"around": "x"},
            {"to": "age1x"},
            {"for": ""},
        ):
            bad = client.post(url, data={**form, **wrong})
            assert bad.status_code == 422, wrong
            assert "The court" in bad.text, "what was typed is kept"
        before = desk.info(case).judgements
        done = client.post(url, data=form)
        assert done.status_code == 200, done.text[:2000]
        assert desk.info(case).judgements == before + 1
        assert "context opened for The court" in client.get(seat.url("/intake")).text
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(done.content, [other])
    opened = pyrage.decrypt(done.content, [key])
    with tarfile.open(fileobj=io.BytesIO(opened)) as tar:
        tar.extractall(tmp_path, filter="data")
    words = "".join(p.read_text("utf-8") for p in tmp_path.rglob("*.txt"))
    for one in middle.messages:
        assert one.text.strip()[:30] in words
    assert not [p for p in case.rglob("context-*")]
