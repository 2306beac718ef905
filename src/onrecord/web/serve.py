"""Runs the desk: on loopback, at a port of its own, until told to stop."""

import asyncio
from collections.abc import Callable

import uvicorn

from onrecord.errors import AddressTaken
from onrecord.web.app import application
from onrecord.web.site import Site

HOST = "127.0.0.1"


class _Server(uvicorn.Server):
    """Tells the port once it is known."""

    told: Callable[[int], None]

    async def startup(self, sockets: list[object] | None = None) -> None:  # type: ignore[override]
        """Listens; then says where."""
        await super().startup(sockets)  # type: ignore[arg-type]
        if self.started:
            self.told(self.servers[0].sockets[0].getsockname()[1])


def server(site: Site, port: int, ready: Callable[[str], None]) -> uvicorn.Server:
    """A server for ``site``; ``ready`` is told the address with its token.

    ``port`` 0 takes a free one.
    """
    config = uvicorn.Config(
        application(site),
        host=HOST,
        port=port,
        log_level="error",
        access_log=False,
        lifespan="off",
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=3,
        h11_max_incomplete_event_size=64 * 1024,
        http="h11",
        ws="none",
        forwarded_allow_ips="",
        proxy_headers=False,
    )
    made = _Server(config)

    def told(found: int) -> None:
        site.seat["port"] = found
        ready(f"{site.address}/come-in?token={site.token}")

    made.told = told
    return made


def run(site: Site, port: int, ready: Callable[[str], None]) -> None:
    """Serves until stopped. Raises AddressTaken if the port is not free."""
    made = server(site, port, ready)
    try:
        asyncio.run(made.serve())
    except SystemExit as e:  # uvicorn's way of saying that it could not listen
        raise AddressTaken(
            f"Another program listens at port {port}",
            where=f"{HOST}:{port}",
            advice="give another one with --port, or none",
        ) from e
    except KeyboardInterrupt:
        return
