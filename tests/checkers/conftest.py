"""Each checker, set up once a session."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest
from tests.checkers import checkerbench

GO_LIBRARIES = Path("/usr/share/gocode")


@pytest.fixture(scope="session")
def node() -> list[str]:
    """The command of the JavaScript core."""
    if not shutil.which("node"):
        pytest.skip("needs node on PATH")
    return checkerbench.NODE


@pytest.fixture(scope="session")
def go_checker(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The Go checker, built from its sources and Debian's golang.org/x libraries."""
    if not shutil.which("go"):
        pytest.skip("needs go on PATH")
    if not (GO_LIBRARIES / "src/golang.org/x/mod/sumdb/note").is_dir():
        pytest.skip("needs Debian's golang-golang-x-mod-dev, -text-dev and -crypto-dev")
    return built(tmp_path_factory.mktemp("go"))


def built(folder: Path) -> str:
    """Builds the Go checker into the folder."""
    env = {
        **os.environ,
        "GO111MODULE": "off",
        "GOFLAGS": "",
        "GOPATH": str(GO_LIBRARIES),
        "GOCACHE": str(folder / "cache"),
        "CGO_ENABLED": "0",
    }
    out = folder / "check"
    sources = checkerbench.ROOT / "checkers" / "go"
    done = subprocess.run(
        ["go", "build", "-o", str(out), "."], cwd=sources, env=env, capture_output=True, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    return str(out)


@pytest.fixture(scope="session")
def cases() -> list[checkerbench.Given]:
    """All conformance cases."""
    return list(checkerbench.every_case())
