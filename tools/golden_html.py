"""Writes pages as ``export_output_html.cpp`` does, for invented chats."""

from collections.abc import Sequence
from typing import Any

_INLINE = {
    "bold": "strong", "italic": "em", "underline": "u", "strikethrough": "s", "code": "code",
    "pre": "pre", "blockquote": "blockquote",
}  # fmt: skip
_QUOTE = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;", "\n": "<br>"}


def quoted(text: str) -> str:
    """A string as the exporter escapes it."""
    return "".join(_QUOTE.get(c, f"&#x{ord(c):02X};" if ord(c) < 32 else c) for c in text)


def formatted(parts: Sequence[dict[str, Any]]) -> str:
    """A text with its runs, on one line."""
    return "".join(_part(p) for p in parts)


def _part(p: dict[str, Any]) -> str:
    kind, text = p["type"], quoted(p["text"])
    if kind in _INLINE:
        return f"<{_INLINE[kind]}>{text}</{_INLINE[kind]}>"
    if kind == "spoiler":
        return (
            '<span class="spoiler hidden" onclick="ShowSpoiler(this)"><span aria-hidden="true">'
            f"{text}</span></span>"
        )
    links = {
        "mention": f'href="https://t.me/{text[1:]}"',
        "link": f'href="{text}"',
        "email": f'href="mailto:{text}"',
        "phone": f'href="tel:{text}"',
        "text_link": f'href="{quoted(p.get("href", ""))}"',
        "custom_emoji": f'href = "{p.get("document_id", "")}"',
    }
    for name, call in _CALLS.items():
        links[name] = f'href="" onclick="return {call}(&quot;{text[1:]}&quot;)"'
    return f"<a {links[kind]}>{text}</a>" if kind in links else text


_CALLS = {"hashtag": "ShowHashtag", "bot_command": "ShowBotCommand", "cashtag": "ShowCashtag"}


