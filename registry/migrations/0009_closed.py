"""Compartments and reading lists in the rows that lists are made of; what is here already is in no closed compartment and has no list."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

_OF = (("entry", "compartment", "general"), ("entry", "readers", ""), ("holding", "compartment", "general"))


class Migration(migrations.Migration):
    dependencies: ClassVar = [("registry", "0008_paged")]

    operations: ClassVar = [
        migrations.AddField(
            model_name=model, name=name, field=models.TextField(default=default), preserve_default=False
        )
        for model, name, default in (*_OF, ("holding", "readers", ""))
    ]
