"""Invented pages in the markup of Meta's downloads: 2018, 2021 and since 2023."""

from golden_samples import Samples

_HEAD = (
    '<html><head><meta http-equiv="Content-Type" content="text/html; charset=UTF-8" />'
    '<base href="../../../" /><title>{title}</title><style type="text/css">._a6-g{{}}</style>'
    '</head><body class="_5vb_ _2yq"><div class="clearfix _ikh"><div class="_4bl9">'
)


def _cells(words: str, *more: str) -> str:
    """What is answered, the words, then files, shares and reactions."""
    cells = ["", words, *more]
    return "<div>" + "".join(f"<div>{c}</div>" for c in cells) + "</div>"


def _reacted(*given: str, kind: str = "_a6-q", span: bool = True) -> str:
    items = "".join(f"<li><span>{g}</span></li>" if span else f"<li>{g}</li>" for g in given)
    return f'<ul class="{kind}">{items}</ul>'


def _section(number: int, who: str, body: str, stamp: str) -> str:
    """Facebook since 2023."""
    return (
        f'<section class="_a6-g" aria-labelledby="u_0_{number}"><h2 class="_2ph_ _a6-h _a6-i" '
        f'id="u_0_{number}">{who}</h2><div class="_2ph_ _a6-p">{body}</div>'
        f'<footer class="_3-94 _a6-o"><div class="_a72d">{stamp}</div></footer></section>'
    )


def _box(who: str, body: str, stamp: str) -> str:
    """Instagram since 2023; before, a ``<div>`` held the name."""
    return (
        '<div class="pam _3-95 _2ph- _a6-g uiBoxWhite noborder">'
        f'<h2 class="_3-95 _2pim _a6-h _a6-i">{who}</h2><div class="_3-95 _a6-p">{body}</div>'
        f'<div class="_3-94 _a6-o">{stamp}</div></div>'
    )


def _old(who: str, body: str, stamp: str) -> str:
    """2018 to 2021."""
    return (
        '<div class="pam _3-95 _2pi0 _2lej uiBoxWhite noborder">'
        f'<div class="_3-96 _2pio _2lek _2lel">{who}</div><div class="_3-96 _2let">{body}</div>'
        f'<div class="_3-94 _2lem">{stamp}</div></div>'
    )


def messenger_html() -> Samples:
    """A group of Messenger in two pages, one of Instagram, one of 2018 in Polish."""
    photos = "your_facebook_activity/messages/inbox/harbour_1/photos"
    film = (
        '<video src="videos/7.mp4" controls="1" class="_a6_o"><a target="_blank" '
        'href="videos/7.mp4"><div>Click for video: <img src="t.png" class="_3-96" /></div></a>'
        "</video>"
    )
    first = [
        _section(4, "Mirela", _cells("two<br />lines &lt;here&gt;", "", "",
                 _reacted("👍Zarkan", "👍Ilvo &amp; Co")), "Jun 01, 2024 10:02:07 am"),
        _section(3, "Zarkan", _cells("", "", "", f'<div><a target="_blank" href="{photos}/1.jpg">'
                 f'<img src="{photos}/1.jpg" class="_a6_o _3-96" /></a></div>'),
                 "Jun 01, 2024 10:01:00 am"),
        _section(2, "Zarkan", _cells("مرحبا"), "Jun 01, 2024 12:00:30 am"),
    ]  # fmt: skip
    second = [
        _section(1, "Ilvo", _cells("good morning, harbour"), "31 de mayo de 2024, 8:09:15 p. m.")
    ]
    link = '<a target="_blank" href="https://example.org/x">https://example.org/x</a>'
    gram = [
        _box("Mirela", _cells("Mirela sent an attachment.", f"<div><div>{link}</div></div>"),
             "Jan 08, 2026 4:41 am"),
        _box("Zarkan", _cells("", "", film), "Jan 07, 2026 4:41 pm"),
        *(_box(who, _cells(words), f"Jan 07, 2026 4:{minute} pm") for who, words, minute in (
            ("Mirela", "is the boat at the pier already?", 52),
            ("Zarkan", "no, it comes back with the tide", 51),
            ("Mirela", "then we have time &amp; can eat<br />something first", 50),
            ("Ilvo", "👍", 49),
            ("Mirela", "نلتقي عند المرسى", 48),
        )),
        _box("Zarkan", _cells(f"see {link} now", "", _reacted("❤Mirela")), "ene. 07, 2026 4:40 pm"),
    ]  # fmt: skip
    past = [
        _old("Mirela", _cells("CzeÅ\u009bÄ\u0087 wam", "",
                              _reacted("😍Zarkan", kind="_tqp", span=False)), "05 lip 2018 10:17"),
        _old("Zarkan", _cells("Zarkan called you.", '<span class="_idm">Duration: 4 min</span>'),
             "04 lip 2018 23:59"),
        _old("Zarkan", _cells("", "", '<div><a href="files/plan.pdf">plan.pdf</a></div>'),
             "04 lip 2018 23:58"),
    ]  # fmt: skip
    new = (
        '<div class="_a705"><header><h1>Harbour &amp; Co</h1></header>'
        '<main class="_a706" role="main">'
    )
    end = "</main></div></div></div></body></html>"
    folder = "facebook/your_facebook_activity/messages/inbox/harbour_1"
    members = (
        '<section class="_a6-g"><h2 class="_2ph_ _a6-h _a6-i">'
        "Participants: Mirela, Ilvo and Zarkan</h2></section>"
    )
    head = _HEAD.format(title="Harbour &amp; Co")
    insta = head + new.replace("Harbour &amp; Co", "pier") + "".join(gram) + end
    polish = (
        _HEAD.format(title="Przystań")
        + '<div class="_3-8y _3-95 _3b0a"><div class="_3b0d">Przystań</div></div>'
        + '<div class="_4t5n" role="main">'
        + "".join(past)
        + "</div></div></div></body></html>"
    )
    return {
        f"{folder}/message_1.html": (head + new + members + "".join(first) + end).encode(),
        f"{folder}/message_2.html": (head + new + members + "".join(second) + end).encode(),
        "facebook/" + f"{photos}/1.jpg": b"JPEG",
        "instagram/messages/inbox/pier_2/message_1.html": insta.encode(),
        "message.html": polish.encode(),
    }
