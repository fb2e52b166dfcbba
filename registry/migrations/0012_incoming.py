"""The rows of the register of receipts, made from the states of what was entered already."""

from __future__ import annotations

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_AT_ONCE = 500


def _fill(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    from registry import receipts, rows  # noqa: PLC0415 - the models exist only once Django is set up

    alias = editor.connection.alias
    documents, kept = apps.get_model("registry", "Document"), apps.get_model("registry", "Incoming")
    names, made = [field.attname for field in kept._meta.concrete_fields], []  # noqa: SLF001 - Django's documented way to ask
    came_in = documents.objects.using(alias).filter(category="收文")
    for document_id, case in came_in.values_list("id", "case").iterator():
        row = receipts.row_of(rows.case_of(document_id, case))
        if row is not None:
            made.append(kept(**{name: getattr(row, name) for name in names}))
    kept.objects.using(alias).bulk_create(made, batch_size=_AT_ONCE)


def _leave(_apps: StateApps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Nothing: the table goes."""


class Migration(migrations.Migration):
    dependencies = [("registry", "0011_destruction")]
    operations = [
        migrations.CreateModel(
            name="Incoming",
            fields=[
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="incoming",
                        serialize=False,
                        to="registry.document",
                    ),
                ),
                ("sender", models.TextField()),
                ("sender_key", models.TextField()),
                ("sender_number", models.TextField()),
                ("number_key", models.TextField()),
                ("received_on", models.CharField(max_length=10)),
                ("copies", models.IntegerField()),
                ("serials", models.TextField()),
                ("attachments", models.TextField()),
                ("nature", models.CharField(max_length=10)),
                ("medium", models.CharField(max_length=10)),
                ("contact", models.TextField()),
                ("wants_reply", models.BooleanField()),
                ("units", models.TextField()),
                ("receiver", models.CharField(max_length=100)),
                ("chaser", models.CharField(max_length=100)),
                ("due", models.CharField(max_length=10)),
                ("replies", models.TextField()),
                ("concluded_on", models.CharField(max_length=10)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["number_key", "sender_key"], name="incoming_same"),
                    models.Index(fields=["received_on"], name="incoming_received"),
                ]
            },
        ),
        migrations.RunPython(_fill, _leave),
    ]
