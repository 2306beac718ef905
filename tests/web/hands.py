"""Somebody at the desk whose hands never leave the keyboard."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page

_FAR = 150

POINTED = """
for (const kind of ["pointerdown", "mousedown", "touchstart"])
  addEventListener(kind, () => sessionStorage.setItem("pointed", kind), true);
"""
"""A script that remembers whether anything ever pointed."""


@dataclass(frozen=True, slots=True)
class Hands:
    """A page and its keyboard. Whatever cannot be reached with it fails the test."""

    page: Page

    def press(self, *keys: str) -> None:
        """One key after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, words: str) -> None:
        """Letters into what has the focus."""
        self.page.keyboard.type(words)

    def to(self, there: Locator, *, back: bool = False) -> None:
        """With Tab to a link, button or field. Fails if the focus never gets there or if
        nothing shows that it is there."""
        there.first.wait_for(state="attached")
        has_focus = "e => e === document.activeElement"
        for _ in range(_FAR):
            if there.first.evaluate(has_focus):
                break
            self.page.keyboard.press("Shift+Tab" if back else "Tab")
        assert there.first.evaluate(has_focus), f"no way by Tab to {there}"
        assert there.first.evaluate(
            "e => { const s = getComputedStyle(e), r = e.getBoundingClientRect();"
            " return e.matches(':focus-visible') && r.width > 1 && r.height > 1"
            " && (s.outlineStyle !== 'none' || e.matches('textarea')); }"
        ), f"the focus cannot be seen on {there}"

    def write(self, there: Locator, words: str) -> None:
        """With Tab into a field, its words replaced."""
        self.to(there)
        self.page.keyboard.press("Control+a")
        self.type(words)

    def follow(self, name: str) -> None:
        """With Tab to the link of these words, then Enter."""
        self.to(self.page.get_by_role("link", name=name, exact=True))
        self.page.keyboard.press("Enter")

    def nothing_pointed(self) -> bool:
        """True if no pointer was ever used."""
        return self.page.evaluate("sessionStorage.getItem('pointed')") is None


def come_in(page: Page) -> None:
    """What a page fetches after it was loaded has come, and what it started has run."""
    page.wait_for_function("() => !document.querySelector('#rungs[hx-get], .htmx-request')")
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
