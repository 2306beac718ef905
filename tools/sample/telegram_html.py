"""Writes a chat as Telegram Desktop's HTML export does (2024 and later).

Facts (classes, order, line breaks, joined messages, a thousand messages a page)
are those of tdesktop's ``export_output_html.cpp``.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sample import clock
from sample.cast import Cast
from sample.html_media import media, poll
from sample.html_tags import Page, escaped
from sample.said import Part, Say

PER_PAGE = 1000
JOIN_SECONDS = 900
_COLOURS = (0, 7, 4, 1, 6, 3, 5)


@dataclass
class Export:
    """One exporter's view: whose names, which message is on which page."""

    cast: Cast
    ids: Mapping[str, int]
    witness: str = "b"
    pages: dict[int, int] = field(default_factory=dict)

    def name(self, key: str) -> str:
        """The name this exporter sees."""
        return self.cast.name(key, self.witness)


def pages(export: Export, says: Sequence[Say]) -> dict[str, str]:
    """``messages.html``, ``messages2.html`` … by name."""
    for n, say in enumerate(says):
        export.pages[export.ids[say.key]] = n // PER_PAGE
    made = {}
    days = _Days()
    count = (len(says) - 1) // PER_PAGE + 1
    for n in range(count):
        part = says[n * PER_PAGE : (n + 1) * PER_PAGE]
        made[_file(n)] = _page(export, part, n, last=n == count - 1, days=days)
    return made


def _file(page: int) -> str:
    return "messages.html" if page == 0 else f"messages{page + 1}.html"


class _Days:
    """Numbers the date lines of an export: message-1, message-2 …"""

    def __init__(self) -> None:
        self.count = 0
        self.day = ""

    def line(self, say: Say) -> tuple[int, str] | None:
        local = clock.to_local(say.unix)
        day = f"{local.day} {local:%B %Y}"
        if day == self.day:
            return None
        self.day, self.count = day, self.count + 1
        return self.count, day


def _page(export: Export, says: Sequence[Say], number: int, *, last: bool, days: _Days) -> str:
    page = Page()
    page.start(export.cast.group)
    if number:
        _turn(page, _file(number - 1), "Previous messages")
    before: Say | None = None
    for say in says:
        day = days.line(say)
        if day:
            _service(page, -day[0], day[1])
            before = None
        if say.action:
            _service(page, export.ids[say.key], _action(export, say, number))
            before = None
        else:
            _message(page, export, say, before, number)
            before = say
    if not last:
        _turn(page, _file(number + 1), "Next messages")
    return page.finished()


def _turn(page: Page, href: str, text: str) -> None:
    with page.tag("a", **{"class": "pagination block_link", "href": href}):
        page.text(text)


def _service(page: Page, number: int, text: str) -> None:
    with page.tag("div", **{"class": "message service", "id": f"message{number}"}):
        page.leaf("div", text, **{"class": "body details"})


def _action(export: Export, say: Say, page: int) -> str:
    who = escaped(export.name(say.who))
    names = [escaped(export.name(key)) for key in say.members]
    listed = " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    title = f"&laquo;{escaped(say.title or '')}&raquo;"
    pinned = _link(export, export.ids[say.of], page) if say.of else ""
    inviter = escaped(export.name(say.inviter)) if say.inviter else ""
    return {
        "migrate_from_group": f"{who} converted a basic group to this supergroup {title}",
        "edit_group_title": f"{who} changed group title to {title}",
        "invite_members": f"{who} invited {listed}",
        "remove_members": f"{who} removed {listed}",
        "join_group_by_link": f"{who} joined group by link from {inviter}",
        "pin_message": f"{who} pinned {pinned}",
    }[say.action or ""]


def _link(export: Export, number: int, page: int) -> str:
    there = export.pages.get(number, page)
    if there != page:
        return f'<a href="{_file(there)}#go_to_message{number}">this message</a>'
    return (
        f'<a href="#go_to_message{number}" onclick="return GoToMessage({number})">this message</a>'
    )


def _joined(say: Say, before: Say | None) -> bool:
    if before is None or before.who != say.who or before.via != say.via:
        return False
    if (before.forward is None) != (say.forward is None):
        return False
    if say.forward and before.forward and say.forward.name != before.forward.name:
        return False
    return say.unix - before.unix <= (1 if say.forward else JOIN_SECONDS)


