"""Scope in the rows (知悉范围): compartments and reading lists, asked of every row before it is listed or counted (law 7)."""

from __future__ import annotations

from django.db.models import Q

from domain.listing import Scope
from registry import models


def closed(scope: Scope, at: str = "") -> Q:
    """Say which rows a scope holds by compartment and reading list; ``at`` leads from the table asked to the row that bears them."""
    known = Q()
    if scope.compartments is not None:
        known &= Q(**{f"{at}compartment__in": sorted(scope.compartments)})
    if scope.person:
        known &= Q(**{f"{at}readers": ""}) | Q(**{f"{at}readers__contains": f"|{scope.person}|"})
    return known


def listed_for(alias: str, person: str) -> tuple[str, ...]:
    """Name the documents whose reading lists a person stands on."""
    found = models.Entry.objects.using(alias).filter(readers__contains=f"|{person}|").order_by("document_id")
    return tuple(found.values_list("document_id", flat=True))


def closed_sql(scope: Scope, table: str) -> tuple[str, list[str]]:
    """Say the same in SQL, as further conditions on a table's short name, with their values."""
    said, values = "", list[str]()
    if scope.compartments is not None:
        marks = ", ".join(["%s"] * len(scope.compartments)) or "NULL"
        said, values = f" AND {table}.compartment IN ({marks})", sorted(scope.compartments)
    if scope.person:
        escaped = scope.person.replace("!", "!!").replace("%", "!%").replace("_", "!_")
        said += f" AND ({table}.readers = '' OR {table}.readers LIKE %s ESCAPE '!')"
        values = [*values, f"%|{escaped}|%"]
    return said, values
