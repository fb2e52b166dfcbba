"""The kept records' rows, made for the records that were filed already from their events."""

from __future__ import annotations

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from domain.events import Filed

_AT_ONCE = 500


def _fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    from domain.holding_moves import of_filed  # noqa: PLC0415 - only where there is something to fill
    from registry import holdings, rows  # noqa: PLC0415 - the models exist only once Django is set up

    alias = editor.connection.alias
    documents, kept = apps.get_model("registry", "Document"), apps.get_model("registry", "Holding")
    events = apps.get_model("registry", "Event").objects.using(alias).filter(verb=Filed.VERB).order_by("index")
    names, made = [field.attname for field in kept._meta.concrete_fields], []  # noqa: SLF001 - Django's documented way to ask
    for *columns, payload in events.values_list(*rows.LINE_COLUMNS, "payload").iterator():
        line = rows.line_of(tuple(columns))
        event = rows.event_of(line, payload)
        state = documents.objects.using(alias).values_list("case", flat=True).get(id=line.object_id)
        if isinstance(event, Filed):
            row = holdings.row_of(of_filed(rows.case_of(line.object_id, state), event, line), line)
            made.append(kept(**{name: getattr(row, name) for name in names}))
    kept.objects.using(alias).bulk_create(made, batch_size=_AT_ONCE)


def _leave(_apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Nothing: the table goes."""


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_approval_of_a_version")]
    operations = [
        migrations.CreateModel(
            name="Holding",
            fields=[
                ("record", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("state", models.TextField()),
                ("updated", models.BigIntegerField()),
                ("year", models.IntegerField()),
                ("formed", models.IntegerField()),
                ("origin", models.CharField(max_length=10)),
                ("numbered", models.BooleanField()),
                ("standing", models.CharField(max_length=10)),
                ("series", models.CharField(max_length=60)),
                ("serial", models.IntegerField()),
                ("code", models.CharField(max_length=100)),
                ("rank", models.IntegerField()),
                ("unit", models.TextField()),
                ("expires", models.CharField(max_length=10)),
                ("verdict", models.CharField(max_length=10)),
                ("held", models.BooleanField()),
                ("lent_until", models.CharField(max_length=10)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["year", "standing"], name="holding_year"),
                    models.Index(fields=["series", "serial"], name="holding_series"),
                    models.Index(fields=["expires"], name="holding_expires"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=["code"], condition=~models.Q(code=""), name="one_piece_of_a_code")
                ],
            },
        ),
        migrations.RunPython(_fill, _leave),
    ]
