"""Invented pages in DiscordChatExporter's markup. See golden_samples.py."""

from golden_samples import Samples

_START = 1_717_236_000_123
_CSS = "<style>.preamble__entry{}.chatlog__message-group{}</style>"
_ABOVE = (
    '<div class="preamble"><div class="preamble__entries-container">'
    '<div class="preamble__entry">Harbour &amp; Co</div>'
    '<div class="preamble__entry">Talk / general</div>'
    '<div class="preamble__entry preamble__entry--small">After 5/1/2024 12:00 AM</div>'
    "</div></div>\n"
)


def _id(minutes: int) -> int:
    return (_START + minutes * 60_000 - 1_420_070_400_000) << 22


def _page(body: str, count: int) -> bytes:
    return (
        f"<!DOCTYPE html>\n<html lang=en><head><title>Harbour &amp; Co - general</title>{_CSS}"
        f"</head>\n<body>\n{_ABOVE}<div class=chatlog>\n{body}\n</div>\n"
        f"<div class=postamble><div class=postamble__entry>Exported {count} message(s)</div></div>"
        "\n</body>\n</html>\n"
    ).encode()


def _now(minutes: int, inner: str, pinned: str = "") -> str:
    return (
        f"<div id=chatlog__message-container-{_id(minutes)} "
        f'class="chatlog__message-container{pinned}" data-message-id={_id(minutes)}>'
        f"<div class=chatlog__message>{inner}</div></div>"
    )


def _first(minutes: int, who: str, number: int, more: str = "") -> str:
    return (
        "<div class=chatlog__message-aside><img class=chatlog__avatar src=a.png alt=Avatar></div>"
        f"<div class=chatlog__message-primary>{more}<div class=chatlog__header>"
        f'<span class=chatlog__author style="color: rgb(1, 2, 3)" title={who.lower()} '
        f"data-user-id={number}>{who}</span> "
        f'<span class=chatlog__timestamp title="Saturday, June 1, 2024 1:{minutes:02d} PM">'
        f"<a href=#chatlog__message-container-{_id(minutes)}>6/1/2024 1:{minutes:02d} PM</a></span>"
        "</div>"
    )


def _text(words: str, more: str = "") -> str:
    return (
        '<div class="chatlog__content chatlog__markdown"><span class=chatlog__markdown-preserve>'
        f"{words}</span>{more}</div>"
    )


_EMOJI = '<img loading="lazy" class="chatlog__emoji " alt="{}" title="x" src="e.svg">'
_REPLY = (
    "<div class=chatlog__reply><div class=chatlog__reply-author title=zarkan>Zarkan</div>"
    "<div class=chatlog__reply-content><span class=chatlog__reply-link "
    "onclick=\"scrollToMessage(event, '{}')\">Read this</span></div></div>"
)
_FILES = (
    "<div class=chatlog__attachment><a href=general.html_Files/a.png><img "
    "class=chatlog__attachment-media src=general.html_Files/a.png "
    'alt="Image attachment" title="Image: a.png (12 KB)"></a></div>'
    "<div class=chatlog__attachment><div class=chatlog__attachment-generic><div "
    "class=chatlog__attachment-generic-name><a href=https://cdn.example.org/plan.pdf> plan.pdf </a>"
    "</div><div class=chatlog__attachment-generic-size>9 KB</div></div></div>"
    "<div class=chatlog__embed><div class=chatlog__embed-title>A page</div></div>"
    "<div class=chatlog__reactions><div class=chatlog__reaction title=thumbsup><img "
    "class=chatlog__emoji alt=👍 src=e.svg><span class=chatlog__reaction-count>3</span></div></div>"
)
_EDITED = '<span class=chatlog__edited-timestamp title="6/1/2024 1:09 PM">(edited)</span>'


def _current() -> bytes:
    """The markup of 2024, as its minifier leaves it."""
    words = (
        f"Read <strong>this</strong>\n&quot;now&quot; &amp; {_EMOJI.format('🐟')} "
        f"{_EMOJI.format('kestrel')} "
        '<span class="chatlog__markdown-mention" title="m">@Mirela</span>'
    )
    short = (
        '<div class=chatlog__message-aside><div class=chatlog__short-timestamp title="Saturday, '
        'June 1, 2024 1:01 PM">1:01 PM</div></div><div class=chatlog__message-primary>'
    )
    quote = (
        '<div class="chatlog__markdown-quote"><div class="chatlog__markdown-quote-border"></div>'
        '<div class="chatlog__markdown-quote-content">their words\n</div></div>mine &lt;div&gt; '
        '<code class="chatlog__markdown-pre chatlog__markdown-pre--inline">x</code>'
    )
    notice = (
        "<div class=chatlog__message-primary><span class=chatlog__system-notification-author "
        "title=ilvo data-user-id=13>Ilvo</span> <span class=chatlog__system-notification-content>"
        "<span>joined the server.</span></span> <span class=chatlog__system-notification-timestamp "
        'title="Saturday, June 1, 2024 1:04 PM"><a href=#x>6/1/2024 1:04 PM</a></span></div>'
    )
    groups = (
        [_now(0, _first(0, "Zarkan", 11) + _text(words, " " + _EDITED) + "</div>",
              " chatlog__message-container--pinned"),
         _now(1, short + _text("صباح الخير يا جماعة") + "</div>")],
        [_now(2, _first(2, "Mirela", 12, _REPLY.format(_id(0))) + _text(quote) + _FILES
              + "</div>")],
        [_now(4, notice)],
    )  # fmt: skip
    body = "".join(f"<div class=chatlog__message-group>{''.join(g)}</div>" for g in groups)
    return _page(body, 4)


def _older() -> bytes:
    """The markup of 2020: author and time stand once, above a group."""
    said = "".join(
        f'\n            <div class="chatlog__message " data-message-id="{_id(n)}" '
        f'id="message-{_id(n)}">\n                <div class="chatlog__content">\n'
        f'                    <div class="markdown">\n                        '
        f'<span class="preserve-whitespace">{text}</span>\n                    </div>\n'
        "                </div>\n            </div>"
        for n, text in ((0, "good <em>morning</em>"), (1, "second words"))
    )
    body = (
        '<div class="chatlog__message-group">\n    <div class="chatlog__messages">\n        '
        '<span class="chatlog__author-name" title="zarkan#0001" data-user-id="11" style="">Zarkan'
        '</span>\n        <span class="chatlog__timestamp">01-Jun-24 01:00 PM</span>\n'
        f"{said}\n    </div>\n</div>"
    )
    return _page(body, 2)


def discord_html() -> Samples:
    """One channel, as of now and as of 2020."""
    return {"general.html": _current(), "older.html": _older()}
