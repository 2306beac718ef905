"""Is a saved page only the beginning of an article, the rest behind a paywall?

Signs a page gives: ``isAccessibleForFree`` (Google, *Structured data for subscription
and paywalled content*), ``article:content_tier`` (Facebook), the sections of
amp-subscriptions and amp-access, and the words of the wall itself.
"""

import re
from typing import TYPE_CHECKING

from onrecord.press._page import meta

if TYPE_CHECKING:
    from lxml.html import HtmlElement

STUB_WORDS = 120
"""A page that gives a sign and has fewer words than this is a stub."""
_LARGE_STUB = 500
_PART = 0.6  # of the words that the page says the article has
_WORDS = re.compile(
    r"subscribe to (?:continue|keep|read|unlock)|subscribers?[- ]only"
    r"|(?:only|exclusive(?:ly)?) (?:for|to|available to) (?:our )?(?:subscribers|members)"
    r"|(?:sign|log) in to (?:continue|keep|read)|register to (?:continue|keep) reading"
    r"|to (?:continue|keep) reading(?: this)?|get the full story with|already a subscriber"
    r"|للمشتركين|اشترك (?:ل|كي )?(?:متابعة|تتابع|قراءة)|لمتابعة القراءة|هذا المحتوى مخصص للمشتركين"
    r"|доступн\w+ (?:только )?(?:по подписке|подписчикам)|только для подписчиков"
    r"|оформите подписку|чтобы (?:читать|продолжить чтение) дальше|полный текст доступен"
    r"|nur für abonnent|jetzt weiterlesen|weiterlesen mit|mit (?:plus|premium|digital)?-?abo\b"
    r"|exklusiv für abonnent|réservé (?:à|aux) (?:nos )?abonnés|solo (?:para )?suscriptores",
    re.IGNORECASE,
)
_CLOSED = (
    "//*[contains(@class,'paywall') or contains(@id,'paywall') or contains(@class,'subscribe-wall')"
    " or @subscriptions-section='content-not-granted' or @amp-access='NOT access'"
    " or @amp-access='NOT subscriber' or contains(@class,'regwall')]"
)
_HIDDEN = frozenset(("script", "style", "template"))


def walled(page: "HtmlElement", body: str, words: int, free: bool, whole: int | None) -> bool:
    """True if the text is a beginning only.

    ``free`` is what the page says of itself, ``whole`` how many words it says the
    article has. A text with a sign is a stub where it is short, where it has far
    fewer words than stated, or where the words of the wall are its last paragraph.
    A short text without any sign is a short article.
    """
    if words >= _LARGE_STUB and not whole:
        return False
    last = body.rstrip().rpartition("\n\n")[2]
    if _WORDS.search(last) is not None and words < _LARGE_STUB:
        return True
    if not _signs(page, free):
        return False
    return words < STUB_WORDS or (whole is not None and words < _PART * whole)


def _signs(page: "HtmlElement", free: bool) -> bool:
    if not free or (meta(page, "article:content_tier") or "").lower() in ("locked", "metered"):
        return True
    if page.xpath(_CLOSED):
        return True
    return any(
        _WORDS.search(part) is not None
        for node in page.iter()
        if isinstance(node.tag, str) and node.tag not in _HIDDEN
        for part in (node.text, node.tail)
        if part
    )
