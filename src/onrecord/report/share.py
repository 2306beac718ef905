"""How much of a page is in the group's words."""

from onrecord.model.boundary import is_word, unspaced
from onrecord.model.draft import Run
from onrecord.model.story import Part, Quoted, Story, Text


def group_share(story: Story) -> float:
    """The group's words, translations included, as a part of all words printed."""
    theirs = sum(_quoted_words(q) for q in story.quotations if q.said is not None)
    every = theirs + sum(_own_words(p) for p in story.parts)
    every += _text_words(story.headline) + _text_words(story.lead)
    return theirs / every if every else 0.0


def _quoted_words(one: Quoted) -> int:
    return count_words(one.printed) + sum(count_words(t.text) for t in one.translations)


def _own_words(part: Part) -> int:
    own = _text_words(part.text) + sum(_text_words(i) for i in part.items)
    for panel in part.panels:
        rows = " ".join(f"{r.when} {r.who} {r.how} {r.counts}" for r in panel.rows)
        own += count_words(f"{panel.title} {panel.outcome} {panel.note} {rows}")
    return own + count_words(f"{part.alt} {part.credit} {part.intro}")


def _text_words(text: Text) -> int:
    return sum(count_words(p.text) for p in text if isinstance(p, Run))


def count_words(text: str) -> int:
    """Words as runs of letters; in scripts without spaces two letters are a word."""
    words = letters = 0
    inside = False
    for char in text:
        if unspaced(char):
            letters += 1
            inside = False
        elif is_word(char):
            words += not inside
            inside = True
        else:
            inside = inside and char in "'’-\u200c\u200d"
    return words + (letters + 1) // 2
