"""Invented chats in the shapes of signal-export and signalbackup-tools."""

import json
from typing import Any

from golden_samples import Samples


def signal_text() -> Samples:
    """signal-export's Markdown: of 2019, and of today with seconds, a quote and reactions."""
    return {
        "chat.md": b"[2024-06-01, 10:00] Me: Good morning\n[2024-06-01, 10:01] Mirela: two\nlines\n"
        b"[2024-06-01, 10:02] Mirela: ![fish](./media/fish.jpg)\n",
        "today/chat.md": (
            "[2024-06-01 10:00:00] Me: Good morning  \n"
            "[2024-06-01 10:01:07] Mirela: \n\n> Good morning\n\nand to you  "
            "\n(- Me: 👍, Ilvo: 🐟 -)\n"
            "[2024-06-01 10:02:00] Mirela: ![fish.jpg](./media/fish%201.jpg)  \n"
            "[2024-06-01 10:03:00] Mirela: (This message was deleted)\n"
        ).encode(),
    }


def _line(date: str, sender: str, body: str, **more: Any) -> str:
    said: dict[str, Any] = {
        "date": date, "sender": sender, "body": body + "  ", "quote": "", "sticker": "",
        "reactions": [], "attachments": [],
    }  # fmt: skip
    return json.dumps({**said, **more}, ensure_ascii=False) + "\n"


def signal_json() -> Samples:
    """signal-export's ``data.json``, beside the Markdown of the same chat."""
    lines = (
        _line("2024-06-01T10:00:00.123000", "Me", "Good morning")
        + _line("2024-06-01T10:01:07", "Mirela", "and to you", quote="\n\n> Good morning\n\n",
                reactions=[["Me", "👍"], ["Ilvo", "👍"]])
        + _line("2024-06-01T10:02:00", "Mirela", "",
                attachments=[{"name": "fish 1.jpg", "path": "media/fish%201.jpg"}])
        + _line("2024-06-01T10:03:00", "Me", "Missed voice call", call=True, missed=True)
        + _line("2024-06-01T10:04:00", "Ilvo", "", deleted=True)
    )  # fmt: skip
    return {
        "harbour/data.json": lines.encode(),
        "harbour/chat.md": b"[2024-06-01 10:00:00] Me: Good morning  \n",
    }


def signal_tools_text() -> Samples:
    """signalbackup-tools' text."""
    return {
        "Harbour (_id4).txt": (
            "[Jun 01, 2024 10:00:00] *** Mirela updated the group.\n"
            "[Jun 01, 2024 10:01:00] <Mirela> good morning\nsecond line\n"
            "[Jun 01, 2024 10:02:00] <Zarkan> and to you (Mirela: 👍; Ilvo: 🐟)\n"
            '[Jun 01, 2024 10:03:00] *** <Zarkan> sent file "plan.pdf"\n'
            "[Jun 01, 2024 10:03:30] *** <Zarkan> sent file of type image/jpeg (Ilvo: 👍)\n"
            "[Jun 01, 2024 10:04:00] <Ilvo> Poll: Where?\n"
            "                                    [2] Pier\n"
        ).encode()
    }


_PAGE = """<!-- Generated on 2024-06-02 08:00:00 by signalbackup-tools (20240601.1). \
Input database version: 225. -->
<!DOCTYPE html>
<html>
  <head>
    <meta charset="utf-8">
    <title>Harbour &amp; Co</title>
  </head>
  <body>
        <div class="conversation-box">

{}        </div>
  </body>
</html>
"""


def _bubble(n: int, inner: str, kinds: str, foot: str, more: str = "", wrap: str = "") -> str:
    before = '          <div class="incoming-group-msg">\n' if wrap else ""
    after = "          </div>\n" if wrap else ""
    return (
        f"          <!-- Message: _id:{n},type:20 -->\n{before}"
        f'          <div class="msg {kinds}">\n{wrap}{inner}'
        f'            <div class="footer{"-status" if "status" in kinds else ""}">\n'
        f'              <span class="msg-data">Jun 01, 2024 {foot}</span>\n            </div>\n'
        f"{more}          </div>\n{after}\n"
    )


def _pre(text: str) -> str:
    return f"            <div>\n              <pre>{text}</pre>\n            </div>\n"


def signal_tools() -> Samples:
    """signalbackup-tools' page of a group."""
    name = '            <span class="msg-name msg-name-5">Mirela</span>\n'
    quote = (
        '            <div class="msg-quote">\n              <div class="msg-quote-message">\n'
        '                <span class="msg-name">Mirela</span>\n'
        "                <pre>Good morning</pre>\n              </div>\n            </div>\n"
    )
    photo = (
        '            <div class="attachment">\n              <div class="msg-img-container">\n'
        '                <img src="media/Attachment_3_-1.jpg" alt="Image attachment" '
        'loading="lazy">\n              </div>\n            </div>\n'
    )
    reactions = (
        '            <div class="msg-reactions">\n              <div class="msg-reaction">'
        '<span class="msg-emoji">👍</span><span class="reaction-count">2</span>'
        '<div class="msg-reaction-info">From: Ilvo<br>Sent: x</div></div>\n            </div>\n'
    )
    status = '            <div class="status-text">\n              <pre>Mirela joined.</pre>\n'
    body = (
        _bubble(1, status + "            </div>\n", "msg-status", "10:00:00")
        + _bubble(2, _pre('Good <b>morning</b> &amp; <span class="msg-emoji">🐟</span>\nline 2'),
                  "msg-incoming msg-with-reaction", "10:01:00", reactions, name)
        + _bubble(3, quote + _pre("and to &lt;you&gt;"), "msg-outgoing msg-sender-2", "10:02:00")
        + _bubble(4, photo, "msg-incoming", "10:03:00", "", name)
        + _bubble(5, _pre("This message was deleted."), "msg-incoming deleted-msg", "10:04:00")
    )  # fmt: skip
    return {"pages/Harbour (_id4)/Harbour.html": _PAGE.format(body).encode()}
