"""Waiting for the next page where its address or its words tell nothing."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Page


@contextmanager
def turned(page: Page) -> Iterator[None]:
    """What is done inside leads to another page, at the same address or another. Once this
    is over that page is whole and its scripts have run; the page before is never taken
    for it, whatever it shows."""
    page.evaluate("() => { window.pageBefore = true; }")
    yield
    page.wait_for_function("() => !window.pageBefore && document.readyState === 'complete'")
