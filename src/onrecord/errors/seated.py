"""Refusals of the browser desk: who sits there, and at which address."""

from onrecord.errors.root import OnRecordError


class SeatTrouble(OnRecordError):
    """The person, the form or the address is not as the desk needs it."""

    code = "seat"


class NotAdmitted(SeatTrouble):
    """The name or the passphrase is not one of this desk's persons."""

    code = "not-admitted"
    exit_code = 85


class NotTheirRole(SeatTrouble):
    """The person's role does not cover this."""

    code = "not-their-role"
    exit_code = 86


class AddressTaken(SeatTrouble):
    """Another program listens where the desk would."""

    code = "address-taken"
    exit_code = 87


class FormExpired(SeatTrouble):
    """A form came without its proof of having been asked for here and now."""

    code = "form-expired"
    exit_code = 88
