"""``Desk``: the Python API. Plain values in, frozen values or iterators out.

A method never prints, asks or exits. Heavy modules are loaded by the method
that needs them, so that making a Desk costs nothing. The methods stand in several
files by what they speak of; use cases take the ``OpenDesk`` under them.
"""

from onrecord.desk._claims import Claims
from onrecord.desk._collection import Collections
from onrecord.desk._evidence import Evidence
from onrecord.desk._keys import Keys
from onrecord.desk._search import Search
from onrecord.desk._story import Story
from onrecord.desk._work import Work


class Desk(Evidence, Keys, Search, Claims, Story, Work, Collections):
    """Everything the tool does, a method a use case; see :class:`OpenDesk`."""
