"""Every way onrecord refuses, as one tree.

Each class has a stable ``code`` (for ``--json``), an ``exit_code`` (for the
shell) and says what happened, where, and what to do about it::

    OnRecordError                     1
    ├── InputError                    what was handed in cannot be used
    │   ├── NotAnExport              10
    │   ├── AmbiguousFormat          11
    │   ├── TruncatedExport          12
    │   ├── DamagedContainer         13
    │   ├── WrongZipPassword         14
    │   ├── HostileContainer         15
    │   └── BadOption                16
    ├── KeyTrouble
    │   ├── WrongPassphrase          20
    │   └── NoPassphrase             21
    ├── CaseError
    │   ├── NotACase                 30
    │   ├── NewerFormat              31
    │   ├── CaseBusy                 32
    │   ├── CaseExists               33
    │   ├── AlreadySealed            34
    │   └── NothingYet               35
    ├── SystemTrouble
    │   ├── DiskFull                 40
    │   └── CannotAccess             41
    ├── QuestionError
    │   ├── NoSuchMessage            50
    │   ├── AmbiguousReference       51
    │   ├── BadQuery                 52
    │   └── NoSuchThing              53
    ├── StoryError
    │   ├── DraftCitesNothing        60
    │   ├── QuotationRefused         61
    │   ├── BadDraft                 62
    │   └── HarmRefused              63
    ├── ProofRefused                 70
    └── CaseAltered                  71

Exit code 2 is the shell face's own (a command typed wrongly), 130 an interrupt.
"""

from typing import ClassVar


class OnRecordError(Exception):
    """Something a person can act on.

    ``what`` is one sentence, ``where`` names the file, line, byte or object,
    ``advice`` says what to do next. None of them ever holds a secret.
    """

    code: ClassVar[str] = "error"
    exit_code: ClassVar[int] = 1

    def __init__(self, what: str, *, where: str = "", advice: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.what} ({self.where})" if self.where else self.what


class InputError(OnRecordError):
    """What was handed in cannot be used."""

    code = "input"


class NotAnExport(InputError):
    """No reader recognises these bytes."""

    code = "not-an-export"
    exit_code = 10


class AmbiguousFormat(InputError):
    """More than one reader claims these bytes; none is guessed."""

    code = "ambiguous-format"
    exit_code = 11


class TruncatedExport(InputError):
    """The export ends before its own structure does."""

    code = "truncated-export"
    exit_code = 12


class DamagedContainer(InputError):
    """A zip or tar cannot be read as one."""

    code = "damaged-container"
    exit_code = 13


class WrongZipPassword(InputError):
    """An encrypted zip needs a password, or another one."""

    code = "zip-password"
    exit_code = 14


class HostileContainer(InputError):
    """A container that lies about itself: bombs, traversal, colliding names."""

    code = "hostile-container"
    exit_code = 15


class BadOption(InputError):
    """An option's value does not fit."""

    code = "bad-option"
    exit_code = 16


class KeyTrouble(OnRecordError):
    """A key cannot be had."""

    code = "key"


class WrongPassphrase(KeyTrouble):
    """The passphrase does not open the desk key."""

    code = "wrong-passphrase"
    exit_code = 20


class NoPassphrase(KeyTrouble):
    """A passphrase is needed and none was given."""

    code = "no-passphrase"
    exit_code = 21


class CaseError(OnRecordError):
    """The case folder is not as the command needs it."""

    code = "case"


class NotACase(CaseError):
    """The folder is not an onrecord case (or desk)."""

    code = "not-a-case"
    exit_code = 30


class NewerFormat(CaseError):
    """The case was written by a newer onrecord."""

    code = "newer-format"
    exit_code = 31


class CaseBusy(CaseError):
    """Another process is writing to this case or desk."""

    code = "case-busy"
    exit_code = 32


class CaseExists(CaseError):
    """There is already something at this path."""

    code = "case-exists"
    exit_code = 33


class AlreadySealed(CaseError):
    """The same bytes are already sealed in this case."""

    code = "already-sealed"
    exit_code = 34


class NothingYet(CaseError):
    """The case lacks what the command works on."""

    code = "nothing-yet"
    exit_code = 35


class SystemTrouble(OnRecordError):
    """The machine refused."""

    code = "system"


class DiskFull(SystemTrouble):
    """Not enough room; nothing was changed."""

    code = "disk-full"
    exit_code = 40


class CannotAccess(SystemTrouble):
    """A file cannot be opened, read or written."""

    code = "cannot-access"
    exit_code = 41


class QuestionError(OnRecordError):
    """The question cannot be answered as asked."""

    code = "question"


class NoSuchMessage(QuestionError):
    """No message has this key or id."""

    code = "no-such-message"
    exit_code = 50


class AmbiguousReference(QuestionError):
    """A shortened key fits more than one message."""

    code = "ambiguous-reference"
    exit_code = 51


class BadQuery(QuestionError):
    """The query cannot be parsed; ``where`` marks the place."""

    code = "bad-query"
    exit_code = 52


class NoSuchThing(QuestionError):
    """No statement, article, reading or story has this name."""

    code = "no-such-thing"
    exit_code = 53


class StoryError(OnRecordError):
    """The story may not be published as it stands."""

    code = "story"


class DraftCitesNothing(StoryError):
    """The draft holds no citation, or one that leads nowhere."""

    code = "cites-nothing"
    exit_code = 60


class QuotationRefused(StoryError):
    """A quotation is not what the member wrote."""

    code = "quotation-refused"
    exit_code = 61


class BadDraft(StoryError):
    """The draft cannot be read."""

    code = "bad-draft"
    exit_code = 62


class HarmRefused(StoryError):
    """Publishing would print what must not be printed."""

    code = "harm-refused"
    exit_code = 63


class ProofRefused(OnRecordError):
    """A proof does not prove what it says."""

    code = "proof-refused"
    exit_code = 70


class CaseAltered(OnRecordError):
    """The case is no longer what was sealed."""

    code = "case-altered"
    exit_code = 71
