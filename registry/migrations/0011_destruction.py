"""Lists of records to be destroyed, who did what for them, and the one way in which a payload may be emptied."""

from __future__ import annotations

import importlib

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_guards = importlib.import_module("registry.migrations.0002_guards")

_COLUMNS = (
    '"index"',
    "at",
    "actor",
    "channel",
    "verb",
    "object_id",
    "payload_sha256",
    "payload_sm3",
    "previous",
    "own",
)
_SAME = " AND ".join(f"NEW.{name} = OLD.{name}" for name in _COLUMNS)
_NOT_ERASED = f"""NOT (length(NEW.payload) = 0 AND {_SAME}
  AND EXISTS (SELECT 1 FROM registry_erasedline e WHERE e."index" = OLD."index"))"""  # noqa: S608  # no values

GUARDS = (
    ("event_unchanged", "registry_event", "UPDATE", _NOT_ERASED, "hongtou:fixed"),
    ("part_unchanged", "registry_destructionpart", "UPDATE", "", "hongtou:fixed"),
    ("part_kept", "registry_destructionpart", "DELETE", "", "hongtou:fixed"),
    ("erased_unchanged", "registry_erasedline", "UPDATE", "", "hongtou:fixed"),
    ("erased_kept", "registry_erasedline", "DELETE", "", "hongtou:fixed"),
)


def _set(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    sqlite = editor.connection.vendor == "sqlite"
    for guard in GUARDS:
        drop = f"DROP TRIGGER IF EXISTS {guard[0]}" if sqlite else f"DROP FUNCTION IF EXISTS {guard[0]}() CASCADE"
        editor.execute(drop, params=None)
        for statement in _guards._sqlite(*guard) if sqlite else _guards._postgresql(*guard):  # noqa: SLF001 - one way to write a guard
            editor.execute(statement, params=None)


class Migration(migrations.Migration):
    dependencies = [("registry", "0010_parcel")]
    operations = [
        migrations.CreateModel(
            name="Destruction",
            fields=[
                ("id", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("state", models.TextField()),
                ("updated", models.BigIntegerField()),
                ("stage", models.CharField(db_index=True, max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name="DestructionPart",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "list", "person", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("list", models.CharField(max_length=100)),
                ("person", models.CharField(max_length=100)),
                ("part", models.CharField(max_length=10)),
            ],
        ),
        migrations.CreateModel(
            name="ErasedLine",
            fields=[
                ("index", models.BigIntegerField(primary_key=True, serialize=False)),
                ("record", models.CharField(db_index=True, max_length=100)),
            ],
        ),
        migrations.RunPython(_set, migrations.RunPython.noop),
    ]
