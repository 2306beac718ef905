"""Local translation engines, each really loaded: a model of random weights built here."""

import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from tests.report import tiny_model

from onrecord.errors import TranslatorTrouble
from onrecord.report.engines import by_sentence, engine, installed, together

WORDS = "سقط الميناء قبل اليوم. ولم نعلن!"


def drafts_of(folder: Path) -> list[str]:
    """What the engine of a folder makes of one text and of none."""
    found = engine(folder, "ar", "en")
    assert found is not None
    translator = found.load()
    assert translator.translate([], "ar", "en") == []
    once = translator.translate([WORDS, "والنار"], "ar", "en")
    assert once == translator.translate([WORDS, "والنار"], "ar", "en")
    assert len(once) == 2
    assert all(isinstance(d, str) for d in once)
    assert once[0]
    return [translator.name, translator.version, *once]


def test_a_model_directory_is_loaded(tmp_path: Path) -> None:
    tiny_model.directory(tmp_path)
    name, version, *_ = drafts_of(tmp_path)
    assert name == "CTranslate2 ar-en"
    assert version.startswith("model ")
    assert engine(tmp_path, "ar", "de") is None
    assert engine(tmp_path, "ar-SY", "en-GB") is not None


@pytest.mark.parametrize("packed", [False, True])
def test_an_argos_package_is_loaded_packed_or_not(tmp_path: Path, packed: bool) -> None:
    tiny_model.argos(tmp_path, packed=packed)
    name, *first = drafts_of(tmp_path)
    assert name == "Argos ar-en 1.9"
    assert drafts_of(tmp_path) == [name, *first]  # and again, once it is unpacked


def test_all_kinds_give_the_same_draft_of_the_same_weights(tmp_path: Path) -> None:
    tiny_model.directory(tmp_path / "one")
    tiny_model.argos(tmp_path / "two", packed=True)
    assert drafts_of(tmp_path / "one")[2:] == drafts_of(tmp_path / "two")[2:]


def test_tokens_a_model_wants_are_given(tmp_path: Path) -> None:
    made = tiny_model.save(tmp_path / "ar-en", extra=("<2en>", "<2ar>"))
    (made / "sentencepiece.model").write_bytes(tiny_model.pieces())
    plain = drafts_of(tmp_path)[2:]
    (made / "translator.toml").write_text('before = ["<2ar>"]\ntarget = ["<2en>"]\n')
    told = drafts_of(tmp_path)[2:]
    assert told != plain
    assert not any("<2en>" in d for d in told)
    (made / "translator.toml").write_text("before = 3\n")
    with pytest.raises(TranslatorTrouble, match="settings"):
        drafts_of(tmp_path)


def test_sentences_are_translated_apart_and_joined_again() -> None:
    cut = by_sentence("One. Two!\n\nThree")
    assert [s for s, _ in cut] == ["One.", "Two!", "Three"]
    assert together(cut, ["1", "2", "3"]) == "1 2\n\n3"
    assert by_sentence("  ") == []


def test_a_model_that_lacks_a_part_says_which(tmp_path: Path) -> None:
    made = tiny_model.directory(tmp_path)
    (made / "sentencepiece.model").unlink()
    with pytest.raises(TranslatorTrouble, match="SentencePiece"):
        drafts_of(tmp_path)
    (made / "sentencepiece.model").write_bytes(b"not one")
    with pytest.raises(TranslatorTrouble, match="does not load"):
        drafts_of(tmp_path)
    (made / "sentencepiece.model").write_bytes(tiny_model.pieces())
    (made / "model.bin").write_bytes(b"\0" * 40)
    with pytest.raises(TranslatorTrouble, match="does not load"):
        drafts_of(tmp_path)


