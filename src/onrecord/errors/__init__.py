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
    │   ├── BadOption                16
    │   ├── UnsupportedContainer     17
    │   └── ColumnsNotConfirmed      18
    ├── KeyTrouble
    │   ├── WrongPassphrase          20
    │   ├── NoPassphrase             21
    │   └── KeyNotValid              22
    ├── CaseError
    │   ├── NotACase                 30
    │   ├── NewerFormat              31
    │   ├── CaseBusy                 32
    │   ├── CaseExists               33
    │   ├── AlreadySealed            34
    │   ├── NothingYet               35
    │   └── DraftConflict            36
    ├── SystemTrouble
    │   ├── DiskFull                 40
    │   ├── CannotAccess             41
    │   ├── BrokenHelper             42
    │   ├── WorkerEnded              43
    │   └── NoEngine                 90
    ├── QuestionError
    │   ├── NoSuchMessage            50
    │   ├── AmbiguousReference       51
    │   ├── BadQuery                 52
    │   ├── NoSuchThing              53
    │   └── ModelRefused             54
    ├── StoryError
    │   ├── DraftCitesNothing        60
    │   ├── QuotationRefused         61
    │   ├── BadDraft                 62
    │   ├── HarmRefused              63
    │   ├── ChecklistOpen            64
    │   ├── SignatureRefused         65
    │   ├── TranslatorTrouble        66
    │   └── Retracted                67
    ├── ProofRefused                 70
    ├── CaseAltered                  71
    ├── TwoHistories                 72
    ├── PolicyNotMet                 73
    ├── JudgingError
    │   ├── AlreadyRead              80
    │   ├── NothingToSettle          81
    │   └── BadSheet                 82
    └── SeatTrouble                   the browser desk
        ├── NotAdmitted              85
        ├── NotTheirRole             86
        ├── AddressTaken             87
        └── FormExpired              88

Exit code 2 is the shell face's own (a command typed wrongly), 130 an interrupt.
"""

from onrecord.errors.asked import (
    AmbiguousFormat,
    AmbiguousReference,
    BadOption,
    BadQuery,
    ColumnsNotConfirmed,
    DamagedContainer,
    HostileContainer,
    InputError,
    ModelRefused,
    NoSuchMessage,
    NoSuchThing,
    NotAnExport,
    QuestionError,
    TruncatedExport,
    UnsupportedContainer,
    WrongZipPassword,
)
from onrecord.errors.judged import (
    AlreadyRead,
    BadSheet,
    JudgingError,
    NothingToSettle,
)
from onrecord.errors.kept import (
    AlreadySealed,
    BrokenHelper,
    CannotAccess,
    CaseBusy,
    CaseError,
    CaseExists,
    DiskFull,
    DraftConflict,
    KeyNotValid,
    KeyTrouble,
    NewerFormat,
    NoEngine,
    NoPassphrase,
    NotACase,
    NothingYet,
    SystemTrouble,
    WorkerEnded,
    WrongPassphrase,
    of_system,
)
from onrecord.errors.root import (
    OnRecordError,
)
from onrecord.errors.seated import (
    AddressTaken,
    FormExpired,
    NotAdmitted,
    NotTheirRole,
    SeatTrouble,
)
from onrecord.errors.shown import (
    BadDraft,
    CaseAltered,
    ChecklistOpen,
    DraftCitesNothing,
    HarmRefused,
    PolicyNotMet,
    ProofRefused,
    QuotationRefused,
    Retracted,
    SignatureRefused,
    StoryError,
    TranslatorTrouble,
    TwoHistories,
)

__all__ = [
    "AddressTaken",
    "AlreadyRead",
    "AlreadySealed",
    "AmbiguousFormat",
    "AmbiguousReference",
    "BadDraft",
    "BadOption",
    "BadQuery",
    "BadSheet",
    "BrokenHelper",
    "CannotAccess",
    "CaseAltered",
    "CaseBusy",
    "CaseError",
    "CaseExists",
    "ChecklistOpen",
    "ColumnsNotConfirmed",
    "DamagedContainer",
    "DiskFull",
    "DraftCitesNothing",
    "DraftConflict",
    "FormExpired",
    "HarmRefused",
    "HostileContainer",
    "InputError",
    "ModelRefused",
    "JudgingError",
    "KeyNotValid",
    "KeyTrouble",
    "NewerFormat",
    "NoEngine",
    "NoPassphrase",
    "NoSuchMessage",
    "NoSuchThing",
    "NotACase",
    "NotAdmitted",
    "NotAnExport",
    "NotTheirRole",
    "NothingToSettle",
    "NothingYet",
    "OnRecordError",
    "PolicyNotMet",
    "ProofRefused",
    "QuestionError",
    "QuotationRefused",
    "SeatTrouble",
    "Retracted",
    "SignatureRefused",
    "StoryError",
    "SystemTrouble",
    "TranslatorTrouble",
    "TruncatedExport",
    "TwoHistories",
    "UnsupportedContainer",
    "WorkerEnded",
    "WrongPassphrase",
    "WrongZipPassword",
    "of_system",
]
