"""The application: every page of every screen behind one guard."""

import gzip
import inspect
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from onrecord.errors import (
    FormExpired,
    NoPassphrase,
    NotAdmitted,
    NotTheirRole,
    OnRecordError,
    of_system,
)
from onrecord.web import assets, unlocking
from onrecord.web.failures import NoSuchPage, Unforeseen, as_object, status_of
from onrecord.web.guard import Guard
from onrecord.web.screen import Page, Screen, response, screens
from onrecord.web.site import Site
from onrecord.web.visit import Visit, address, checked

Handler = Callable[[Request], Awaitable[Response]]
_WORTH = 2000
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_log = logging.getLogger("onrecord.web")


def application(site: Site) -> ASGIApp:
    """The desk's pages over ``site``, to be served on loopback only."""
    routes = [Route("/assets/{name:path}", assets.serve, methods=["GET"])]
    for screen in screens():
        for page in screen.pages:
            routes += _routes(site, screen, page)
    app = Starlette(routes=routes, exception_handlers={HTTPException: _missing(site)})
    app.router.redirect_slashes = False
    return Guard(app, site.seat)


def _routes(site: Site, screen: Screen, page: Page) -> list[Route]:
    root = "/api" if page.api else ""
    path = root + ("/case/{case}" if page.of_case else "") + page.path
    return [Route(path or "/", _handler(site, screen, page), methods=[page.method])]


def _handler(site: Site, screen: Screen, page: Page) -> Handler:
    async def handle(request: Request) -> Response:
        session = site.sessions.find(request.cookies.get(site.cookie))
        visit = Visit(site, request, screen, session)
        try:
            return await _answer(visit, page)
        except OnRecordError as refused:
            return await run_in_threadpool(refusal, visit, page, refused)
        except OSError as bad:
            return await run_in_threadpool(refusal, visit, page, of_system(bad))
        except Exception as defect:  # noqa: BLE001  # the last door: our own page, never a trace
            _log.exception("a page failed")
            told = Unforeseen(
                "Something happened that this desk has no words for. Nothing was changed by it.",
                where=type(defect).__name__,
                advice="go back and try again; the terminal that runs the desk says more",
            )
            return await run_in_threadpool(refusal, visit, page, told)
        finally:
            await visit.form.close()

    return handle


async def _answer(visit: Visit, page: Page) -> Response:
    _admit(visit, page)
    kind = visit.request.headers.get("content-type", "").partition(";")[0].strip().lower()
    streamed = inspect.iscoroutinefunction(page.answer)
    if page.method != "GET":
        if not streamed and kind in _FORMS:
            visit.form = await visit.request.form(max_files=5000, max_fields=5000)
        _check_form(visit)
        again = await run_in_threadpool(unlocking.opened, visit)
        if again is not None:
            return again
    if page.api:
        checked(visit, page.params)
    if page.of_case:
        visit.name = str(visit.request.path_params["case"])
        visit.case = await run_in_threadpool(visit.site.case, visit.name)
    if streamed:
        return response(await page.answer(visit))
    made = await run_in_threadpool(page.answer, visit)
    return packed(visit.request, response(made))


def packed(request: Request, answer: Response) -> Response:
    """A page as gzip (RFC 1952) where the browser takes it so: a fifth of the bytes.

    Only the desk's own pages: what is saved outside goes as it is. That a length may
    tell of a secret beside what somebody else put in (BREACH) needs another site's
    requests with our cookie, and the cookie is for this site alone.
    """
    if isinstance(answer, HTMLResponse) and len(answer.body) > _WORTH:
        if "gzip" in request.headers.get("accept-encoding", ""):
            answer.body = gzip.compress(answer.body, 3, mtime=0)
            answer.headers["content-encoding"] = "gzip"
            answer.headers["content-length"] = str(len(answer.body))
        answer.headers["vary"] = "accept-encoding"
    return answer


def _admit(visit: Visit, page: Page) -> None:
    """Raises NotAdmitted or NotTheirRole unless the visitor may see the page."""
    if page.needs == "nobody":
        return
    if visit.session is None:
        raise NotAdmitted(
            "This browser has not come by the address that the desk printed, or has been away "
            "too long",
            advice="open the address that `onrecord desk` printed",
        )
    if page.needs in ("person", "editor") and visit.session.person is None:
        raise NotAdmitted("Nobody has said who they are", advice="log in")
    if page.needs == "editor" and visit.person.role != "editor":
        raise NotTheirRole("This is for editors", where=visit.person.name, advice="ask an editor")


def _check_form(visit: Visit) -> None:
    """Raises FormExpired unless the form carries this session's own token."""
    token = visit.request.headers.get("x-csrf") or visit.said("csrf")
    if visit.session is None or not visit.session.holds(token):
        raise FormExpired(
            "This form was not asked for in this session. Nothing was done.",
            advice="load the page again and send it once more",
        )


def refusal(visit: Visit, page: Page, error: OnRecordError) -> Response:
    """An error as a page in the desk's own voice, or as JSON."""
    status = status_of(error)
    if page.api:
        return JSONResponse(as_object(error), status)
    if isinstance(error, NotAdmitted) and visit.session is not None and page.path != "/log-in":
        return RedirectResponse(address("/log-in", {"next": here(visit, page)}), 303)
    if isinstance(error, NoPassphrase) and visit.session is not None:
        return unlocking.asked(visit, error, status)
    came = unlocking.came_from(visit)
    return visit.page("refused", status, error=error, status=status, came_from=came)


def here(visit: Visit, page: Page) -> str:
    """The address that was asked for, to be gone to again; of a form the path alone."""
    url = visit.request.url
    return f"{url.path}?{url.query}" if page.method == "GET" and url.query else url.path


def _missing(site: Site) -> Callable[[Request, Exception], Awaitable[Response]]:
    """The answer where no page stands, or not for that method."""

    async def handle(request: Request, error: Exception) -> Response:
        session = site.sessions.find(request.cookies.get(site.cookie))
        status = error.status_code if isinstance(error, HTTPException) else 404
        told: Any = NoSuchPage("There is no such page at this desk", where=request.url.path[:200])
        if request.url.path.startswith("/api/"):
            return JSONResponse(as_object(told), status)
        visit = Visit(site, request, screens()[0], session)
        return await run_in_threadpool(
            visit.page, "refused", status, error=told, status=status, came_from=""
        )

    return handle
