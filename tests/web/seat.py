"""One served desk, as tests talk to it."""

import re
from dataclasses import dataclass
from typing import Any

import httpx
from tests.acceptance.told import EDITOR, Told

from onrecord.desk.persons import Person
from onrecord.web.site import Site


@dataclass(frozen=True, slots=True)
class Seat:
    """A desk that listens: its site, its case, the address it printed."""

    site: Site
    told: Told
    name: str
    printed: str

    def url(self, path: str) -> str:
        """The path of a page of the case."""
        return f"/case/{self.name}{path}"

    def api(self, path: str) -> str:
        """The path of a JSON page of the case."""
        return f"/api/case/{self.name}{path}"

    def cookie(self, person: Person | None) -> Any:
        """A fresh session's cookie, as Playwright takes it."""
        session = self.site.sessions.begin(person)
        return {
            "name": self.site.cookie,
            "value": session.id,
            "url": self.site.address,
            "httpOnly": True,
            "sameSite": "Strict",
        }

    def client(self, name: str | None = EDITOR) -> httpx.Client:
        """A client in which that person has logged in (None: nobody has)."""
        who = next((p for p in self.site.desk.persons() if p.name == name), None)
        session = self.site.sessions.begin(who)
        return httpx.Client(
            base_url=self.site.address,
            cookies={self.site.cookie: session.id},
            headers={"Origin": self.site.address, "X-CSRF": session.csrf},
            timeout=60,
        )


def token(html: str) -> str:
    """The form token of a page."""
    found = re.search(r'name="csrf" value="([^"]+)"', html)
    assert found, html[:400]
    return found[1]
