"""The kind of a file by its name or MIME type, and the tuple the schema wants."""

import posixpath
from dataclasses import dataclass
from typing import Any

_SUFFIXES = {
    "photo": "jpg jpeg png heic webp bmp tif tiff",
    "video": "mp4 mov webm mkv avi 3gp m4v",
    "audio": "mp3 m4a aac ogg opus wav flac amr",
    "animation": "gif",
    "contact-card": "vcf",
}
_BY_SUFFIX = {s: kind for kind, said in _SUFFIXES.items() for s in said.split()}
_BY_MIME = {"image": "photo", "video": "video", "audio": "audio"}

_INT64 = (1 << 63) - 1


def kind_of(name: str | None, mime: str | None = None) -> str:
    """photo, video, audio, animation, contact-card or document."""
    if mime == "image/gif":
        return "animation"
    if mime and mime.split("/")[0] in _BY_MIME:
        return _BY_MIME[mime.split("/")[0]]
    return _BY_SUFFIX.get((name or "").split("?")[0].rpartition(".")[2].lower(), "document")


@dataclass(frozen=True, slots=True)
class Beside:
    """What came along with a file: the folder it lies in, and all members' names."""

    folder: str
    known: frozenset[str]

    def media(
        self,
        kind: str,
        said: str | None,
        *,
        size: object = None,
        mime: str | None = None,
        name: str | None = None,
    ) -> tuple[Any, ...]:
        """One value of the media column. A web address is no path: nothing came along."""
        path = None
        if said and "://" not in said:
            path = posixpath.normpath(posixpath.join(self.folder, said))
            if path not in self.known and said in self.known:
                path = said
        here = path is not None and path in self.known
        whole = isinstance(size, int) and not isinstance(size, bool) and 0 <= size <= _INT64
        return (kind, path, here, size if whole else None, mime, name, None, None, None)
