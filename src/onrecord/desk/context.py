"""What a case knows around its chats, ready to be handed to another process."""

from dataclasses import dataclass, field

from onrecord.attribute.copies import Copies
from onrecord.desk.case import Case
from onrecord.desk.comparing import group_names, places_of
from onrecord.desk.news import articles
from onrecord.desk.whose import copies_of
from onrecord.model.press import Article
from onrecord.press.match import Setting, setting_of
from onrecord.press.places import Places


@dataclass(slots=True)
class Known:
    """The press of a case: the long texts in it, and what statements are set against.

    The shelf of passages is made where it is first asked for, not carried along.
    """

    articles: list[Article]
    places: Places
    group: list[str]
    _press: Copies | None = field(default=None)
    _setting: Setting | None = field(default=None)

    @property
    def press(self) -> Copies:
        """The long paragraphs of the articles."""
        if self._press is None:
            self._press = copies_of(self.articles)
        return self._press

    @property
    def setting(self) -> Setting:
        """The shelf that statements of the case are set against."""
        if self._setting is None:
            self._setting = setting_of(self.articles, self.places, self.group)
        return self._setting


def nothing_known() -> Known:
    """What a task is given that asks nothing of the press."""
    return Known([], Places(), [])


def known_of(case: Case) -> Known:
    """What the case knows, read once."""
    return Known(articles(case), places_of(case), group_names(case))
