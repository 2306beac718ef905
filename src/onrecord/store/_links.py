"""Where links lead: the domain of each, as ``domain:`` and its facet count them."""

import re

from onrecord.model.segment import LINK

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_HOST = re.compile(r"[^/?#\\]*")
_PORT = re.compile(r":[0-9]*$")
_LONGEST = 253


def domain(link: str) -> str | None:
    """The host a link leads to, in lower case, without ``www.``, user and port.

    None if what stands there cannot be a host name or address.
    """
    rest = _SCHEME.sub("", link, count=1)
    found = _HOST.match(rest)
    host = _PORT.sub("", (found[0] if found else "").rpartition("@")[2]).strip(".").lower()
    host = host.removeprefix("www.")
    if not host or len(host) > _LONGEST or "." not in host or any(c.isspace() for c in host):
        return None
    return host


def domains_of(text: str) -> tuple[str, ...]:
    """The domains of the links written out in a text, in order, each once.

    A link is what has a scheme, begins with ``www.`` or is a host with a path
    (``model.segment.LINK``).
    """
    found = (domain(m[0]) for m in LINK.finditer(text))
    return tuple(dict.fromkeys(d for d in found if d))
