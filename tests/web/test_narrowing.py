"""Facets beside a search: who is called alike is told apart, by the query too."""

from onrecord.web.narrowing import Side, sides

SENDERS = [("Ada (u1)", 5), ("Ada (u2)", 3), ("Ada Noor (u3)", 2), ("Sam", 1), ("— (u9)", 1)]


def side(query: str, name: str, counted: list[tuple[str, int]], titles: dict[str, str]) -> Side:
    return next(s for s in sides(query, {name: counted}, titles) if s.name == name)


def test_senders_of_one_name_are_asked_by_number() -> None:
    values = side("port", "sender", SENDERS, {}).values
    assert [(v.says, v.apart, v.query) for v in values] == [
        ("Ada", "u1", 'port from:"u1"'),
        ("Ada", "u2", 'port from:"u2"'),
        ("Ada Noor", "", 'port from:"Ada Noor"'),
        ("Sam", "", 'port from:"Sam"'),
        ("u9", "", 'port from:"u9"'),
    ]


def test_a_name_inside_a_longer_one_is_asked_by_number() -> None:
    values = side("port", "sender", [("Ada (u1)", 5), ("Ada Noor (u3)", 2)], {}).values
    assert [v.query for v in values] == ['port from:"u1"', 'port from:"Ada Noor"']
    assert [v.apart for v in values] == ["", ""]  # they do not read alike


def test_what_was_chosen_by_number_says_so_and_can_be_taken_back() -> None:
    (value,) = side('port from:"u1"', "sender", [("Ada (u1)", 5)], {}).values
    assert (value.on, value.apart, value.query) == (True, "u1", "port")


def test_a_sender_of_whom_nothing_is_known_is_no_link() -> None:
    values = side("port", "sender", [("Sam", 4), ("—", 1)], {}).values
    assert (values[1].query, values[1].count) == ("", 1)


def test_chats_of_one_title_stand_with_their_numbers() -> None:
    titles = {"1": "Port", "2": "Port", "3": "Quay"}
    values = side("x", "chat", [("1", 3), ("2", 2), ("3", 1)], titles).values
    assert [(v.says, v.apart) for v in values] == [("Port", "1"), ("Port", "2"), ("Quay", "")]
    assert values[1].query == 'x chat:"2"'