def test_a_package_that_leads_out_of_itself_is_refused(tmp_path: Path) -> None:
    box = tiny_model.argos(tmp_path, packed=True)
    with zipfile.ZipFile(box, "a") as out:
        out.writestr("../outside.txt", "x")
    with pytest.raises(TranslatorTrouble, match="leads out"):
        drafts_of(tmp_path)
    assert not (tmp_path.parent / "outside.txt").exists()


def test_what_is_no_engine_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / "ar-en").mkdir()
    (tmp_path / "b.argosmodel").write_bytes(b"PK no zip")
    (tmp_path / "c").mkdir()
    (tmp_path / "c" / "metadata.json").write_text("[1]")
    assert installed(tmp_path) == ()
    assert installed(tmp_path / "none") == ()


@pytest.mark.parametrize("text", [None, "", "{", "[1]"])
def test_a_damaged_package_is_named_not_passed_over(tmp_path: Path, text: str | None) -> None:
    with zipfile.ZipFile(tmp_path / "a.argosmodel", "w") as out:
        out.writestr("x/other.txt" if text is None else "x/metadata.json", text or "")
    with pytest.raises(TranslatorTrouble, match=r"damaged.*a\.argosmodel"):
        installed(tmp_path)
    (tmp_path / "a.argosmodel").rename(tmp_path / "a.part")
    assert installed(tmp_path) == ()


class Answers(BaseHTTPRequestHandler):
    """A server in OpenAI's form: says what it was asked, upside down."""

    asked: list[dict[str, object]] = []
    answer: bytes | None = None
    status = 200

    def do_POST(self) -> None:
        data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        Answers.asked.append({"path": self.path, **data})
        said = data["messages"][-1]["content"][::-1]
        body = Answers.answer or json.dumps({"choices": [{"message": {"content": said}}]}).encode()
        self.send_response(Answers.status)
        self.send_header("Location", "http://198.51.100.7/v1")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Path]:
    Answers.asked, Answers.answer, Answers.status = [], None, 200
    made = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=made.serve_forever, daemon=True).start()
    url = f"http://localhost:{made.server_port}/v1"
    (tmp_path / "ar-en.toml").write_text(f'url = "{url}"\nmodel = "tiny"\n')
    yield tmp_path
    made.shutdown()
    made.server_close()


def test_a_server_on_this_machine_is_asked(server: Path) -> None:
    _, version, draft, _ = drafts_of(server)
    assert version == "model tiny"
    assert draft == " ".join(WORDS[::-1].split())
    assert Answers.asked[0]["path"] == "/v1/chat/completions"
    assert Answers.asked[0]["temperature"] == 0


@pytest.mark.parametrize(
    ("answer", "status"),
    [(b"", 302), (b"{}", 200), (b'{"choices":[{"message":{"content":""}}]}', 200), (b"x", 500)],
)
def test_an_answer_that_is_none_is_said_to_be(server: Path, answer: bytes, status: int) -> None:
    Answers.answer, Answers.status = answer or b" ", status
    with pytest.raises(TranslatorTrouble, match="gave no translation"):
        drafts_of(server)


@pytest.mark.parametrize(
    "url",
    [
        "http://198.51.100.7:8080/v1",
        "http://0.0.0.0:8080/v1",
        "https://127.0.0.1:8080/v1",
        "http://user@127.0.0.1/v1",
        "http://[2001:db8::1]:80/v1",
        "file:///etc/hosts",
    ],
)
def test_no_other_machine_is_ever_asked(tmp_path: Path, url: str) -> None:
    (tmp_path / "ar-en.toml").write_text(f'url = "{url}"\nmodel = "x"\n')
    found = engine(tmp_path, "ar", "en")
    assert found is not None
    with pytest.raises(TranslatorTrouble, match=r"loopback|address|cannot be read"):
        found.load()


def test_a_server_that_is_off_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "ar-en.toml").write_text('url = "http://127.0.0.1:9/v1"\nmodel = "x"\n')
    with pytest.raises(TranslatorTrouble, match="gave no translation"):
        drafts_of(tmp_path)
