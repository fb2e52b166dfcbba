"""The register of use found without reading all events; how many gave an opinion on a kept record, where lists ask for it."""

from __future__ import annotations

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from domain.canonical import parse_plain

_AT_ONCE = 500


def _fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    kept = apps.get_model("registry", "Holding")
    rows = kept.objects.using(editor.connection.alias)
    changed = []
    for row in rows.exclude(expires="").iterator(_AT_ONCE):
        row.opinions = len(parse_plain(row.state.encode())["opinions"])
        changed.append(row)
    rows.bulk_update([row for row in changed if row.opinions], ["opinions"], batch_size=_AT_ONCE)


def _leave(_apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Nothing: the column goes."""


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_asked")]
    operations = [
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("verb__in", ["record.lent", "record.read", "record.returned"])),
                fields=["index"],
                name="event_use",
            ),
        ),
        migrations.AddField(
            model_name="holding",
            name="opinions",
            field=models.IntegerField(default=0),
        ),
        migrations.RunPython(_fill, _leave),
    ]
