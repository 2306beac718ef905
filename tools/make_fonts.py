"""Cuts the fonts of the story page out of the packages of their makers.

Run by hand, with fonttools and brotli installed, on folders of unpacked
``@fontsource`` packages (OFL 1.1)::

    python tools/make_fonts.py FOLDER

where FOLDER/<package>/package is as ``npm pack`` unpacks it. Writes
``src/onrecord/report/assets/fonts``; the result is what the wheel ships.
"""

import subprocess
import sys
from pathlib import Path

OUT = Path(__file__).parent.parent / "src/onrecord/report/assets/fonts"
LATIN = (
    "U+0020-007E,U+00A0-017F,U+0192,U+0218-021B,U+02BC,U+2010-2015,U+2018-201E,U+2020-2022,"
    "U+2026,U+202F,U+2030,U+2032,U+2033,U+2039,U+203A,U+20AC,U+2116,U+2122,U+2190-2193,U+2212"
)
ARABIC = (
    "U+0600-06FF,U+0750-077F,U+200C-200D,U+2010-2011,U+204F,U+2E41,U+FB50-FDFF,U+FE70-FEFC,"
    "U+00AB,U+00BB"
)
CYRILLIC = "U+0401,U+0404,U+0406-0407,U+0410-044F,U+0451,U+0454,U+0456-0457,U+0490-0491,U+2116"
JOBS = (
    ("source-serif-4-latin", "source-serif-4", ("latin", "latin-ext"), "normal", LATIN),
    ("source-serif-4-latin-italic", "source-serif-4", ("latin",), "italic", LATIN),
    ("source-serif-4-cyrillic", "source-serif-4", ("cyrillic",), "normal", CYRILLIC),
    ("inter-latin", "inter", ("latin",), "normal", LATIN),
    ("noto-naskh-arabic", "noto-naskh-arabic", ("arabic",), "normal", ARABIC),
    ("jetbrains-mono-latin", "jetbrains-mono", ("latin",), "normal", "U+0020-007E,U+2026"),
)


def make(folder: Path) -> None:
    """Every font of JOBS as NAME.woff2 with its unicode-range in NAME.range."""
    from fontTools.subset import main as subset
    from fontTools.ttLib import TTFont
    from fontTools.varLib.instancer import instantiateVariableFont

    OUT.mkdir(parents=True, exist_ok=True)
    for name, family, parts, style, wanted in JOBS:
        package = next(folder.glob(f"fontsource-variable-{family}-*/package"))
        for part in parts[:1]:
            source = package / "files" / f"{family}-{part}-wght-{style}.woff2"
            font = TTFont(source)
            if "fvar" in font:
                axis = font["fvar"].axes[0]
                low, high = max(400, axis.minValue), min(600, axis.maxValue)
                limits = {"wght": 400 if name.startswith("jet") else (low, high)}
                instantiateVariableFont(font, limits, inplace=True)
            cut = OUT / f"{name}.cut"
            font.flavor = None
            font.save(cut)
            subset(
                [
                    str(cut),
                    f"--unicodes={wanted}",
                    "--flavor=woff2",
                    "--layout-features=kern,liga,onum,lnum,tnum,init,medi,fina,isol,rlig,calt,"
                    "ccmp,mark,mkmk,locl,cswh,case",
                    "--no-hinting",
                    f"--output-file={OUT / name}.woff2",
                ]
            )
            cut.unlink()
        (OUT / f"{name}.range").write_text(wanted + "\n", encoding="utf-8")
        licence = package / "LICENSE"
        (OUT / f"{family}.OFL.txt").write_bytes(licence.read_bytes())


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    make(Path(sys.argv[1]))
    subprocess.run(["du", "-ch", *map(str, sorted(OUT.glob("*.woff2")))], check=True)
