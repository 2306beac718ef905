"""Pages as the first exporter of 2018 wrote them: no offset, a forward's time only shown."""

from golden_html import Page, quoted
from golden_samples import Samples


def pages_2018() -> Samples:
    """One page: a joined forward, a photo left out, the sentences of that year."""
    page = Page("Harbour ")
    page.event(-1, "5 November 2018")
    for n, said in enumerate(_EVENTS, 1):
        page.event(n, quoted(said).replace("«", "&laquo;").replace("»", "&raquo;"))
    _message(page, 20, "Zarkan ", "10:00:00", forward="Harbour watch ")
    _message(page, 21, "", "10:00:01", forward="-")
    _message(page, 22, "Mirela Dor", "10:05:00", photo=True)
    return {"y2018/messages.html": page.bytes()}


_EVENTS = (
    "Zarkan created group «Harbour» with members Mirela and Ilvo",
    "Zarkan changed group photo",
    "Zarkan removed group photo",
    "Zarkan removed Ilvo",
    "Ilvo joined group by link from Zarkan",
    "Zarkan converted this group to a supergroup",
    "Zarkan converted a basic group to this supergroup «Harbour»",
    "Channel «Harbour watch» created",
    "Channel title changed to «Watch»",
    "Channel photo removed",
    "History cleared",
    "Mirela took a screenshot",
    "Ilvo joined Telegram",
    "The group was merged with the harbour's",
)


def _message(
    page: Page, n: int, who: str, clock: str, *, forward: str = "", photo: bool = False
) -> None:
    page.div("message default clearfix" + ("" if who else " joined"), f'id="message{n}"')
    page.div("body")
    page.open("div", f'class="pull_right date details" title="05.11.2018 {clock}"')
    page.line(clock[:5])
    page.close()
    if who:
        page.put("from_name", quoted(who))
    if forward:
        page.div("forwarded body")
        if forward != "-":
            span = '<span class="details"> 04.11.2018 21:30:00</span>'
            page.put("from_name", quoted(forward) + span)
    if photo:
        page.div("media_wrap clearfix")
        page.div("media clearfix pull_left media_photo")
        page.put("fill pull_left", "")
        page.div("body")
        page.put("title bold", "Photo")
        page.put("description", "Not included, change data exporting settings to download.")
        page.put("status details", "1280×960, 123.4 KB")
        for _ in range(3):
            page.close()
    page.put("text", f"words {n}")
    if forward:
        page.close()
    page.close()
    page.close()
