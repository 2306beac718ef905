"""Addresses that a form may send a browser on to: ours only."""


def own(path: str) -> str:
    """``path`` if it is one of this desk's, else the first page."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path if plain and path.isprintable() else "/"
