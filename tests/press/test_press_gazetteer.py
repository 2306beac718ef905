"""A gazetteer of GeoNames beside the news: invented rows in its columns."""

from pathlib import Path

import pytest

from onrecord.desk import Desk
from onrecord.desk.case import open_case
from onrecord.desk.comparing import places_of
from onrecord.errors import BadOption
from onrecord.press import read_bytes
from onrecord.press._words import words
from onrecord.press.places import Places, is_gazetteer, read_places


def row(number: int, name: str, others: str, code: str, region: str = "") -> str:
    kind = "P" if code.startswith("PPL") else "A" if code[:2] in ("AD", "PC") else "T"
    cells = [str(number), name, name, others, "33.5", "36.3", kind, code, "QD", "", region]
    return "\t".join([*cells, "", "", "", "100", "", "12", "Asia/Damascus", "2031-01-01"])


DUMP = "\n".join(
    [
        row(1, "Qadria", "قادريا,Кадрия", "PCLI"),
        row(2, "Coast", "الساحل", "ADM1", "01"),
        row(3, "Highlands", "المرتفعات", "ADM1", "02"),
        row(4, "Al Manara", "المنارة,Al-Manarah,Эль-Манара,QDM", "PPL", "01"),
        row(5, "Al Manara", "المنارة", "PPL", "02"),
        row(6, "Jabal Tin", "جبل التين", "MT", "02"),
        row(7, "Bandar Sahil", "بندر ساحل,Бандар-Сахиль", "PPLC", "01"),
    ]
)


def test_names_of_three_scripts_lead_to_one_place_and_two_of_a_name_stay_two() -> None:
    places = Places(read_places(DUMP.encode(), "QD.txt"))
    assert len(places) == 6  # the mountain is none that people name as where
    for said in ("They hit Bandar Sahil", "قصفوا بندر ساحل", "Обстрел в Бандар-Сахиль"):
        assert [n.ids for n in places.find(words(said))] == [("geonames:7",)]
    (twice,) = places.find(words("قصفوا المنارة"))
    assert twice.ids == ("geonames:4", "geonames:5")
    settled = places.find(words("قصفوا المنارة في المرتفعات"))
    assert settled[0].ids == ("geonames:5",)
    assert places.describe(["geonames:4"]) == "Al Manara (Coast)"


def test_the_file_is_known_by_its_columns_and_is_no_article() -> None:
    assert is_gazetteer("x/QD.txt", DUMP.encode())
    assert not is_gazetteer("x/QD.txt", b"Cows at sea\nBy Ada\n")
    assert not is_gazetteer("x/QD.txt", DUMP.replace("\tP\t", "\tPPP\t").encode()[300:])
    assert [type(p).__name__ for p in read_bytes("QD.txt", DUMP.encode())] == ["Trouble"]


def test_a_case_takes_it_with_the_news_and_refuses_a_wrong_list_at_once(tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    body = "The ferry left the pier of Al Manara on Monday with forty passengers and two cows."
    (news / "a.txt").write_text(f"Cows at sea\n\n{body}", "utf-8")
    (news / "QD.txt").write_text(DUMP, "utf-8")
    case = tmp_path / "case"
    desk = Desk(tmp_path / "desk", "an invented passphrase")
    desk.new(case)
    desk.add_news(case, news)
    assert "geonames:7" in places_of(open_case(case)).spots
    (news / "places.csv").write_text("id,names,lat\n1,Kvalnes,north\n", "utf-8")
    with pytest.raises(BadOption, match="coordinate"):
        desk.add_news(case, news)
