"""Errors of the typesetting child made anew on our side (排版错误还原)."""

from __future__ import annotations

from typing import Final

from domain.errors import HongtouError
from ground.child import ChildJobError
from press import paper_errors, typeset_errors
from press.typeset_errors import TypesettingError

_ERRORS: Final = {module.__name__: module for module in (typeset_errors, paper_errors)}


def error_of_typesetting(error: ChildJobError, subject: str) -> HongtouError:
    """Make the error the child raised anew: its class from typeset_errors, its sentences from the payload."""
    module, _, name = error.kind.rpartition(".")
    found = getattr(_ERRORS.get(module), name, None)
    if found is None:
        return TypesettingError(subject, str(error))
    ours: HongtouError = found.__new__(found)
    HongtouError.__init__(ours, *error.payload["args"])
    return ours
