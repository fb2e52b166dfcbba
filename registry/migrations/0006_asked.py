"""Who of other units was asked to countersign; of documents that are here already nobody was."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("registry", "0005_holding")]

    operations: ClassVar = [
        migrations.AddField(
            model_name="entry", name="asked", field=models.TextField(default=""), preserve_default=False
        ),
    ]
