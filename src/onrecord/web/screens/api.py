"""The JSON API's own description."""

from typing import TYPE_CHECKING, Any

from onrecord.web.openapi import description
from onrecord.web.screen import Screen, api

if TYPE_CHECKING:
    from onrecord.web.visit import Visit


def described(_: "Visit") -> dict[str, Any]:
    """OpenAPI 3.1, made from what the screens declare."""
    return description()


SCREEN = Screen(
    "api",
    "JSON",
    960,
    (api("/openapi.json", described, "This description", of_case=False),),
)
