"""What a run leaves behind (运行记录): a table that names each document and what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from prefect.artifacts import acreate_table_artifact

from office.advance import SweepRow

ROWS_AT_MOST = 500


async def publish(key: str, description: str, rows: Sequence[SweepRow]) -> None:
    """Leave a table of what a run did; a run that did nothing leaves none."""
    if rows:
        table = [
            {"编号": row.document_id, "文件": row.title, "事项": row.act, "结果": row.result}
            for row in rows[:ROWS_AT_MOST]
        ]
        await acreate_table_artifact(table=table, key=key, description=f"{description}，共{len(rows)}件")
