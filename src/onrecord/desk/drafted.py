"""A draft's file: its bytes, and its text if they are UTF-8."""

from pathlib import Path

from onrecord.errors import BadDraft, CannotAccess


def bytes_of(file: Path) -> bytes:
    """A draft's bytes. Raises CannotAccess."""
    if not file.is_file():
        raise CannotAccess("There is no such draft", where=str(file), advice="onrecord draft CASE")
    try:
        return file.read_bytes()
    except OSError as e:
        raise CannotAccess("The draft cannot be read", where=str(file)) from e


def text_in(data: bytes, where: str) -> str:
    """The text of a draft's bytes. Raises BadDraft for bytes that are not UTF-8."""
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise BadDraft(
            "The draft is a word processor's document, not text",
            where=where,
            advice="save it as plain text in UTF-8 (Save as > Plain text)",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as e:
        raise BadDraft(
            "The draft is not UTF-8 text",
            where=f"{where}, byte {e.start}",
            advice="save it as UTF-8 (plain text or Markdown)",
        ) from e


def text_of(file: Path) -> str:
    """A draft's text. Raises CannotAccess, BadDraft."""
    return text_in(bytes_of(file), str(file))
