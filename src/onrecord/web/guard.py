"""What every request must pass and every answer must carry.

Only this machine's own browser at the printed address gets through: the Host
names loopback and our port (against DNS rebinding), a request that changes
something comes from a page of ours (Origin, RFC 6454), and no answer lets a
script or a style in that is not a file of ours (CSP level 3).
"""

from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; media-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), clipboard-read=()",
    "cache-control": "no-store",
}
_READING = frozenset({"GET", "HEAD"})
_NAMES = ("127.0.0.1", "localhost", "[::1]")


class Guard:
    """The outermost layer. The seat's port is looked up at each request: it may be chosen late."""

    def __init__(self, app: ASGIApp, seat: MutableMapping[str, Any]) -> None:
        self._app = app
        self._seat = seat

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it without touching anything."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _ALWAYS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refusal(scope["method"], Headers(scope=scope))
        if refused:
            answer = PlainTextResponse(refused + "\n", status_code=403)
            await answer(scope, receive, with_headers)
            return
        await self._app(scope, receive, with_headers)

    def _refusal(self, method: str, headers: Headers) -> str:
        """Why the request is refused; empty if it is not."""
        port = self._seat["port"]
        hosts = {f"{name}:{port}" for name in _NAMES}
        host = headers.getlist("host")
        if len(host) != 1 or host[0].lower() not in hosts:
            return "This desk answers on this machine only, at the address it printed."
        if method in _READING:
            return ""
        origin = headers.getlist("origin")
        if len(origin) != 1 or origin[0].lower() != f"http://{host[0].lower()}":
            return "This did not come from a page of this desk. Nothing was done."
        if headers.get("sec-fetch-site", "same-origin") != "same-origin":
            return "Another site asked for this. Nothing was done."
        return ""
