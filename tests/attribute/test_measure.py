"""The measuring functions give JSON and code points."""

import json

from tests.attribute.chatter import message

from onrecord.attribute.measure import near_json, voices_json


def test_voices() -> None:
    said = [
        message("🔥 nobody is at the gate", 0),
        message("nobody is at the gate? “so 🔥” or what", 1, reply_to="1", sender_id="user2"),
    ]
    one, two = (json.loads(json.dumps(v)) for v in voices_json(said))
    assert (one["id"], one["chat"], one["voices"][0]["end"]) == ("1", "77", 23)
    assert [(v["kind"], v["start"], v["end"]) for v in two["voices"]] == [
        ("own", 0, 23),
        ("quoted", 23, 29),
        ("own", 29, 37),
    ]
    assert two["key"] == said[1].key


def test_near() -> None:
    assert near_json([("a", "we go"), ("b", "We go!"), ("c", "stay here")]) == {"a": ["a", "b"]}
