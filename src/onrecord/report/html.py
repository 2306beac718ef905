"""The published page: one file, no script that runs, no outside request."""

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from onrecord.model.story import Story
from onrecord.report import _page_words, _view

_FONTS = (
    ("Source Serif 4", "source-serif-4-latin", "400 600", "normal"),
    ("Source Serif 4", "source-serif-4-latin-italic", "400 600", "italic"),
    ("Source Serif 4", "source-serif-4-cyrillic", "400 600", "normal"),
    ("Inter", "inter-latin", "400 600", "normal"),
    ("Noto Naskh Arabic", "noto-naskh-arabic", "400 600", "normal"),
    ("JetBrains Mono", "jetbrains-mono-latin", "400", "normal"),
)


class Html:
    """Writes a story as a page that carries its proofs and no checker."""

    name = "html"
    suffix = ".html"
    title = "Web page with proofs"

    def write(self, story: Story) -> bytes:
        """The page. Equal stories give equal bytes."""
        css = _fonts() + _asset("story.css").decode()
        digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
        policy = (
            f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; font-src data:; "
            "base-uri 'none'; form-action 'none'"
        )
        page: str = _template().render(
            s=_view.head(story),
            w=_page_words.of(story),
            en=_view.ours(story),
            csp=policy,
            css=Markup(css),  # noqa: S704  our own file
            parts=list(_view.parts(story)),
            loose=_view.loose(story),
            checker=_view.checker(story),
            corrections=_view.corrections(story),
            edition=_view.edition(story),
            uncorrected=_view.uncorrected(story),
            proofs=[base64.b64encode(p.data).decode() for p in story.proofs],
        )
        return page.encode("utf-8")


WRITER = Html()


def _asset(name: str) -> bytes:
    return files("onrecord.report").joinpath("assets", name).read_bytes()


@cache
def _fonts() -> str:
    """The vendored fonts as data addresses; those that are not shipped are left out."""
    rules = []
    folder = files("onrecord.report").joinpath("assets", "fonts")
    for family, name, weight, style in _FONTS:
        file = folder.joinpath(f"{name}.woff2")
        if not file.is_file():
            continue
        data = base64.b64encode(file.read_bytes()).decode()
        span = folder.joinpath(f"{name}.range").read_text().strip()
        rules.append(
            f'@font-face{{font-family:"{family}";font-style:{style};font-weight:{weight};'
            f"font-display:swap;src:url(data:font/woff2;base64,{data}) format('woff2');"
            f"unicode-range:{span}}}\n"
        )
    return "".join(rules)


@cache
def _template() -> Any:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    environment.filters["scripts"] = _scripts
    return environment.from_string(_asset("story.html.j2").decode())


def _scripts(text: str) -> list[dict[str, Any]]:
    """Runs of one direction, so that Arabic inside a sentence can be isolated."""
    out: list[dict[str, Any]] = []
    pattern = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]"
    for piece in re.split(f"({pattern}+(?:[ \u060c]+{pattern}+)*)", text):
        if piece:
            out.append({"text": piece, "rtl": bool(re.match(pattern, piece))})
    return out
