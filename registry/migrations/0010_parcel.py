"""The exchanged packages' rows (交换件)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("registry", "0009_closed")]
    operations: ClassVar = [
        migrations.CreateModel(
            name="Parcel",
            fields=[
                ("id", models.CharField(max_length=100, primary_key=True, serialize=False)),
                ("state", models.TextField()),
                ("updated", models.BigIntegerField()),
                ("side", models.CharField(max_length=10)),
                ("stage", models.CharField(max_length=20)),
                ("partner", models.CharField(max_length=30)),
                ("document", models.CharField(max_length=100)),
                ("rank", models.IntegerField()),
                ("backed_up", models.BooleanField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["side", "stage", "updated"], name="parcel_stage"),
                    models.Index(fields=["document"], name="parcel_document"),
                ],
            },
        ),
    ]
