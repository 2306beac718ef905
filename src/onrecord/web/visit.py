"""One request as a screen sees it: who asks, about which case, with what."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse

from onrecord.desk import Desk
from onrecord.desk.persons import Person
from onrecord.errors import BadOption, NotAdmitted
from onrecord.web import rendering
from onrecord.web.screen import Param, Screen
from onrecord.web.sessions import Session
from onrecord.web.site import Site

_NOT_FOR_A_FIELD = 200_000


@dataclass(slots=True)
class Visit:
    """A request with what the desk knows around it.

    ``case`` is the case's folder and ``name`` its name in addresses where the
    page is of a case. ``form`` holds what was sent; its token was checked.
    """

    site: Site
    request: Request
    screen: Screen
    session: Session | None
    name: str = ""
    case: Path = field(default_factory=Path)
    form: FormData = field(default_factory=FormData)

    @property
    def desk(self) -> Desk:
        """The desk under the pages."""
        return self.site.desk

    @property
    def person(self) -> Person:
        """Who asks. Raises NotAdmitted if nobody has said who they are."""
        if self.session is None or self.session.person is None:
            raise NotAdmitted("Nobody has said who they are", advice="log in")
        return self.session.person

    @property
    def enhanced(self) -> bool:
        """True if a script of ours asks for a part of a page."""
        return self.request.headers.get("hx-request") == "true"

    def asked(self, name: str, default: str = "") -> str:
        """A value of the address's query."""
        return self.request.query_params.get(name, default)

    def asked_all(self, name: str) -> list[str]:
        """All values of that name in the query."""
        return self.request.query_params.getlist(name)

    def number(self, name: str, default: int, *, least: int = 0, most: int = 1 << 53) -> int:
        """A whole number of the query within bounds. Raises BadOption."""
        return whole(self.asked(name, str(default)), name, least, most)

    def said(self, name: str, default: str = "") -> str:
        """A field of the form, with its line ends as one. Raises BadOption for a file."""
        value = self.form.get(name, default)
        if isinstance(value, UploadFile):
            raise BadOption("A file was sent where words belong", where=name)
        if len(value) > _NOT_FOR_A_FIELD and name != "text":
            raise BadOption("This field holds too much", where=f"{name}: {len(value):,} letters")
        return value.replace("\r\n", "\n")

    def said_all(self, name: str) -> list[str]:
        """All values of a field that may be sent several times."""
        return [v for v in self.form.getlist(name) if isinstance(v, str)]

    def files(self, name: str) -> list[UploadFile]:
        """The files sent in a field; a field left empty sends none."""
        return [v for v in self.form.getlist(name) if isinstance(v, UploadFile) and v.filename]

    def url(self, path: str, **query: Any) -> str:
        """An address of this case (or, outside of one, of the desk)."""
        return address(f"/case/{self.name}{path}" if self.name else path, query)

    def page(self, template: str, status: int = 200, /, **values: Any) -> Response:
        """The template ``templates/NAME.html.j2`` with these values."""
        return HTMLResponse(rendering.render(self, template, values), status)

    def go(self, path: str, **query: Any) -> Response:
        """Sends the browser on to an address of the desk (303: with GET)."""
        return RedirectResponse(address(path, query), 303)

    def go_on(self, path: str, **query: Any) -> Response:
        """Sends the browser on to an address of this case."""
        return RedirectResponse(self.url(path, **query), 303)

    def save(
        self, data: bytes | Iterator[bytes], name: str, kind: str, *, why: str = ""
    ) -> Response:
        """A file to keep. Whatever leaves a case this way is put on the list of views."""
        if self.name:
            self.desk.note_look(self.case, who=self.person.name, what="export", which=name, why=why)
        headers = {"content-disposition": f'attachment; filename="{plain_name(name)}"'}
        if isinstance(data, bytes):
            return Response(data, media_type=kind, headers=headers)
        return StreamingResponse(data, media_type=kind, headers=headers)


def address(path: str, query: dict[str, Any]) -> str:
    """A path with its query; values that are None or empty are left out."""
    kept = {k: v for k, v in query.items() if v is not None and v not in ("", [], ())}
    return f"{path}?{urlencode(kept, doseq=True)}" if kept else path


def plain_name(name: str) -> str:
    """A file name that no header and no system stumbles over."""
    return "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in name)[:80]


def whole(text: str, name: str, least: int, most: int) -> int:
    """A whole number within bounds. Raises BadOption."""
    digits = text.removeprefix("-")
    if not digits.isascii() or not digits.isdigit() or len(digits) > 16:
        raise BadOption(f"{name} is not a whole number", where=text[:40])
    value = int(text)
    if not least <= value <= most:
        raise BadOption(f"{name} lies outside of {least} to {most}", where=text[:40])
    return value


def checked(visit: Visit, params: tuple[Param, ...]) -> None:
    """The query is as a page describes it. Raises BadOption."""
    query = visit.request.query_params
    known = {p.name for p in params}
    for name in query:
        if name not in known:
            raise BadOption(f"This address takes no {name[:40]}", where=name[:40])
    for param in params:
        for value in query.getlist(param.name):
            _one(param, value)
        if param.needed and param.name not in query:
            raise BadOption(f"{param.name} is needed", where=param.name)
        if len(query.getlist(param.name)) > 1:
            raise BadOption(f"{param.name} was given twice", where=param.name)


def _one(param: Param, value: str) -> None:
    if param.kind == "integer":
        least = -(1 << 53) if param.least is None else param.least
        whole(value, param.name, least, 1 << 53 if param.most is None else param.most)
    elif param.one_of and value not in param.one_of:
        raise BadOption(
            f"{param.name} is not {value[:40]}", where=param.name, advice=", ".join(param.one_of)
        )
    elif param.most is not None and len(value) > param.most:
        raise BadOption(f"{param.name} is too long", where=f"{len(value):,} letters")
    elif param.least is not None and len(value) < param.least:
        raise BadOption(f"{param.name} is too short", where=value[:40])
