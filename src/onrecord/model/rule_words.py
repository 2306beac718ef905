"""A rule of statements told to a person: what its lists of words are about.

The rule itself, as it stands in the language file, stays in ``Reason.rule``; the
syntax is that of ``onrecord.attribute.pattern``.
"""

import re

LISTS = {
    "any": "any word",
    "attack": "an attack",
    "be": "is / are",
    "best": "the best",
    "called": "said or called",
    "cause": "a cause to join",
    "coming": "a time to come",
    "dead": "words of death",
    "did3": "they did it",
    "did_attack": "attacked",
    "did_not": "did not",
    "did_we": "we did it",
    "died": "died",
    "do_cause": "join or support (an order)",
    "do_it": "do this (an order)",
    "do_them": "do this, all of you (an order)",
    "enemy": "the enemy",
    "fiction": "a story or a dream",
    "first": "first",
    "fut": "will",
    "god": "God",
    "gone": "is gone",
    "grant": "a prayer for",
    "group": "an armed group",
    "happened": "something happened",
    "harm": "harm",
    "home": "words of the home",
    "i": "I",
    "imper": "an order",
    "imper_not": "do not (an order)",
    "inf": "to do something",
    "kin": "kin",
    "laugh": "laughter",
    "lie": "a lie",
    "limb": "a part of the body, what one owns",
    "lose": "lose",
    "may_not": "what somebody may not do",
    "military": "something military",
    "no": "no / not",
    "no_one": "nobody",
    "not": "not",
    "num": "a number in words",
    "opinion": "an opinion",
    "ours": "our people",
    "past": "a verb of the past",
    "people": "people",
    "place": "a place",
    "praise": "praise",
    "press": "the press",
    "question": "a question",
    "quoted": "quoted words",
    "said3": "somebody said",
    "side": "our side",
    "sources": "a source",
    "sport": "sport or play",
    "suffer": "will suffer for it",
    "thanks": "thanks",
    "they": "they",
    "thing": "a thing of daily life",
    "time": "a time",
    "to_harm": "to harm",
    "wala": "nor",
    "we": "we",
    "we_will": "we will do it",
    "will": "will",
    "will1": "I will / we will",
    "you": "you",
}
"""What a list ``@name`` of the language files holds."""

_MOST = 4
_SIGNS = {"^": "begins with", "$": "at the end", "//": "but not with", "#": "a number"}
_GAP = re.compile(r"\.\.+\d*\Z")


def in_words(rule: str) -> str:
    """The rule in words: lists by what they are about, ``…`` for words between; of a long
    list of words the first three and their number, in single quotes. A name that is no
    pattern is itself."""
    said = ""
    for step in rule.split():
        if step in ("{", "}"):
            continue
        if step == ";":
            said += ","
            continue
        told = _step(step)
        # What is a description and what is a word of the text must not run together.
        apart = said.endswith(("…", ",", ":", "with")) or told.startswith("…")
        said += ("" if not said else " " if apart or "@" not in step else " + ") + told
    return said


def _step(step: str) -> str:
    if step in _SIGNS:
        return _SIGNS[step]
    if _GAP.match(step):
        return "…"
    if step.startswith("[") and step.endswith("]"):
        return f"({_step(step[1:-1])})"
    not_ = "not " if step.startswith("!") else ""
    choices = step.removeprefix("!").split("|")
    lists = [LISTS.get(c[1:], c[1:]) for c in choices if c.startswith("@")]
    words = [_SIGNS.get(c, c) for c in choices if not c.startswith("@")]
    kept = words if len(words) <= _MOST else words[:3]
    more = [f"… ({len(words)} words)"] * (kept is not words)
    # Words of the text stand in single quotes, descriptions do not.
    if len(choices) > 1 or step.startswith("!"):
        kept = [w if w in _SIGNS.values() else f"‘{w}’" for w in kept]
    return not_ + " or ".join([*lists, *kept, *more])