def _message(page: Page, export: Export, say: Say, before: Say | None, number: int) -> None:
    joined = _joined(say, before)
    kind = "message default clearfix joined" if joined else "message default clearfix"
    with page.tag("div", **{"class": kind, "id": f"message{export.ids[say.key]}"}):
        if not joined:
            _userpic(page, export.cast.peer(say.who), export.name(say.who))
        with page.tag("div", **{"class": "body"}):
            local = clock.to_local(say.unix)
            title = {"class": "pull_right date details", "title": _stamp(say.unix)}
            page.leaf("div", f"{local:%H:%M}", **title)
            if not joined:
                via = f" via @{say.via}" if say.via else ""
                page.leaf("div", _shown(export.name(say.who)) + via, **{"class": "from_name"})
            if say.forward:
                _forwarded(page, export, say, number)
            else:
                _content(page, export, say, number)


def _forwarded(page: Page, export: Export, say: Say, number: int) -> None:
    assert say.forward is not None  # noqa: S101 - the caller asked
    _userpic(page, say.forward.id or "user0", say.forward.name, "pull_left forwarded userpic_wrap")
    with page.tag("div", **{"class": "forwarded body"}):
        stamp = _stamp(say.forward.unix)
        when = f'<span class="date details" title="{stamp}"> {stamp[:19]}</span>'
        page.leaf("div", _shown(say.forward.name) + when, **{"class": "from_name"})
        _content(page, export, say, number)


def _content(page: Page, export: Export, say: Say, number: int) -> None:
    if say.reply:
        link = _link(export, export.ids[say.reply], number)
        page.leaf("div", f"In reply to {link}", **{"class": "reply_to details"})
    if say.media:
        media(page, say.media)
    if say.poll:
        poll(page, say.poll)
    if say.parts:
        page.leaf("div", "".join(map(_part, say.parts)), **{"class": "text"})
    if say.reactions:
        _reactions(page, export, say)


def _reactions(page: Page, export: Export, say: Say) -> None:
    with page.tag("span", **{"class": "reactions"}):
        for one in say.reactions:
            with page.tag("span", **{"class": "reaction"}):
                page.leaf("span", one.emoji, **{"class": "emoji"})
                if one.by:
                    with page.tag("span", **{"class": "userpics"}):
                        _pic(page, export.cast.peer(one.by), export.name(one.by), "20px")
                if not one.by or one.count > 1:
                    page.leaf("span", str(one.count), **{"class": "count"})


def _part(part: Part) -> str:
    text = escaped(part.text).replace("\n", "<br>")
    wrap: dict[str, Callable[[str], str]] = {
        "mention": lambda t: f'<a href="https://t.me/{t[1:]}">{t}</a>',
        "phone": lambda t: f'<a href="tel:{t}">{t}</a>',
        "mention_name": lambda t: f'<a href="" onclick="return ShowMentionName()">{t}</a>',
        "blockquote": lambda t: f"<blockquote>{t}</blockquote>",
    }
    return wrap.get(part.type, str)(text)


def _stamp(unix: int) -> str:
    hours = int(clock.offset(unix).total_seconds()) // 3600
    return f"{clock.to_local(unix):%d.%m.%Y %H:%M:%S} UTC+{hours:02}:00"


def _shown(name: str) -> str:
    """First name, a space, last name: the space is there even without a last name."""
    return escaped(name if " " in name else name + " ")


def _userpic(page: Page, peer: str, name: str, kind: str = "pull_left userpic_wrap") -> None:
    with page.tag("div", **{"class": kind}):
        _pic(page, peer, name, "42px")


def _pic(page: Page, peer: str, name: str, size: str) -> None:
    number = int("".join(c for c in peer if c.isdigit()))
    colour = _COLOURS[number % 7] + 1
    style = f"width: {size}; height: {size}"
    initials = "".join(word[:1] for word in name.split(" ", 1))
    with page.tag("div", **{"class": f"userpic userpic{colour}", "style": style}):
        line = f"line-height: {size}"
        page.leaf("div", escaped(initials), **{"class": "initials", "style": line})
