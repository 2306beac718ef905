"""What every refusal has: a sentence, a place, advice, a code."""

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
