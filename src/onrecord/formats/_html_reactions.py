"""Reactions under a message of Telegram's HTML."""

import re

from onrecord.formats._html_text import plain

_REACTION = re.compile(
    r'<span class="reaction(?: [^"]*)?">(.*?)(?=<span class="reaction(?: [^"]*)?">|\Z)', re.DOTALL
)
_PAID = re.compile(r'<span class="reaction(?: [^"]*)? paid">')
_EMOJI = re.compile(r'<span class="emoji">\s*(.*?)\s*</span>', re.DOTALL)
_COUNT = re.compile(r'<span class="count">\s*(\d+)\s*</span>')
_FILE = re.compile(r'<a href ?= ?"([^"]*)"')


def reactions(source: str) -> list[tuple[str, int]]:
    """Emoji and how many gave it, as the JSON export names them: the file of a custom
    emoji where there is one, ``paid`` for a paid one.

    Without a number the page shows everyone who reacted; those are counted.
    """
    at = source.find('<span class="reactions">')
    found = []
    for match in _REACTION.finditer(source, at):
        body = match[1]
        emoji, count = _EMOJI.search(body), _COUNT.search(body)
        number = int(count[1][:9]) if count else max(1, body.count('class="userpic '))
        file = _FILE.search(emoji[1]) if emoji else None
        said = plain(emoji[1]).strip() if emoji else ""
        if _PAID.match(match[0]):
            said = "paid"
        elif file and file[1]:
            said = plain(file[1])
        found.append((said, number))
    return found
