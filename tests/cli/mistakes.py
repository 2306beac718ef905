"""Mistakes a person makes, each as the command that makes it, and its exit code."""

import zipfile
from collections.abc import Callable
from pathlib import Path

from tests.acceptance.told import REPORTER, Told
from tests.cli.mistakes_in_drafts import (
    Words,
    a_name_in_the_prose,
    an_item_that_is_none,
    cites_nothing,
    leads_nowhere,
    no_desk_to_trust,
    no_draft,
    no_page,
    no_picture,
    no_signature,
    nobody_answered,
    nobody_signed,
    not_a_draft,
    not_a_key,
    not_a_page,
    one_letter,
    signed_another_draft,
    unknown_output,
)
from tests.formats.test_tree_containers import _encrypt

from hostile_samples import GOOD, zipped


def add(own: Told, path: Path, *more: object) -> Words:
    return ["add", own.case, path, *own.options(), *more]


def judge(own: Told, about: str, *more: object) -> Words:
    said: Words = ["--by", REPORTER, "--why", "a reason", *more]
    return ["judge", own.case, about, "yes", *said, *own.options()]


# Exports that cannot be used


def not_an_export(own: Told) -> Words:
    folder = own.folder / "holiday"
    folder.mkdir()
    (folder / "list.bin").write_bytes(b"\x00\x01 bread, milk")
    return add(own, folder)


def an_empty_folder(own: Told) -> Words:
    (own.folder / "empty").mkdir()
    return add(own, own.folder / "empty")


def an_empty_file(own: Told) -> Words:
    (own.folder / "result.json").touch()
    return add(own, own.folder / "result.json")


