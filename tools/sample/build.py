"""Writes the whole case into a folder."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from sample import case as cases
from sample import (
    html_media,
    media,
    pictures,
    scale,
    telegram_html,
    telegram_json,
    truth,
    whatsapp,
    wire,
    witness_b,
)
from sample.case import Case
from sample.said import Say
from sample.witness_b import WitnessB

SEED = 20260412
README = """Everything in this folder is invented: country, city, movement, members, outlets,
every sentence and every picture. It was written by tools/make_sample.py; what must
come out of it is said in truth.toml, what its parts are in docs/sample-case.md.
"""


def write(
    out: Path, *, seed: int = SEED, messages: int | None = None, only_a: bool = False
) -> dict[str, int]:
    """Makes every input (or witness A alone) and ``truth.toml``; returns records per input."""
    case = cases.build(seed)
    out.mkdir(parents=True, exist_ok=True)
    _put(out / "README.txt", [README])
    records, case, more = _witness_a(out / "witness-a", case, messages)
    counts = {"witness-a": records}
    if only_a:
        _put(out / "truth.toml", [truth.text(case, [], more, {})])
        return counts
    second = witness_b.build(case)
    counts["witness-b"], second = _witness_b(out / "witness-b", case, second, more)
    counts["side-chat"] = len(whatsapp.rows())
    _files(out / "side-chat", whatsapp.files(case.cast))
    items = wire.load()
    counts["wire"] = _files(out / "wire", {i.file: wire.written(i, items) for i in items})
    counts["pictures"] = _files(out / "pictures", pictures.folder())
    extra = witness_b.truth(case, second, more["records"]) | whatsapp.truth(case.cast)
    extra["picture_near"] = {"files": ["IMG_0431.jpg", "IMG_0431_small.jpg"]}
    _put(out / "truth.toml", [truth.text(case, items, more, extra)])
    _put(out / "places.csv", [truth.places()])
    _put(out / "translations.toml", [truth.translations(case)])
    return counts


def _witness_a(folder: Path, case: Case, messages: int | None) -> tuple[int, Case, Counter[str]]:
    """Returns how many records, the case with their numbers, and what was added to it."""
    folder.mkdir()
    _attachments(folder, case.says)
    path = folder / "result.json"
    if messages is None or messages <= len(case.says):
        rows = ((case.ids[say.key], say) for say in case.says)
        _put(path, telegram_json.document(case.cast, rows, case.ids))
        return len(case.says), case, Counter()
    numbers = scale.Numbers()
    _put(path, scale.stream(case, messages, numbers))
    numbers.counts["message"] = numbers.counts["records"] = messages - len(case.says)
    return messages, replace(case, ids=numbers.ids), numbers.counts


def _witness_b(
    folder: Path, case: Case, second: WitnessB, more: Counter[str]
) -> tuple[int, WitnessB]:
    """HTML; or, beside a grown witness A, a JSON export grown in the same way."""
    folder.mkdir()
    if more:
        numbers = scale.Numbers()
        messages = len(case.says) + more["records"]
        _put(folder / "result.json", scale.stream(case, messages, numbers, second))
        return len(second.says) + more["records"], replace(second, ids=numbers.ids)
    pages = telegram_html.pages(telegram_html.Export(case.cast, second.ids), second.says)
    files = {name: page.encode() for name, page in pages.items()}
    files |= {"css/style.css": witness_b.STYLE.encode(), "js/script.js": witness_b.SCRIPT.encode()}
    _files(folder, files)
    _attachments(folder, second.says, thumbs=True)
    return len(second.says), second


def _files(folder: Path, files: Mapping[str, bytes]) -> int:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return len(files)


def _attachments(folder: Path, says: Iterable[Say], *, thumbs: bool = False) -> None:
    for say in says:
        if say.media and say.media.path:
            files = {say.media.path: media.data(say.media)}
            if thumbs and say.media.type == "photo":
                files[html_media.thumb(say.media.path)] = files[say.media.path]
            _files(folder, files)


def _put(path: Path, parts: Iterable[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(parts)
