"""The wheel holds the whole tool: code, language tables, page assets, fonts."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "onrecord"


@pytest.fixture(scope="module")
def inside(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Names and sizes in a wheel built here, without the network."""
    pytest.importorskip("hatchling")
    out = tmp_path_factory.mktemp("wheel")
    build = "import hatchling.build as b, sys; b.build_wheel(sys.argv[1])"
    subprocess.run(
        [sys.executable, "-c", build, str(out)], cwd=ROOT, check=True, capture_output=True
    )
    (wheel,) = out.glob("*.whl")
    with zipfile.ZipFile(wheel) as box:
        return {i.filename: i.file_size for i in box.infolist()}


def test_every_file_of_the_package_is_in_it(inside: dict[str, int]) -> None:
    wanted = {
        path.relative_to(ROOT / "src").as_posix(): path.stat().st_size
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    kinds = {Path(name).suffix for name in wanted}
    assert {".py", ".toml", ".css", ".html", ".woff2"} <= kinds
    assert "onrecord/py.typed" in wanted
    assert {n: inside.get(n) for n in wanted} == wanted


def test_it_holds_nothing_else(inside: dict[str, int]) -> None:
    other = [n for n in inside if not n.startswith("onrecord/")]
    assert all(".dist-info/" in n for n in other), other
    assert any(n.endswith("/licenses/LICENSE") for n in other)
    assert any(n.endswith("/entry_points.txt") for n in other)
