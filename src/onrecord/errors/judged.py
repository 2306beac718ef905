"""Refusals around what people decide: second readings, settling, sheets."""

from onrecord.errors.root import OnRecordError


class JudgingError(OnRecordError):
    """A decision cannot be taken like this."""

    code = "judging"


class AlreadyRead(JudgingError):
    """This person has judged this already: a second reader is somebody else."""

    code = "already-read"
    exit_code = 80


class NothingToSettle(JudgingError):
    """No two readers differ about this."""

    code = "nothing-to-settle"
    exit_code = 81


class BadSheet(JudgingError):
    """A sheet of judgements cannot be taken in; nothing of it was."""

    code = "bad-sheet"
    exit_code = 82
