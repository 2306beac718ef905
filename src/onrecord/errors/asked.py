"""Refusals of what was handed in or asked."""

from onrecord.errors.root import OnRecordError


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


class UnsupportedContainer(InputError):
    """A container packed or encrypted in a way onrecord does not read."""

    code = "unsupported-container"
    exit_code = 17


class ColumnsNotConfirmed(InputError):
    """A table's columns must be named, or the proposed map confirmed, by a person."""

    code = "columns-not-confirmed"
    exit_code = 18


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


class ModelRefused(QuestionError):
    """A local model is missing, broken, or does not read the language asked in."""

    code = "model-refused"
    exit_code = 54
