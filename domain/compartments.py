"""Compartments (专管范围): what only some posts of an office may know of, such as petitions and personnel; the office names them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from domain.catalogue import GENERAL


@dataclass(frozen=True)
class Compartment:
    """What is closed to all but some (专管范围): the posts, the units' people and the persons who may know of it."""

    id: str
    name: str
    posts: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    def admits(self, person: str, posts: Sequence[str], units: Sequence[str]) -> bool:
        """Tell whether somebody with these posts, working for these units, may know of it."""
        return person in self.people or bool(set(posts) & set(self.posts)) or bool(set(units) & set(self.units))


def admitted(
    compartments: Sequence[Compartment], person: str, posts: Sequence[str], units: Sequence[str]
) -> tuple[str, ...]:
    """Name the compartments that somebody may know of, the general one first."""
    return (GENERAL, *(one.id for one in compartments if one.admits(person, posts, units)))


def may_read(readers: Sequence[str], person: str) -> bool:
    """Tell whether a reading list lets a person read; an empty list lets everybody (阅文范围)."""
    return not readers or person in readers


def shelf_of(compartment: str, readers: Sequence[str]) -> str:
    """Name the index in which a record of a compartment with a reading list is found: one for each list, so that none is searched in vain."""
    if not readers:
        return compartment
    return f"{compartment}-{hashlib.sha256('|'.join(sorted(readers)).encode()).hexdigest()[:24]}"
