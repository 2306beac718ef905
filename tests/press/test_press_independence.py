"""Copies, syndication, translations, retellings and circular reports collapse."""

# ruff: noqa: E501 - a paragraph of news stands on one line

from tests.press.wire import item

from onrecord.press.independence import links, sources

REPORT = """Ferry Nordlys aground off Kvalnes
The ferry Nordlys ran aground off Kvalnes on Monday with forty passengers on board, the coast guard said. All of them were taken off by noon and brought to Ostra in fishing boats.

The captain, Ada Myhre, said that a lamp had failed. The owners said nothing. Divers will look at the hull on Tuesday, weather permitting."""

A = item("Coast Agency", REPORT, at="2031-05-05T10:00:00Z")
B = item(
    "Kvalnes Post",
    REPORT.replace("Ferry Nordlys aground off Kvalnes", "Forty saved").replace(
        " The owners said nothing.", ""
    ),
    at="2031-05-05T11:00:00Z",
    agency="Coast Agency",
)
OWN = item(
    "Ostra Weekly",
    """A night in the fish hall
Our reporter spoke with eleven of the people who slept in Ostra's fish hall. They had soup. One of them, a teacher, had counted the lamps on the Nordlys before she sailed and found two of them dark.""",
    at="2031-05-06T10:00:00Z",
)


def counted(*articles: object, group: tuple[str, ...] = ()) -> int:
    return sum(not source.circular for source in sources(list(articles), group))  # type: ignore[arg-type]


def test_three_copies_are_one_source() -> None:
    c = item("Evening Courier", REPORT, at="2031-05-05T12:00:00Z")
    assert counted(A, B, c) == 1
    assert counted(A, B, c, OWN) == 2
    (source, _) = sources([OWN, B, c, A])
    assert source.articles[0] == A.id
    assert "word for word" in source.note


def test_a_shortened_agency_report_is_known_by_its_credit() -> None:
    short = item(
        "Morning Star",
        """Ferry aground
The ferry Nordlys ran aground off Kvalnes on Monday with forty passengers on board. Rescue came late, a woman from the village who saw it from her window told this newspaper, and only because her son rang the bell of the chapel again and again until the boats went out.""",
        at="2031-05-05T15:00:00Z",
        agency="Coast Agency",
    )
    (link,) = links([A, short])
    assert link.why == "syndicated"
    assert counted(A, item("Morning Star", short.text, at="2031-05-05T15:00:00Z")) == 2


def test_a_translation_is_known_by_names_numbers_and_day() -> None:
    arabic = item(
        "جريدة كفالنس",
        """جنوح العبارة نوردليس قرب كفالنس
جنحت العبارة نوردليس قبالة كفالنس يوم الاثنين وعلى متنها 40 راكبا. وقالت القبطان ادا ميهره إن مصباحا تعطل. ونقل الركاب إلى اوسترا.""",
        at="2031-05-05T16:00:00Z",
        agency="Coast Agency",
    )
    english = item(
        "Coast Agency",
        """Ferry Nordlys aground off Kvalnes
The ferry Nordlys ran aground off Kvalnes on Monday with 40 passengers on board. The captain, Ada Myhre, said that a lamp had failed. They were brought to Ostra.""",
        at="2031-05-05T10:00:00Z",
    )
    (link,) = links([english, arabic])
    assert link.why == "translation"
    late = item("جريدة", arabic.text, at="2031-07-05T16:00:00Z")
    assert links([english, late]) == ()


def test_a_retelling_of_another_outlet_is_no_further_source() -> None:
    retold = item(
        "Harbour Radio",
        """Ferry trouble
There was trouble with a ferry, Coast Agency reported. It is said to have been a lamp that went out.""",
        at="2031-05-05T18:00:00Z",
    )
    (link,) = links([A, retold])
    assert (link.why, link.one) == ("derived", A.id)


CIRCULAR = item(
    "Echo",
    """Brigade: we sank the ferry
The Lantern Brigade claimed on its Telegram channel that it had sunk the ferry Nordlys. The claim could not be verified by a witness.""",
    at="2031-05-05T18:00:00Z",
)


def test_what_only_repeats_the_group_is_circular() -> None:
    (source,) = sources([CIRCULAR], ("Lantern Brigade",))
    assert source.circular
    assert "Lantern Brigade" in source.note
    assert counted(CIRCULAR, OWN, group=("Lantern Brigade",)) == 1


def test_a_report_that_cites_the_group_and_a_witness_is_not_circular() -> None:
    more = item(
        "Echo",
        CIRCULAR.text + " Residents of Kvalnes said they had seen the ferry sink.",
        at="2031-05-05T18:00:00Z",
    )
    assert counted(more, group=("Lantern Brigade",)) == 1


def test_the_order_of_the_articles_does_not_matter() -> None:
    assert sources([A, B, OWN, CIRCULAR]) == sources([CIRCULAR, OWN, B, A])


def test_no_article_is_no_source() -> None:
    assert sources([]) == ()
