"""The demonstration's lawyer: her key, and the bundle opened and checked with it."""

import hashlib
import io
import tarfile
from pathlib import Path

import pyrage

LAWYER = "Advocate Renske Vaal"


def a_lawyer(folder: Path) -> tuple[str, str]:
    """(public, secret) age keys; a lawyer makes them with ``age-keygen``."""
    key = pyrage.x25519.Identity.generate()
    file = folder / "lawyer-key.txt"
    file.write_text(f"{key}\n", "utf-8")
    file.chmod(0o600)
    return str(key.to_public()), str(key)


def opened(bundle: Path, secret: str) -> str:
    """What is in the bundle, once every digest of its manifest was computed anew."""
    key = pyrage.x25519.Identity.from_str(secret)
    with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(bundle.read_bytes(), [key]))) as box:
        files = {m.name.partition("/")[2]: _read(box, m) for m in box.getmembers()}
    rows = files["manifest-sha256.txt"].decode().splitlines()
    for row in rows:
        digest, _, name = row.partition("  ")
        if hashlib.sha256(files[name]).hexdigest() != digest:
            raise SystemExit(f"demo: {name} is not what the manifest says")
    days = sum(n.startswith("data/days/") and n.endswith(".txt") for n in files)
    return f"a bag of {len(rows)} files, {days} whole days, all as its manifest says."


def _read(box: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    held = box.extractfile(member)
    return b"" if held is None else held.read()
