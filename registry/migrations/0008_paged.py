"""The records of a year read page by page without sorting what is left of it for every page."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("registry", "0007_use")]

    operations: ClassVar = [
        migrations.AddIndex(model_name="holding", index=models.Index(fields=["year", "record"], name="holding_paged")),
    ]
