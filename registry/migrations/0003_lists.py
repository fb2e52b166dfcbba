"""The narrow rows of lists, made for documents that are here already from their states; what someone did is found by person."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from domain.ledger_line import LedgerLine
from ground.clock import SystemClock

_AT_ONCE = 500


def _fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    from registry import rows  # noqa: PLC0415 - the models exist only once Django is set up

    alias = editor.connection.alias
    documents, entries = apps.get_model("registry", "Document"), apps.get_model("registry", "Entry")
    now, made = SystemClock().now(), []
    names = [field.attname for field in entries._meta.concrete_fields]  # noqa: SLF001 - Django's documented way to ask
    for document_id, updated, case in documents.objects.using(alias).values_list("id", "updated", "case").iterator():
        line = LedgerLine(updated, now, "", "", "", document_id, "", "", "", "")  # an entry takes the index of it alone
        entry = rows.entry_row(rows.case_of(document_id, case), line)
        made.append(entries(**{name: getattr(entry, name) for name in names}))
    entries.objects.using(alias).bulk_create(made, batch_size=_AT_ONCE)


def _leave(_apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Nothing: the table goes."""


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_guards")]
    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="entry",
                        serialize=False,
                        to="registry.document",
                    ),
                ),
                ("updated", models.BigIntegerField()),
                ("since", models.CharField(max_length=40)),
                ("phase", models.CharField(max_length=20)),
                ("place", models.TextField()),
                ("unit", models.TextField()),
                ("kind", models.TextField()),
                ("title", models.TextField()),
                ("number", models.TextField()),
                ("rank", models.IntegerField()),
                ("urgency", models.TextField()),
                ("scheme", models.CharField(max_length=100)),
                ("period", models.IntegerField()),
                ("serial", models.IntegerField()),
                ("dated", models.CharField(max_length=10)),
                ("organs", models.TextField()),
                ("signer", models.CharField(max_length=100)),
                ("print_run", models.IntegerField()),
                ("recipients", models.TextField()),
                ("to_receive", models.IntegerField()),
                ("received", models.IntegerField()),
                ("filed_on", models.CharField(max_length=10)),
                ("repealed", models.TextField()),
                ("extended", models.BooleanField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["updated"], name="entry_updated"),
                    models.Index(fields=["dated", "scheme", "period", "serial"], name="entry_dated"),
                    models.Index(fields=["number"], name="entry_number"),
                ]
            },
        ),
        migrations.RunPython(_fill, _leave),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["actor", "index", "object_id"], name="event_actor"),
        ),
    ]
