"""What is looked at before one signs for a piece (签收核对): the procedure by which it goes says it, no line of code."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from domain.procedure import Flow, in_force
from office.house import House
from office.receipt_errors import NoSuchCheckError


@dataclass(frozen=True)
class PackageCheck:
    """Something that is looked at; ``only`` names the procedures that ask for it where others do not."""

    name: str
    only: tuple[str, ...] = ()


def package_checks(house: House) -> tuple[PackageCheck, ...]:
    """List what may have to be looked at today: which procedure a piece goes by shows when it is entered."""
    procedures = [one for one in in_force(house.procedures, house.clock.today()) if one.flow is Flow.RECEIPT]
    names = dict.fromkeys(check for one in procedures for check in one.package_checks)
    asking = {name: tuple(one.name for one in procedures if name in one.package_checks) for name in names}
    return tuple(PackageCheck(name, () if len(by) == len(procedures) else by) for name, by in asking.items())


def found_in_order(house: House, unchecked: Collection[str]) -> tuple[str, ...]:
    """List what holds of a piece where all but ``unchecked`` does.

    Raises:
        NoSuchCheckError: One of these is nothing that is looked at here.
    """
    known = tuple(check.name for check in package_checks(house))
    strange = [name for name in unchecked if name not in known]
    if strange:
        raise NoSuchCheckError(strange, known)
    return tuple(name for name in known if name not in unchecked)
