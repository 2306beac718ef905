"""Refusals of stories and proofs: what must not be printed or believed."""

from onrecord.errors.root import OnRecordError


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


class ChecklistOpen(StoryError):
    """The harm checklist is not answered and signed."""

    code = "checklist-open"
    exit_code = 64


class SignatureRefused(StoryError):
    """An editor's signature does not fit the draft or the editor."""

    code = "signature-refused"
    exit_code = 65


class TranslatorTrouble(StoryError):
    """A local translation engine cannot be used."""

    code = "translator-trouble"
    exit_code = 66


class Retracted(StoryError):
    """The story was retracted; it stays so."""

    code = "retracted"
    exit_code = 67


class ProofRefused(OnRecordError):
    """A proof does not prove what it says."""

    code = "proof-refused"
    exit_code = 70


class CaseAltered(OnRecordError):
    """The case is no longer what was sealed."""

    code = "case-altered"
    exit_code = 71


class TwoHistories(OnRecordError):
    """Two signed heads of one log that do not extend each other."""

    code = "two-histories"
    exit_code = 72


class PolicyNotMet(OnRecordError):
    """Too few time stamps or cosignatures for the desk's own policy."""

    code = "policy-not-met"
    exit_code = 73
