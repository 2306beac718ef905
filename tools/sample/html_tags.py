"""Tags as Telegram Desktop's exporter breaks and indents them."""

import html
from collections.abc import Iterator
from contextlib import contextmanager


def escaped(text: str) -> str:
    """Text for HTML, as the exporter escapes it."""
    return html.escape(text, quote=True).replace("&#x27;", "&apos;")


class Page:
    """One page, built tag by tag."""

    def __init__(self) -> None:
        self.out: list[str] = ["<!DOCTYPE html>"]
        self.depth = 0

    @contextmanager
    def tag(self, name: str, /, **attributes: str) -> Iterator[None]:
        """A block tag on lines of its own."""
        self._open(name, attributes)
        yield
        self._close(name)

    def leaf(self, name: str, content: str, /, **attributes: str) -> None:
        """A block tag around finished markup."""
        self._open(name, attributes)
        self.out.append(content)
        self._close(name)

    def empty(self, name: str, /, **attributes: str) -> None:
        """A tag without an end."""
        self.out.append(f"\n{' ' * self.depth}<{name}{_written(attributes)}/>\n")

    def text(self, markup: str) -> None:
        """Finished markup."""
        self.out.append(markup)

    def start(self, title: str) -> None:
        """Everything down to the first message."""
        self._open("html", {})
        with self.tag("head"):
            self.empty("meta", charset="utf-8")
            self.text("<title>Exported Data</title>")
            content = "width=device-width, initial-scale=1.0"
            self.empty("meta", content=content, name="viewport")
            self.empty("link", href="css/style.css", rel="stylesheet")
            self.leaf("script", "", src="js/script.js", type="text/javascript")
        self._open("body", {"onload": "CheckLocation();"})
        self._open("div", {"class": "page_wrap"})
        with self.tag("div", **{"class": "page_header"}), self.tag("div", **{"class": "content"}):
            self.leaf("div", escaped(title) + " ", **{"class": "text bold"})
        self._open("div", {"class": "page_body chat_page"})
        self._open("div", {"class": "history"})

    def finished(self) -> str:
        """Closes what is open; the whole page."""
        for name in ("div", "div", "div", "body", "html"):
            self._close(name)
        return "".join(self.out)

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        self.out.append(f"\n{' ' * self.depth}<{name}{_written(attributes)}>\n")
        self.depth += 1

    def _close(self, name: str) -> None:
        self.depth -= 1
        self.out.append(f"\n{' ' * self.depth}</{name}>\n")


def _written(attributes: dict[str, str]) -> str:
    return "".join(f' {key}="{attributes[key]}"' for key in sorted(attributes))