class Page:
    """One page, tag by tag; a tag stands on a line of its own."""

    def __init__(self, title: str) -> None:
        self._tags: list[str] = []
        self._out = "<!DOCTYPE html>"
        self.open("html")
        self.open("head")
        self._out += f'\n{self._indent()}<meta charset="utf-8"/>\n'
        self._out += "<title>Exported Data</title>"
        self.close()
        self.open("body", 'onload="CheckLocation();"')
        self.div("page_wrap")
        self.div("page_header")
        self.div("content")
        self.div("text bold")
        self._out += quoted(title)
        for _ in range(3):
            self.close()
        self.div("page_body chat_page")
        self.div("history")

    def _indent(self) -> str:
        return " " * len(self._tags)

    def open(self, tag: str, attributes: str = "") -> None:
        """Begin a tag."""
        more = " " + attributes if attributes else ""
        self._out += f"\n{self._indent()}<{tag}{more}>\n"
        self._tags.append(tag)

    def div(self, name: str, more: str = "") -> None:
        """Begin a div of a class."""
        self.open("div", f'class="{name}"' + (f" {more}" if more else ""))

    def close(self) -> None:
        """End the innermost tag."""
        tag = self._tags.pop()
        self._out += f"\n{self._indent()}</{tag}>\n"

    def put(self, name: str, text: str) -> None:
        """A div with a line in it."""
        self.div(name)
        self._out += text
        self.close()

    def line(self, text: str) -> None:
        """A line inside the innermost tag."""
        self._out += text

    def bytes(self) -> bytes:
        """The page, its tags closed."""
        while self._tags:
            self.close()
        return self._out.encode()

    def event(self, n: int, said: str) -> None:
        """An event or a day, already escaped."""
        self.div("message service", f'id="message{n}"')
        self.put("body details", said)
        self.close()

    def add(
        self,
        n: int,
        date: str,
        m: dict[str, Any],
        who: tuple[str, str],
        joined: bool,
        last_of: Sequence[int],
    ) -> None:
        """One message of ``golden_twin``; ``who`` wrote it, and first did."""
        if "unsupported" in m:
            self.event(n, "This message is not supported by this version of Telegram Desktop. "
                          "Please update the application.")  # fmt: skip
            return
        if "event" in m:
            said = quoted(m["html"]).replace("«", "&laquo;").replace("»", "&raquo;")
            if "goto" in m:
                said = said.format(_link(m["goto"], last_of), "</a>")
            self.event(n, said)
            return
        self.div("message default clearfix" + (" joined" if joined else ""), f'id="message{n}"')
        if not joined:
            self._picture(who[0][0])
        self.div("body")
        self.open("div", f'class="pull_right date details" title="{date}"')
        self._out += date[11:16]
        self.close()
        if not joined:
            via = f" via @{m['via']}" if "via" in m else ""
            self.put("from_name", _name(who[0]) + via)
        self._body(m, who[1], date, last_of)
        self.close()
        self.close()

    def _picture(self, initial: str) -> None:
        self.div("pull_left userpic_wrap")
        self.div("userpic userpic3", 'style="width: 42px; height: 42px"')
        self.put("initials", quoted(initial))
        self.close()
        self.close()

    def _body(self, m: dict[str, Any], first: str, date: str, last_of: Sequence[int]) -> None:
        if "forward" in m:
            self._forward(first, date)
        if "reply" in m:
            link = _link(m["reply"], last_of) + "this message</a>"
            self.put("reply_to details", f"In reply to {link}")
        self._media(m)
        if m["text"]:
            self.put("text", formatted(m["text"]))
        if "buttons" in m:
            self._buttons(m["buttons"])
        if "sign" in m:
            self.put("signature details", quoted(m["sign"]))
        if "forward" in m:
            self.close()
        if "reactions" in m:
            self._reactions(m["reactions"])

    def _forward(self, name: str, date: str) -> None:
        self.put("pull_left forwarded userpic_wrap", "")
        self.div("forwarded body")
        span = f'<span class="date details" title="{date}"> {date[:19]}</span>'
        self.put("from_name", _name(name) + span)

    def _media(self, m: dict[str, Any]) -> None:
        if "photo" in m or "video" in m:
            kind = "photo" if "photo" in m else "video_file"
            self.div("media_wrap clearfix")
            href = m.get("photo", m.get("video"))
            self.open("a", f'class="{kind}_wrap clearfix pull_left" href="{href}"')
            if kind == "video_file":
                self.put("video_duration", f"{m['seconds'] // 60:02d}:{m['seconds'] % 60:02d}")
            self._out += f'\n{self._indent()}<img class="{kind}" src="{href}_thumb.jpg"/>\n'
            self.close()
            self.close()
        elif "file" in m:
            self._generic("media_file", m["file"], m["name"], "9 B")
        elif "voice" in m:
            clock = f"{m['seconds'] // 60:02d}:{m['seconds'] % 60:02d}"
            self._generic("media_voice_message", m["voice"], "Voice message", clock)
        elif "poll" in m:
            question, answers = m["poll"]
            said = [(t, v, c) for t, v, c in answers]
            self._poll(question, "Anonymous poll", [_answer(*a) for a in said])
        elif "todo" in m:
            self._poll(m["todo"][0], "To-do List", ["- " + quoted(t) for t in m["todo"][1]])

    def _generic(self, name: str, href: str, title: str, status: str) -> None:
        self.div("media_wrap clearfix")
        self.open("a", f'class="media clearfix pull_left block_link {name}" href="{href}"')
        self.put("fill pull_left", "")
        self.div("body")
        self.put("title bold", quoted(title))
        self.put("status details", status)
        for _ in range(3):
            self.close()

    def _poll(self, question: str, about: str, answers: Sequence[str]) -> None:
        self.div("media_wrap clearfix")
        self.div("media_poll")
        self.put("question bold", quoted(question))
        self.put("details", about)
        for answer in answers:
            self.put("answer", answer)
        if about != "To-do List":
            self.put("total details\t", "2 votes")
        self.close()
        self.close()

    def _buttons(self, rows: Sequence[Sequence[tuple[str, str]]]) -> None:
        self.open("table", 'class="bot_buttons_table"')
        self.open("tbody")
        for row in rows:
            self.open("tr")
            self.open("td", 'class="bot_button_row"')
            for text, link in row:
                self.div("bot_button")
                press = f'href="{link}"' if link else "onclick=\"return ShowTextCopied('Type');\""
                self.open("a", press)
                self.open("div")
                self._out += text
                for _ in range(3):
                    self.close()
            self.close()
            self.close()
        self.close()
        self.close()

    def _reactions(self, given: Sequence[tuple[str, int]]) -> None:
        self.open("span", 'class="reactions"')
        for emoji, count in given:
            self.open("span", f'class="reaction{" paid" if emoji == "paid" else ""}"')
            self.open("span", 'class="emoji"')
            shown = {"paid": "⭐"}.get(emoji, emoji)
            self._out += f'<a href = "{emoji}">👋</a>' if "/" in emoji else shown
            self.close()
            self.open("span", 'class="count"')
            self._out += str(count)
            self.close()
            self.close()
        self.close()


def _name(name: str) -> str:
    """First and last name joined by a blank, even if there is no last one."""
    return quoted(name if " " in name else name + " ")


def _answer(text: str, votes: int, chosen: bool) -> str:
    if not votes:
        return "- " + quoted(text)
    more = ", chosen vote" if chosen else ""
    return f'- {quoted(text)} <span class="details">{votes} votes{more}</span>'


def _link(n: int, last_of: Sequence[int]) -> str:
    """The link to a message; one on an earlier page names the page."""
    for index, last in enumerate(last_of):
        if n <= last:
            page = f"messages{'' if index == 0 else index + 1}.html"
            return f'<a href="{page}#go_to_message{n}">'
    return f'<a href="#go_to_message{n}" onclick="return GoToMessage({n})">'
