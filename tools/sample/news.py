"""A news item of the sample, before it takes the shape of a file."""

import re
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Outlet:
    """Who publishes; ``site`` is under .example and leads nowhere."""

    name: str
    site: str


@dataclass(frozen=True, slots=True)
class Item:
    """One item. ``role`` says why it is in the sample (see docs/sample-case.md)."""

    file: str
    format: str
    outlet: Outlet
    language: str
    published: datetime
    modified: datetime
    title: str
    byline: str
    place: str
    agency: str | None
    role: str
    paragraphs: tuple[str, ...]

    @property
    def slug(self) -> str:
        """The file's name without number and suffix."""
        return re.sub(r"^\d+-|\.\w+$", "", self.file)

    @property
    def url(self) -> str:
        """Where the item would stand."""
        return f"https://{self.outlet.site}/{self.published:%Y/%m/%d}/{self.slug}"
