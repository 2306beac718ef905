"""Pictures of the group known again when cropped, scaled, mirrored or compressed anew."""

import io
import random
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageDraw
from tests.acceptance.told import EDITOR, Told

from onrecord.desk.likeness import Outline, Unreadable, alike, known, outline
from onrecord.errors import HarmRefused


def drawing(seed: int, size: tuple[int, int] = (400, 300)) -> Image.Image:
    """An invented scene: a sky, and forms before it."""
    chance = random.Random(seed)
    image = Image.new("RGB", size, tuple(chance.randrange(256) for _ in range(3)))
    pen = ImageDraw.Draw(image)
    for _ in range(14):
        x, y = chance.randrange(size[0]), chance.randrange(size[1])
        w, h = chance.randrange(20, 160), chance.randrange(20, 120)
        colour = tuple(chance.randrange(256) for _ in range(3))
        form = chance.choice((pen.rectangle, pen.ellipse))
        form((x - w // 2, y - h // 2, x + w // 2, y + h // 2), fill=colour)
    return image


def jpeg(image: Image.Image, quality: int = 60) -> bytes:
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


SEEDS = range(12)
KNOWN: list[Outline] = [outline(jpeg(drawing(s), 92)) for s in SEEDS]


@pytest.mark.parametrize("seed", SEEDS)
def test_scaled_mirrored_or_compressed_is_always_known(seed: int) -> None:
    image = drawing(seed)
    for changed in (
        jpeg(image, 20),
        jpeg(image.resize((160, 120))),
        jpeg(image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)),
    ):
        assert alike(outline(changed), KNOWN[seed])


def test_most_crops_are_known_and_no_other_picture_is_taken_for_one() -> None:
    """Half the width and height and more; what is missed is asked of a person."""
    chance = random.Random(7)
    hits = tries = 0
    for seed in SEEDS:
        for part in (0.9, 0.75, 0.6):
            image = drawing(seed)
            w, h = round(400 * part), round(300 * part * chance.uniform(0.9, 1))
            left, top = chance.randrange(400 - w), chance.randrange(300 - h)
            cut = outline(jpeg(image.crop((left, top, left + w, top + h)), 50))
            hits += alike(cut, KNOWN[seed])
            tries += 1
            assert not any(alike(cut, KNOWN[(seed + n) % len(KNOWN)]) for n in (1, 5))
    assert hits / tries > 0.7, (hits, tries)


def test_a_flat_picture_is_no_ones() -> None:
    """A blank card looks like every other blank card."""
    assert not known(outline(jpeg(Image.new("RGB", (300, 300), "grey"))))
    assert known(KNOWN[0])
    for broken in (b"", b"GIF89a", b"\xff\xd8\xff", jpeg(drawing(1))[:300]):
        with pytest.raises(Unreadable):
            outline(broken)


def publish(own: Told, to: Path, picture: Image.Image) -> None:
    (own.folder / "harbour.jpg").write_bytes(jpeg(picture, 55))
    own.answer_anew()
    own.desk.publish(own.case, own.draft, to, by=EDITOR, checklist=own.answers, never_out=True)


def test_a_crop_of_a_group_picture_is_refused_as_a_guess(own: Told, tmp_path: Path) -> None:
    photo = Image.open(sorted((own.sample / "witness-a" / "photos").glob("*.jpg"))[0])
    w, h = photo.size
    cut = photo.crop((w // 10, h // 12, w - w // 12, h - h // 10)).resize((w // 2, h // 2))
    with pytest.raises(HarmRefused, match=r"a guess: it looks like .*photos/"):
        publish(own, tmp_path / "o", cut)
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize("kind", ["QRCode", "Aztec", "DataMatrix"])
def test_a_code_in_a_picture_is_refused(own: Told, tmp_path: Path, kind: str) -> None:
    made = zxingcpp.create_barcode("https://t.me/+lantern", getattr(zxingcpp.BarcodeFormat, kind))
    code = Image.fromarray(zxingcpp.write_barcode_to_image(made, scale=4))
    scene = drawing(3, (900, 700))
    scene.paste(code.convert("RGB").rotate(4, fillcolor="white", expand=True), (300, 200))
    with pytest.raises(HarmRefused, match="holds a QR code or its like"):
        publish(own, tmp_path / "o", scene)
    publish(own, tmp_path / "o", drawing(3, (900, 700)))
