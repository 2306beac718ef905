"""Rules of statements are told in words: no reader meets the signs of a pattern."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import onrecord.lang
from onrecord.model.claim import Reason
from onrecord.model.rule_words import LISTS

FILES = sorted(Path(onrecord.lang.__file__).parent.glob("*.toml"))


def strings(value: Any) -> Iterator[str]:
    """Every string below a value of a language file."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from strings(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from strings(one)


def rules() -> set[str]:
    """Every rule of every language."""
    found: set[str] = set()
    for file in FILES:
        table = tomllib.loads(file.read_text("utf-8")).get("statements", {})
        for name, part in table.items():
            if name not in ("words", "grammar", "examples"):
                found.update(strings(part))
    return found


def test_every_list_has_its_words() -> None:
    named = {name for rule in rules() for name in re.findall(r"@(\w+)", rule)}
    assert len(named) > 50
    assert named <= LISTS.keys()


def test_no_sign_of_a_pattern_is_left() -> None:
    said = {rule: Reason(rule, "en", "words").brief for rule in rules()}
    assert len(said) > 1000
    left = {r: s for r, s in said.items() if re.search(r"@\w|\.\.|//|[|{}^$;]|!(?!’)", s)}
    assert left == {}
    assert all(said.values())


@pytest.mark.parametrize(
    ("rule", "brief"),
    [
        ("@thing|@place .. @past", "a thing of daily life or a place … a verb of the past"),
        (
            "^ a|b|c|d|e @num",
            "begins with ‘a’ or ‘b’ or ‘c’ or … (5 words) + a number in words",
        ),
        ("@did_we .. @military|@enemy", "we did it … something military or the enemy"),
        (
            "^ @do_it // if ; @said3",
            "begins with do this (an order) but not with if, somebody said",
        ),
        ("@said3 !@we|us", "somebody said + not we or ‘us’"),
        ("{ # days } ago", "a number days ago"),
        ("denial: @no", "denial: no / not"),
        ("sender", "sender"),
    ],
)
def test_a_rule_is_told_in_words(rule: str, brief: str) -> None:
    assert Reason(rule, "en", "words").brief == brief
