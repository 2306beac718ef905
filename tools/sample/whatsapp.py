"""Writes a chat as WhatsApp's text export on an Arabic Android phone.

Digits are Arabic-Indic, a right-to-left mark (U+200F) follows day and month, a
narrow no-break space (U+202F) stands before ص or م, and file names are led by a
left-to-right mark (U+200E).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sample import clock, pictures
from sample.cast import HERE, Cast

NAME = "دردشة واتساب مع بعيداً عن الفانوس.txt"
RLM, LRM, NARROW = "\u200f", "\u200e", "\u202f"
ATTACHED = "(الملف مرفق)"
OMITTED = "<تم استبعاد الوسائط>"
DELETED = "تم حذف هذه الرسالة"
_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
Row = tuple[datetime, str, str]


def rows() -> list[Row]:
    """(local time, who, text) of ``case/side_chat.txt``."""
    made = []
    for line in (HERE / "case" / "side_chat.txt").read_text(encoding="utf-8").split("\n"):
        if line and not line.startswith("#"):
            at, who, _, text = line.split(" ", 3)
            made.append((datetime.fromisoformat(at), who, text))
    return made


def stamp(at: datetime) -> str:
    """``٣‏/٤‏/٢٠٢٦، ٨:٠٢ م`` with its marks."""
    half = "ص" if at.hour < 12 else "م"
    hour = at.hour % 12 or 12
    shown = f"{at.day}{RLM}/{at.month}{RLM}/{at.year}، {hour}:{at:%M}{NARROW}{half}"
    return shown.translate(_DIGITS)


def files(cast: Cast) -> dict[str, bytes]:
    """The export's folder: the text and the pictures it names."""
    lines: list[str] = []
    attached: dict[str, bytes] = {}
    for at, who, text in rows():
        if "{photo}" in text:
            name = f"IMG-{at:%Y%m%d}-WA{len(attached) + 1:04}.jpg"
            attached[name] = pictures.jpeg_of("quay" if attached else "silos")
            text = text.replace("{photo} ", "{photo}\n")
            text = text.replace("{photo}", f"{LRM}{name} {ATTACHED}")
        text = text.replace("{omitted}", OMITTED).replace("{deleted}", DELETED)
        text = text.replace(" / ", "\n")
        sender = "" if who == "*" else f"{cast.member(who).w}: "
        lines.append(f"{stamp(at)} - {sender}{text}\n")
    return {NAME: "".join(lines).encode(), **attached}


def truth(cast: Cast) -> dict[str, object]:
    """Tables for ``truth.toml``."""
    said = rows()
    people = [row for row in said if row[1] != "*"]
    return {
        "counts.side_chat": {
            "records": len(said),
            "message": len(people),
            "service": len(said) - len(people),
            "multi_line": sum(" / " in text or "{photo} " in text for _, _, text in said),
            "attached": sum("{photo}" in text for _, _, text in said),
            "left_out": sum("{omitted}" in text for _, _, text in said),
            "deleted": sum("{deleted}" in text for _, _, text in said),
        },
        "side_chat": _facts(cast, said, people),
    }


def _facts(cast: Cast, said: Sequence[Row], people: Sequence[Row]) -> Mapping[str, object]:
    senders = dict.fromkeys(cast.member(who).w or "" for _, who, _ in people)
    return {
        "file": NAME,
        "senders": list(senders),
        "date_order": "dmy",
        "date_order_known_from_file": False,
        "first_as_written": stamp(said[0][0]),
        "first_if_dmy": said[0][0].isoformat(),
        "first_if_mdy": said[0][0].replace(day=4, month=3).isoformat(),
        "zone": clock.ZONE,
    }
