"""Cut-off and left-out words that turn a sentence around, in forty languages.

Each row: sealed, printed, the class, and whether a person must give a reason.
All sentences are invented. None: said by the class alone.
"""

import pytest
from tests.report.turned_around_more import MORE

from onrecord.model.wording import classify, wire
from onrecord.report.cautions import for_text

CASES: list[tuple[str, str, str, bool | None]] = [
    # (sealed, printed, expected class, needs_reason or None)
    ("The front holds.", "The front (the eastern quarter) holds.", "NOT_FOUND", None),
    ("He paid nobody, never in cash.", "He paid […] in cash.", "ELIDED", True),
    ("We did not lose the port.", "lose the port.", "VERBATIM", True),
    ("Not a single man fell.", "a single man fell.", "VERBATIM", True),
    ("We will attack if they come.", "We will attack", "VERBATIM", True),
    ("They say the port fell.", "the port fell.", "VERBATIM", True),
    ("The port fell. The men left at dawn. Nobody slept.", "The port fell.", "VERBATIM", False),
    (
        "The port fell. The men left at dawn. Nobody slept.",
        "The port fell. […] Nobody slept.",
        "ELIDED",
        False,
    ),
    ("The port fell and the men left at dawn.", "the men left at dawn.", "VERBATIM", False),
    ("The port fell and the men left at dawn.", "The port fell", "VERBATIM", False),
    ("The port fell and the men left at dawn.", "The port fell […] at dawn.", "ELIDED", False),
    # Spanish
    ("No perdimos el puerto ayer.", "perdimos el puerto ayer.", "VERBATIM", True),
    ("Dicen que el puerto cayó.", "el puerto cayó.", "VERBATIM", True),
    (
        "El puerto cayó y los hombres se fueron al alba.",
        "los hombres se fueron al alba.",
        "VERBATIM",
        False,
    ),
    (
        "El puerto cayó y los hombres se fueron al alba.",
        "El puerto cayó […] al alba.",
        "ELIDED",
        False,
    ),
    # French
    ("Nous n'avons pas perdu le port.", "perdu le port.", "VERBATIM", True),
    ("On dit que le port est tombé.", "le port est tombé.", "VERBATIM", True),
    (
        "Le port est tombé et les hommes sont partis à l'aube.",
        "les hommes sont partis à l'aube.",
        "VERBATIM",
        False,
    ),
    ("Si le port tombe, nous partirons.", "le port tombe", "VERBATIM", True),
    (
        "Le port est tombé et les hommes sont partis.",
        "Le port […] et les hommes sont partis.",
        "ELIDED",
        False,
    ),
    # German
    ("Wir haben den Hafen nicht verloren.", "Wir haben den Hafen […] verloren.", "ELIDED", True),
    ("Der Hafen ist gefallen und die Männer sind weg.", "die Männer sind weg.", "VERBATIM", False),
    ("Kein Mann ist gefallen.", "Mann ist gefallen.", "VERBATIM", True),
    ("Angeblich ist der Hafen gefallen.", "ist der Hafen gefallen.", "VERBATIM", True),
    # Russian
    ("Мы не сдали порт.", "сдали порт.", "VERBATIM", True),
    ("Говорят, что порт сдали.", "порт сдали.", "VERBATIM", True),
    ("Порт сдали, и люди ушли на рассвете.", "люди ушли на рассвете.", "VERBATIM", False),
    ("Если порт сдадут, мы уйдём.", "мы уйдём.", "VERBATIM", True),
    # Ukrainian
    ("Ми не здали порт.", "здали порт.", "VERBATIM", True),
    ("Порт здали, і люди пішли на світанку.", "люди пішли на світанку.", "VERBATIM", False),
    # Arabic
    ("لم يسقط الميناء.", "يسقط الميناء.", "VERBATIM", True),
    ("يقولون إن الميناء سقط.", "الميناء سقط.", "VERBATIM", True),
    ("إذا سقط الميناء انسحبنا.", "سقط الميناء", "VERBATIM", True),
    ("سقط الميناء وغادر الرجال عند الفجر.", "وغادر الرجال عند الفجر.", "VERBATIM", False),
    ("سقط الميناء وغادر الرجال عند الفجر.", "سقط الميناء […] عند الفجر.", "ELIDED", False),
    ("لا يوجد رجال في الميناء.", "يوجد رجال في الميناء.", "VERBATIM", True),
    ("ما سقط الميناء.", "سقط الميناء.", "VERBATIM", True),
    ("ليس صحيحا أن الميناء سقط.", "صحيحا أن الميناء سقط.", "VERBATIM", True),
    ("لن نترك الميناء", "نترك الميناء", "VERBATIM", True),
    # Persian
    ("بندر سقوط نکرد.", "بندر سقوط", "VERBATIM", True),
    ("ما بندر را از دست ندادیم.", "ما بندر را از دست", "VERBATIM", True),
    ("می‌گویند بندر سقوط کرد.", "بندر سقوط کرد.", "VERBATIM", True),
    ("اگر بندر سقوط کند، می‌رویم.", "بندر سقوط کند", "VERBATIM", True),
    ("بندر سقوط کرد و مردان رفتند.", "مردان رفتند.", "VERBATIM", False),
    # Urdu
    ("بندرگاہ نہیں گری۔", "بندرگاہ", "VERBATIM", True),
    ("اگر بندرگاہ گری تو ہم جائیں گے۔", "ہم جائیں گے۔", "VERBATIM", True),
    # Hebrew
    ("הנמל לא נפל.", "הנמל […] נפל.", "ELIDED", True),
    ("אם הנמל ייפול, נצא.", "הנמל ייפול", "VERBATIM", True),
    ("אומרים שהנמל נפל.", "שהנמל נפל.", "VERBATIM", True),
    ("הנמל נפל והאנשים עזבו.", "והאנשים עזבו.", "VERBATIM", False),
    # Turkish
    ("Liman düşmedi.", "Liman", "VERBATIM", True),
    ("Limanı kaybetmedik ama geri çekildik.", "geri çekildik.", "VERBATIM", True),
    ("Liman düştü ve adamlar gitti.", "adamlar gitti.", "VERBATIM", False),
    ("Liman düşerse gideriz.", "gideriz.", "VERBATIM", True),
    # Chinese
    ("港口没有失守。", "港口[…]失守。", "ELIDED", True),
    ("如果港口失守，我们撤退。", "我们撤退。", "VERBATIM", True),
    ("港口失守，人们黎明离开。", "人们黎明离开。", "VERBATIM", False),
    ("据说港口失守了。", "港口失守了。", "VERBATIM", True),
    # Japanese
    ("港は陥落しなかった。", "港は陥落", "VERBATIM", True),
    ("港は陥落した。男たちは去った。", "港は陥落した。", "VERBATIM", False),
    # Korean
    ("항구는 함락되지 않았다.", "항구는 함락되지", "VERBATIM", True),
    ("항구는 함락되었다. 사람들은 떠났다.", "항구는 함락되었다.", "VERBATIM", False),
    # Hindi
    ("बंदरगाह नहीं गिरा।", "बंदरगाह […] गिरा।", "ELIDED", True),
    ("अगर बंदरगाह गिरा तो हम जाएंगे।", "हम जाएंगे।", "VERBATIM", True),
    # Bengali
    ("বন্দর পড়েনি।", "বন্দর", "VERBATIM", True),
    # Thai
    ("ท่าเรือไม่แตก", "ท่าเรือ", "VERBATIM", True),
    # Greek
    ("Το λιμάνι δεν έπεσε.", "έπεσε.", "VERBATIM", True),
    ("Το λιμάνι έπεσε και οι άνδρες έφυγαν.", "οι άνδρες έφυγαν.", "VERBATIM", False),
    # Georgian, Armenian, Amharic
    ("პორტი არ დაეცა.", "დაეცა.", "VERBATIM", True),
    ("Նավահանգիստը չընկավ։", "Նավահանգիստը", "VERBATIM", True),
    ("ወደቡ አልወደቀም።", "ወደቡ", "VERBATIM", True),
    # and many more
    ("துறைமுகம் வீழவில்லை.", "துறைமுகம்", "VERBATIM", True),
    ("Cảng không thất thủ.", "thất thủ.", "VERBATIM", True),
    ("Nếu cảng thất thủ, chúng tôi sẽ đi.", "chúng tôi sẽ đi.", "VERBATIM", True),
    ("Pelabuhan tidak jatuh.", "Pelabuhan […] jatuh.", "ELIDED", True),
    ("Bandari haikuanguka.", "Bandari", "VERBATIM", True),
    ("Port nie upadł.", "Port […] upadł.", "ELIDED", True),
    ("Mówią, że port upadł.", "port upadł.", "VERBATIM", True),
    ("Přístav nepadl.", "Přístav", "VERBATIM", True),
    ("Portul nu a căzut.", "a căzut.", "VERBATIM", True),
    ("De haven is niet gevallen.", "De haven is […] gevallen.", "ELIDED", True),
    ("Hamnen har inte fallit.", "Hamnen har […] fallit.", "ELIDED", True),
    ("Пристанището не падна.", "падна.", "VERBATIM", True),
    ("Лука није пала.", "пала.", "VERBATIM", True),
    ("Satama ei kaatunut.", "kaatunut.", "VERBATIM", True),
    ("A kikötő nem esett el.", "esett el.", "VERBATIM", True),
    ("O porto não caiu.", "caiu.", "VERBATIM", True),
    ("Il porto non è caduto.", "è caduto.", "VERBATIM", True),
    ("Bender nekeftiye.", "Bender", "VERBATIM", True),
    ("Tashqoluq dekkedda ma dhicin.", "dhicin.", "VERBATIM", None),
    # over-flag: harmless cuts
    ("She visited Lisa in the villa with the visa and then left.", "then left.", "VERBATIM", False),
    ("Our pan was small and the nose of the ship was red.", "the ship was red.", "VERBATIM", False),
    (
        "I was in Rome mai and se are words of a song, and then we left.",
        "we left.",
        "VERBATIM",
        None,
    ),
    ("The men of the east moved on; the others stayed.", "the others stayed.", "VERBATIM", False),
    ("An old man, a casa, sin city, was there.", "was there.", "VERBATIM", None),
    ("Yesterday at noon the ship left, and the crew sang.", "the crew sang.", "VERBATIM", False),
    ("Il a mangé une pomme et il a bu.", "il a bu.", "VERBATIM", False),
    ("Die Männer, die gestern kamen, sind da.", "sind da.", "VERBATIM", False),
    ("La nave salió ayer y la gente cantó.", "la gente cantó.", "VERBATIM", False),
    # newsrooms
    ("We lost the port and the quay.", "We lost … the quay.", "NOT_FOUND", None),
    ("We lost the port and the quay.", "We lost... the quay.", "NOT_FOUND", None),
    ("We lost the port and the quay.", "We lost the port and the quay", "VERBATIM", False),
    ("We lost the port, and the quay.", "We lost the port and the quay.", "NOT_FOUND", None),
    ("We lost the port.", "we lost the port.", "RESPELLED", None),
    ("He lost the port.", "[Ivan] lost the port.", "BRACKETED", None),
    ("He lost the port.", "[…] lost the port.", "ELIDED", None),
    ("He did not lose the port.", "[Ivan] lost the port.", "NOT_FOUND", None),
    ("He did not lose the port.", "He [allegedly] did not lose the port.", "BRACKETED", None),
    ("He lost 1,000 men.", "He lost 1000 men.", "NOT_FOUND", None),
    ("a\u200bb c", "ab c", "VERBATIM", False),
    ("كتاب\u0640\u0640 جديد", "كتاب جديد", "RESPELLED", None),
    ("جديد کتاب", "جديد كتاب", "RESPELLED", None),
    ("раса", "pаса", "NOT_FOUND", None),
    ("x² grows", "x2 grows", "RESPELLED", None),
    ("ﻻ إله", "لا إله", "RESPELLED", None),
    ("he paid nobody", "he paid […]", "ELIDED", True),
    ("uncertain things", "certain things", "NOT_FOUND", None),
    ("non-combatant killed", "combatant killed", "NOT_FOUND", None),
]


@pytest.mark.parametrize(("sealed", "printed", "cls", "reason"), [*CASES, *MORE])
def test_each_pair(sealed: str, printed: str, cls: str, reason: bool | None) -> None:
    found = wire(classify(sealed, printed, cautions=for_text(sealed)))
    assert found["class"] == cls
    if reason is not None:
        assert found["needs_reason"] is reason
        assert bool(found["flags"]) is reason


def test_marks_at_the_edges_are_named_and_taken_off_in_the_offer() -> None:
    for printed in ("“We lost it,”", '"We lost it."', "We lost it,"):
        found = classify("We lost it!", printed)
        assert found.cls == "NOT_FOUND"
        assert found.offer == "We lost it"
