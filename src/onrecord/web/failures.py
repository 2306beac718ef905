"""Refusals as answers: each error's status, and the desk's own words for the rest."""

from typing import Any

from onrecord import errors
from onrecord.errors import OnRecordError

# The nearest entry up the tree of errors counts.
STATUS: dict[type[OnRecordError], int] = {
    errors.OnRecordError: 500,
    errors.InputError: 422,
    errors.HostileContainer: 422,
    errors.BadOption: 422,
    errors.KeyTrouble: 403,
    errors.CaseError: 409,
    errors.NotACase: 404,
    errors.NothingYet: 404,
    errors.SystemTrouble: 500,
    errors.DiskFull: 507,
    errors.CannotAccess: 404,
    errors.QuestionError: 422,
    errors.NoSuchMessage: 404,
    errors.NoSuchThing: 404,
    errors.StoryError: 422,
    errors.ProofRefused: 422,
    errors.CaseAltered: 409,
    errors.SeatTrouble: 403,
    errors.NotAdmitted: 401,
    errors.AddressTaken: 500,
}


def status_of(error: OnRecordError) -> int:
    """The HTTP status that fits an error."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def as_object(error: OnRecordError) -> dict[str, Any]:
    """An error as the JSON API and ``--json`` print it."""
    return {
        "error": {
            "code": error.code,
            "what": error.what,
            "where": error.where,
            "advice": error.advice,
            "exit_code": error.exit_code,
        }
    }


class NoSuchPage(errors.NoSuchThing):
    """No page stands at this address."""

    code = "no-such-page"


class Unforeseen(OnRecordError):
    """A defect of ours, told without its insides."""

    code = "unforeseen"
