"""A step that is done anew after a revision is approved again, once for each version (重新签批)."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar = [("registry", "0003_lists")]

    operations: ClassVar = [
        migrations.RemoveConstraint(model_name="decision", name="one_approval_of_a_step"),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(
                fields=["document", "round", "step", "version"],
                condition=models.Q(approved=True),
                name="one_approval_of_a_step",
            ),
        ),
    ]
