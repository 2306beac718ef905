"""Refusals of keys, cases and the machine under them."""

import errno

from onrecord.errors.root import OnRecordError


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


class KeyNotValid(KeyTrouble):
    """A key that does not, or no longer, sign for this desk."""

    code = "key-not-valid"
    exit_code = 22


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


class DraftConflict(CaseError):
    """Somebody else changed the same lines of a draft; nothing was written."""

    code = "draft-conflict"
    exit_code = 36


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


class WorkerEnded(SystemTrouble):
    """A process that worked for a command was ended from outside."""

    code = "worker-ended"
    exit_code = 43


class BrokenHelper(SystemTrouble):
    """The compiled helper that was installed computes something else than the rules say."""

    code = "broken-helper"
    exit_code = 42


class NoEngine(SystemTrouble):
    """An engine that was asked for is not installed or does not start."""

    code = "no-engine"
    exit_code = 90


def of_system(bad: OSError) -> SystemTrouble:
    """A refusal of the system that nothing nearer to it put into words."""
    where = str(bad.filename or "")
    if bad.errno in (errno.ENOSPC, errno.EDQUOT):
        return DiskFull(
            "There is no room left on the disk",
            where=where,
            advice="free some space and do it again; nothing sealed was changed",
        )
    return CannotAccess(bad.strerror or str(bad), where=where)
