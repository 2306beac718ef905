"""The one service layer: :class:`Desk`, a method a use case."""

from onrecord.desk.service import Desk

__all__ = ["Desk"]
