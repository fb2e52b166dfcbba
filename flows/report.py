"""What a run leaves behind (运行记录): a table of which documents it moved, by their ids alone.

Prefect keeps what it is told for a month, shows it to whoever runs the machine, and knows nothing of levels, scopes and destruction. So it
is told ids, numbers and fixed words, never a title, a file's name or a sentence (ADR 0039); those stand on the desk.
"""

from __future__ import annotations

from collections.abc import Sequence

from prefect.artifacts import acreate_table_artifact

from office.advance import SweepRow

ROWS_AT_MOST = 500
_DONE, _STANDS = "已办", "未动"


async def publish(key: str, description: str, rows: Sequence[SweepRow]) -> None:
    """Leave a table of what a run did; a run that did nothing leaves none."""
    if rows:
        table = [line_of(row) for row in rows[:ROWS_AT_MOST]]
        await acreate_table_artifact(table=table, key=key, description=f"{description}，共{len(rows)}件")


def line_of(row: SweepRow) -> dict[str, str]:
    """Give what of a row Prefect is told."""
    return {"编号": row.document_id, "事项": row.act, "结果": row.plain or (_DONE if row.moved else _STANDS)}