def truncated(own: Told) -> Words:
    data = (own.sample / "witness-a" / "result.json").read_bytes()
    (own.folder / "cut").mkdir()
    (own.folder / "cut" / "result.json").write_bytes(data[: len(data) * 2 // 3])
    return add(own, own.folder / "cut")


def no_such_export(own: Told) -> Words:
    return add(own, own.folder / "nothing-here")


def the_same_again(own: Told) -> Words:
    return add(own, own.sample / "witness-a")


def the_same_news_again(own: Told) -> Words:
    return ["add", own.case, "--news", own.sample / "wire", *own.options()]


def damaged_zip(own: Told) -> Words:
    path = own.folder / "export.zip"
    path.write_bytes(zipped(("result.json", GOOD))[:-40])
    return add(own, path)


def zip_that_leaves_its_folder(own: Told) -> Words:
    path = own.folder / "export.zip"
    with zipfile.ZipFile(path, "w") as box:
        box.writestr("../../result.json", GOOD)
    return add(own, path)


def locked_zip(own: Told) -> Path:
    path = own.folder / "locked.zip"
    path.write_bytes(_encrypt(zipped(("result.json", GOOD), level=0), b"open sesame"))
    return path


def zip_without_its_password(own: Told) -> Words:
    return add(own, locked_zip(own))


def zip_with_a_wrong_password(own: Told) -> Words:
    (own.folder / "pw").write_text("open barley\n")
    return add(own, locked_zip(own), "--zip-password-file", own.folder / "pw")


def news_without_articles(own: Told) -> Words:
    folder = own.folder / "no-news"
    folder.mkdir()
    (folder / "picture.jpg").write_bytes(b"\xff\xd8\xff\xe0 nothing")
    return ["add", own.case, "--news", folder, *own.options()]


def an_unknown_zone(own: Told) -> Words:
    return add(own, own.sample / "side-chat", "--zone", "Mars/Olympus", "--date-order", "dmy")


# Keys and cases


def wrong_passphrase(own: Told) -> Words:
    own.secret.write_text("not this one")
    return judge(own, f"id:{own.planted('threat')['id']}")


def no_passphrase(own: Told) -> Words:
    more = ["--by", REPORTER, "--why", "x", "--desk", own.desk.folder]
    return ["judge", own.case, f"id:{own.planted('threat')['id']}", "yes", *more]


def no_passphrase_file(own: Told) -> Words:
    own.secret.unlink()
    return judge(own, f"id:{own.planted('threat')['id']}")


def newer_case(own: Told) -> Words:
    mark = own.case / "onrecord.toml"
    mark.write_text(mark.read_text("utf-8").replace("format = 1", "format = 2"), "utf-8")
    return ["info", own.case]


def newer_desk(own: Told) -> Words:
    mark = own.desk.folder / "desk.json"
    text = mark.read_text("utf-8")
    assert '"format": 1' in text
    mark.write_text(text.replace('"format": 1', '"format": 2'), "utf-8")
    return judge(own, f"id:{own.planted('threat')['id']}")


def not_a_case(own: Told) -> Words:
    return ["info", own.sample]


def no_case_at_all(own: Told) -> Words:
    return ["find", own.folder / "nowhere", "x"]


def another_desk(own: Told) -> Words:
    (own.case / "onrecord.toml").write_text(
        (own.case / "onrecord.toml").read_text("utf-8").replace('desk = "desk-', 'desk = "desk-0')
    )
    return judge(own, f"id:{own.planted('threat')['id']}")


def case_exists(own: Told) -> Words:
    return ["new", own.case, *own.options()]


def no_news_yet(own: Told) -> Words:
    own.desk.new(own.folder / "second")
    return ["compare", own.folder / "second"]


# Questions


def no_such_message(own: Told) -> Words:
    return ["show", own.case, "m:000000000000"]


def key_too_short(own: Told) -> Words:
    return ["show", own.case, "m:00"]


def no_such_id(own: Told) -> Words:
    return judge(own, "id:99999")


def query_not_closed(own: Told) -> Words:
    return ["find", own.case, '"the harbour']


def query_with_a_bad_date(own: Told) -> Words:
    return ["find", own.case, "after:yesterdayish"]


def no_such_statement(own: Told) -> Words:
    return judge(own, "s:000000000000")


def no_such_statement_to_compare(own: Told) -> Words:
    return ["compare", own.case, "--statement", "s:000000000000"]


def nothing_to_withdraw(own: Told) -> Words:
    return ["withdraw", own.case, 9, "--why", "x", "--by", REPORTER, *own.options()]


def not_a_date(own: Told) -> Words:
    return ["statements", own.case, "--after", "in spring"]


def nobody_judges(own: Told) -> Words:
    return ["judge", own.case, "id:741", "yes", "--by", " ", "--why", "x", *own.options()]


def correct_without_equals(own: Told) -> Words:
    return judge(own, "id:741", "--correct", "denial")


CASES: dict[Callable[[Told], Words], int] = {
    not_an_export: 10,
    an_empty_folder: 10,
    an_empty_file: 10,
    news_without_articles: 10,
    truncated: 12,
    damaged_zip: 13,
    zip_without_its_password: 14,
    zip_with_a_wrong_password: 14,
    zip_that_leaves_its_folder: 15,
    an_unknown_zone: 16,
    not_a_date: 16,
    nobody_judges: 16,
    correct_without_equals: 16,
    not_a_key: 16,
    unknown_output: 16,
    wrong_passphrase: 20,
    no_passphrase: 21,
    not_a_case: 30,
    no_case_at_all: 30,
    another_desk: 30,
    no_desk_to_trust: 30,
    newer_case: 31,
    newer_desk: 31,
    case_exists: 33,
    the_same_again: 34,
    the_same_news_again: 34,
    no_news_yet: 35,
    no_such_export: 41,
    no_passphrase_file: 41,
    no_draft: 41,
    no_page: 41,
    no_such_message: 50,
    no_such_id: 50,
    key_too_short: 50,
    query_not_closed: 52,
    query_with_a_bad_date: 52,
    no_such_statement: 53,
    no_such_statement_to_compare: 53,
    nothing_to_withdraw: 53,
    cites_nothing: 60,
    leads_nowhere: 60,
    one_letter: 61,
    not_a_draft: 62,
    no_picture: 62,
    a_name_in_the_prose: 63,
    nobody_answered: 64,
    nobody_signed: 64,
    an_item_that_is_none: 16,
    signed_another_draft: 65,
    no_signature: 65,
    not_a_page: 70,
}
