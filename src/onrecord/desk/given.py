"""Texts that a person hands to a command as a file."""

from pathlib import Path

from onrecord.errors import BadOption


def text_given(file: Path, coding: str = "utf-8-sig") -> str:
    """A file's text. Raises BadOption, naming the file, for bytes that are not UTF-8."""
    try:
        return file.read_bytes().decode(coding)
    except UnicodeDecodeError as e:
        raise BadOption(
            "The file is not UTF-8 text", where=f"{file}, byte {e.start}", advice="save it as UTF-8"
        ) from e
