"""Arabic names beside the original in Latin letters: by the table, and for a newsroom."""

import pytest

from onrecord.lang.romanise import romanise


@pytest.mark.parametrize(
    ("name", "strict", "newsroom"),
    [
        ("محمد المصلاوي", "mḥmd al-mṣlāwy", "Muhammad al-Maslawi"),
        ("مُحَمَّد", "muḥammad", "Muhammad"),
        ("أبو عمر الشامي", "abū ʻmr al-shāmī", "Abu Omar al-Shami"),
        ("فاطمة الزهراء", "fāṭmah al-zhrāʼ", "Fatima al-Zahra"),
        ("جعفر", "jʻfr", "Jafar"),
        ("بدر", "bdr", "Badr"),
        ("طالب", "ṭālb", "Talib"),
        ("المكتب", "al-mktb", "al-Maktab"),
        ("عبدالرحمن", "ʻbdālrḥmn", "Abd al-Rahman"),
        ("ياسين", "yāsīn", "Yasin"),
        ("إيفان 🔥 Ivan", "īfān 🔥 Ivan", "Ifan 🔥 Ivan"),
        ("نـــور", "nūr", "Nour"),
    ],
)
def test_names_are_read_aloud_in_two_styles(name: str, strict: str, newsroom: str) -> None:
    found = romanise(name)
    assert found is not None
    assert (found.strict, found.newsroom) == (strict, newsroom)


@pytest.mark.parametrize("name", ["Ivan", "Иван", "", "🔥", "2026"])
def test_other_names_are_left_alone(name: str) -> None:
    assert romanise(name) is None


@pytest.mark.parametrize("name", ["ّّ", "ّ", "و", "ال", "ة", "ۀ", "ٹ", "عبدال", "خ" * 300])
def test_no_name_breaks_it(name: str) -> None:
    found = romanise(name)
    assert found is None or isinstance(found.newsroom, str)
