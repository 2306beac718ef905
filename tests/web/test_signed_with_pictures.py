"""A draft with pictures goes out to be signed at another desk, and its signature comes back."""

import re

import httpx
import pytest
from tests.acceptance.told import EDITOR, REPORTER
from tests.web.seat import Seat

HEAD = "---\nstory: {0}\nheadline: Out and back\nby: A\nlanguage: en\ncontact:\n---\n\n"


def test_a_draft_is_signed_elsewhere_with_its_pictures(seat: Seat) -> None:
    desk, case, folder = seat.site.desk, seat.told.case, seat.told.case / "stories"
    shown = (seat.told.folder / "harbour.jpg").read_bytes()
    (folder / "away.jpg").write_bytes(shown)
    key = desk.show(case, f"id:{seat.told.planted('denial_1')['id']}", around=0).message.key
    text = HEAD.format("pictured") + (
        f"> {seat.told.planted('denial_1')['text']} [[m:{key[:12]}]]\n\n"
        '![The quay](away.jpg "The quay at noon. Credit: A")\n'
    )
    desk.save_draft(case, "pictured.md", text, by=EDITOR)
    draft = ("pictured.md", text.encode())

    def sent(client: httpx.Client, *pictures: tuple[str, bytes]) -> httpx.Response:
        files = [("draft", draft), *(("pictures", p) for p in pictures)]
        return client.post("/sign", files=files)

    with seat.client() as client:
        assert "away.jpg is not there" in sent(client).text
        assert "prints no picture of this name" in sent(client, ("other.jpg", shown)).text
        assert "cannot be cleaned" in sent(client, ("away.jpg", b"<svg>")).text
        read = sent(client, ("away.jpg", shown))
        assert read.status_code == 200
        form = dict(re.findall(r'name="(text|pictures)" value="([^"]*)"', read.text))
        assert client.get("/sign/picture/0").headers["content-type"] == "image/jpeg"
        assert client.get("/sign/picture/1").status_code == 404
        sent(client, ("away.jpg", shown + b"\x00"))  # in another tab, a picture of other bytes
        late = client.post("/sign/out", data={"name": "pictured.md", **form})
        assert late.status_code == 422
        assert "others than those shown" in late.text
        sent(client, ("away.jpg", shown))
        signed = client.post("/sign/out", data={"name": "pictured.md", **form})
        assert signed.status_code == 200, signed.text
        files = {"signature": ("pictured.md.signed.json", signed.content)}
        page = client.get(seat.url("/story/pictured/handover")).text
        assert "Save away.jpg, logged" in page
        there = client.get(seat.url("/story/pictured/printed/0"))
        assert there.content == shown
        assert client.get(seat.url("/story/pictured/printed/1")).status_code == 404
        kept = client.post(seat.url("/story/pictured/signature"), files=files)
        assert kept.status_code == 303, kept.text
        assert "Holds" in client.get(seat.url("/story/pictured/handover")).text
        (folder / "away.jpg").write_bytes((seat.told.sample / "pictures/IMG_0412.jpg").read_bytes())
        assert "Old" in client.get(seat.url("/story/pictured/handover")).text
    with seat.client(REPORTER) as other:
        assert other.get("/sign/picture/0").status_code == 404, "of another session"


@pytest.mark.parametrize("path", ["../../evil.jpg", "/evil.jpg", "a/../../../evil.jpg"])
def test_a_draft_to_sign_writes_nothing_outside_its_folder(seat: Seat, path: str) -> None:
    text = HEAD.format("out") + f'![The quay]({path} "The quay. Credit: A")\n'
    picture = (seat.told.folder / "harbour.jpg").read_bytes()
    with seat.client() as client:
        files = [("draft", ("out.md", text.encode())), ("pictures", ("evil.jpg", picture))]
        answer = client.post("/sign", files=files)
    assert answer.status_code == 422
    assert 'class="refusal"' in answer.text
