"""A story as writers get it: placeholder until the report room fills it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Story:
    """What an output is written from."""

    title: str
