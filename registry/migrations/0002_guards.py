"""Triggers that let the database itself refuse what must never happen, in the words of SQLite and of PostgreSQL.

A later migration that rebuilds one of these tables (SQLite does so for most changes) must put its triggers back.
"""

from __future__ import annotations

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

_ZEROS = "0" * 64
_GAP = f"""NEW."index" <> COALESCE((SELECT MAX("index") FROM registry_event), 0) + 1
  OR NEW.previous <> COALESCE((SELECT own FROM registry_event ORDER BY "index" DESC LIMIT 1), '{_ZEROS}')"""  # noqa: S608  # no values
_SAME_PERSON = """EXISTS (SELECT 1 FROM registry_act a JOIN registry_different d
    ON (d.one = NEW.act AND d.other = a.act) OR (d.other = NEW.act AND d.one = a.act)
    WHERE a.document_id = NEW.document_id AND a.round = NEW.round AND a.person = NEW.person)"""
_OTHER_NUMBER = """NEW.scheme <> OLD.scheme OR NEW.period <> OLD.period OR NEW.serial <> OLD.serial
  OR NEW.document_id <> OLD.document_id OR NEW.text <> OLD.text OR NEW."index" <> OLD."index\""""

# name, table, moment, condition, what the refusal says
GUARDS = (
    ("event_in_line", "registry_event", "INSERT", _GAP, "hongtou:gap"),
    ("event_unchanged", "registry_event", "UPDATE", "", "hongtou:fixed"),
    ("event_kept", "registry_event", "DELETE", "", "hongtou:fixed"),
    ("number_unchanged", "registry_number", "UPDATE", _OTHER_NUMBER, "hongtou:fixed"),
    ("number_kept", "registry_number", "DELETE", "", "hongtou:fixed"),
    ("act_by_another", "registry_act", "INSERT", _SAME_PERSON, "hongtou:same_person"),
    ("act_unchanged", "registry_act", "UPDATE", "", "hongtou:fixed"),
)


def _set(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for guard in GUARDS:
        for statement in _sqlite(*guard) if editor.connection.vendor == "sqlite" else _postgresql(*guard):
            editor.execute(statement, params=None)


def _unset(_: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    for name, *_rest in GUARDS:
        sqlite = editor.connection.vendor == "sqlite"
        editor.execute(f"DROP TRIGGER {name}" if sqlite else f"DROP FUNCTION {name}() CASCADE", params=None)


def _sqlite(name: str, table: str, moment: str, condition: str, refusal: str) -> tuple[str, ...]:
    when = f"WHEN {condition}" if condition else ""
    return (f"CREATE TRIGGER {name} BEFORE {moment} ON {table} {when} BEGIN SELECT RAISE(ABORT, '{refusal}'); END",)


def _postgresql(name: str, table: str, moment: str, condition: str, refusal: str) -> tuple[str, ...]:
    # a condition in WHEN may not ask other rows there, so it stands inside the function
    body = f"""CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql VOLATILE AS $$ BEGIN
        IF {condition or "TRUE"} THEN
            RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN {"OLD" if moment == "DELETE" else "NEW"};
    END $$"""
    trigger = f"CREATE TRIGGER {name} BEFORE {moment} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    truncate = (
        f"CREATE TRIGGER {name.removesuffix('_kept')}_not_emptied BEFORE TRUNCATE ON {table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()",
    )
    return (body, trigger, *(truncate if moment == "DELETE" else ()))


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]
    operations = [migrations.RunPython(_set, _unset)]
