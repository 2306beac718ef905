"""Files that belong to the desk itself: one stylesheet, scripts, fonts.

They hold no evidence and their addresses change with their content, so a browser
may keep them. The stylesheet is put together from ``assets/css/``, its fonts are
those of the published page.
"""

import gzip
import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

_KINDS = {"css": "text/css", "js": "text/javascript", "woff2": "font/woff2", "svg": "image/svg+xml"}
_FONTS = (
    ("Source Serif 4", "source-serif-4-latin", "400 600"),
    ("Source Serif 4", "source-serif-4-cyrillic", "400 600"),
    ("Inter", "inter-latin", "400 600"),
    ("Noto Naskh Arabic", "noto-naskh-arabic", "400 600"),
    ("JetBrains Mono", "jetbrains-mono-latin", "400"),
)


@dataclass(frozen=True, slots=True)
class Asset:
    """One file as it is sent: its bytes, the same packed, what it is."""

    data: bytes
    packed: bytes | None
    kind: str
    version: str


@cache
def all_assets() -> dict[str, Asset]:
    """Every file by its name in addresses."""
    found = {"desk.css": _asset("css", _stylesheet())}
    for folder in ("js", "vendor"):
        for file in files("onrecord.web").joinpath("assets", folder).iterdir():
            if file.name.endswith(".js"):
                found[file.name] = _asset("js", file.read_bytes())
    icon = files("onrecord.web").joinpath("assets", "icon.svg").read_bytes()
    found["icon.svg"] = _asset("svg", icon)
    for _, name, _ in _FONTS:
        found[f"{name}.woff2"] = _asset("woff2", _font(f"{name}.woff2"))
    return found


def link(name: str) -> str:
    """The address of a file. Raises KeyError if there is none of that name."""
    return f"/assets/{name}?v={all_assets()[name].version}"


async def serve(request: Request) -> Response:
    """A file, packed where the browser takes it so."""
    asset = all_assets().get(request.path_params["name"])
    if asset is None:
        return PlainTextResponse("There is no such file.\n", 404)
    headers = {"cache-control": "public, max-age=31536000, immutable", "vary": "accept-encoding"}
    data = asset.data
    if asset.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        data, headers["content-encoding"] = asset.packed, "gzip"
    return Response(data, media_type=asset.kind, headers=headers)


def _asset(kind: str, data: bytes) -> Asset:
    version = hashlib.sha256(data).hexdigest()[:12]
    packed = None if kind == "woff2" else gzip.compress(data, 9, mtime=0)
    return Asset(data, packed, _KINDS[kind], version)


def _font(name: str) -> bytes:
    return files("onrecord.report").joinpath("assets", "fonts", name).read_bytes()


def _stylesheet() -> bytes:
    """The faces, then every file of ``assets/css`` in order of name."""
    rules = []
    for family, name, weight in _FONTS:
        span = _font(f"{name}.range").decode().strip()
        version = hashlib.sha256(_font(f"{name}.woff2")).hexdigest()[:12]
        rules.append(
            f'@font-face{{font-family:"{family}";font-style:normal;font-weight:{weight};'
            f"font-display:optional;src:url(/assets/{name}.woff2?v={version}) format('woff2');"
            f"unicode-range:{span}}}"
        )
    folder = files("onrecord.web").joinpath("assets", "css")
    sheets = sorted((f for f in folder.iterdir() if f.name.endswith(".css")), key=lambda f: f.name)
    return "\n".join([*rules, *(f.read_text("utf-8") for f in sheets)]).encode()
