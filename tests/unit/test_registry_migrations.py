"""The registry's migrations make the tables that its models state, and stand in one line."""

from __future__ import annotations

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from registry.routing import OURS


def test_the_migrations_stand_in_one_line() -> None:
    ends = [node for node in MigrationLoader(None).graph.leaf_nodes() if node[0] == OURS]

    assert len(ends) == 1


def test_the_migrations_make_what_the_models_state() -> None:
    loader = MigrationLoader(None)

    changes = MigrationAutodetector(loader.project_state(), ProjectState.from_apps(apps)).changes(graph=loader.graph)

    assert {app: [one.operations for one in changed] for app, changed in changes.items()} == {}
