"""The JSON API keeps what its own description says, whatever it is asked."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.seat import Seat

from onrecord.web.openapi import description

# Taken as a value: its own types change what mypy says of modules far from here.
schemathesis: Any = pytest.importorskip("schemathesis")
SCHEMA = schemathesis.openapi.from_dict(description())
OPERATIONS = [
    (path, method)
    for path, methods in description()["paths"].items()
    for method in methods
    if method == "get"
]


@pytest.mark.parametrize(("path", "method"), OPERATIONS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_answer_is_as_described(
    seat: Seat, path: str, method: str, data: st.DataObject
) -> None:
    case: Any = data.draw(SCHEMA[path][method.upper()].as_strategy())
    if "case" in (case.path_parameters or {}):
        case.path_parameters["case"] = seat.name
    with seat.client() as client:
        answer = client.get(case.formatted_path, params=list((case.query or {}).items()))
    assert answer.headers["content-type"] == "application/json"
    assert str(answer.status_code) in description()["paths"][path][method]["responses"]
    if answer.status_code != 200:
        error = answer.json()["error"]
        assert error["what"]
        assert error["code"] != "unforeseen", error
        assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    "query", ["q=a&q=b", "q=a&ladder=x", "q=a&limit=-1", "q=a&nothing=1", "", "q=a&order=worst"]
)
def test_a_query_that_the_description_does_not_allow_is_refused(seat: Seat, query: str) -> None:
    with seat.client() as client:
        answer = client.get(seat.api("/find") + "?" + query)
        assert answer.status_code == 422
        assert answer.json()["error"]["code"] in ("bad-option", "bad-query")


def test_an_unknown_page_is_told_as_json(seat: Seat) -> None:
    with seat.client() as client:
        answer = client.get("/api/nothing")
        assert answer.status_code == 404
        assert answer.json()["error"]["code"] == "no-such-page"
    with seat.client(None) as client:
        assert client.get(seat.api("/find?q=a")).status_code == 401
