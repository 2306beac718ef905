"""A second editor at the desk: a reason counts when they sat down under their own name."""

from tests.acceptance.told import EDITOR, REPORTER
from tests.desk.test_after_publication import with_comment
from tests.web.conftest import OWN
from tests.web.seat import Seat

from demo_story import ANSWERS
from onrecord.desk.harming import answers_in

SECOND = "Tarek Belhadin"


def test_only_a_second_editor_who_sits_there_excuses_a_picture_of_the_group(seat: Seat) -> None:
    desk, case = seat.site.desk, seat.told.case
    desk.add_person(SECOND, "editor", OWN)
    desk.save_draft(case, "harbour.md", seat.told.draft.read_text("utf-8"), by=REPORTER)
    photo = sorted((seat.told.sample / "witness-a" / "photos").glob("*.jpg"))[0]
    (case / "stories" / "harbour.jpg").write_bytes(with_comment(photo.read_bytes()))
    url, reason = seat.url("/story/harbour"), "It shows the quay and nobody."

    def answered(name: str, words: str) -> None:
        said = {f"answer-{k}": v for k, v in ANSWERS.items()} if name == EDITOR else {}
        with seat.client(name) as client:
            done = client.post(f"{url}/answers", data={**said, "answer-group-media": words})
        assert done.status_code == 303, done.text[:2000]

    def published() -> int:
        with seat.client() as client:
            return client.post(f"{url}/publish", data={"again": "never"}).status_code

    assert published() == 422
    for name, words in ((EDITOR, "I say so myself."), (REPORTER, "A reporter says so.")):
        answered(name, words)
        assert published() == 422, f"{name} is no second editor"
        assert not (case / "stories" / "harbour").exists()
    answered(SECOND, reason)
    with seat.client() as client:
        page = client.get(url).text
    assert reason in page
    assert SECOND in page
    assert "Excused" in page
    kept = next((case / "stories").glob("harbour*.toml"))
    given = answers_in(kept)["group-media"]
    assert given.by == SECOND
    assert given.seat, "the mark of who sat there"
    whole = kept.read_text("utf-8")
    kept.write_text(whole.replace(reason, "It shows something else."), "utf-8")
    assert published() == 422, "the mark is of that reason only"
    kept.write_text(whole, "utf-8")
    assert published() == 303
