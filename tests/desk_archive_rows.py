"""Who gets what answer at the pages of the archive (权限表：档案)."""

from __future__ import annotations

from tests.desk_rows import LOGINS, Row

APPRAISING = {"archivist", "clerk", "unit_head", "deputy", "director", "leader", "secretary", "head"}
HOLDING = {"archivist", "leader", "secretary", "head"}  # those of security and audit see no records by themselves

ARCHIVE_ROWS: dict[tuple[str, str], Row] = {
    ("years", "GET"): Row(set(LOGINS), 302),
    ("year", "GET"): Row({"archivist"}, 200, if_not=403),
    # nothing is ticked: 422 tells that the act itself was open
    ("year", "POST"): Row(
        {"archivist"}, 422, if_not=403, fields=lambda visitor, _: {"once": visitor.mark("year"), "act": "accept"}
    ),
    ("file_year", "POST"): Row(
        {"archivist"}, 302, if_not=403, fields=lambda visitor, _: {"once": visitor.mark("file_year")}
    ),
    ("year_order", "GET"): Row({"archivist"}, 200, if_not=403),
    # nothing is ticked: 422 tells that the act itself was open
    ("year_order", "POST"): Row(
        {"archivist"}, 422, if_not=403, fields=lambda visitor, _: {"once": visitor.mark("order"), "where": "first"}
    ),
    ("boxes", "GET"): Row({"archivist"}, 200, if_not=403),
    # nothing waits for a box: 409 tells that the act itself was open
    ("boxes", "POST"): Row({"archivist"}, 409, if_not=403, fields=lambda visitor, _: {"once": visitor.mark("boxes")}),
    ("box_note", "GET"): Row({"archivist"}, 404, if_not=403),
    ("year_list", "GET"): Row({"archivist"}, 200, if_not=403),
    ("year_result", "GET"): Row({"archivist"}, 200, if_not=403),
    ("year_checks", "GET"): Row({"archivist"}, 200, if_not=403),
    # no such paper: 404 tells that the way to it was open
    ("year_paper", "GET"): Row({"archivist"}, 404, if_not=403),
    ("appraisal", "GET"): Row(APPRAISING, 200, if_not=403),
    # nothing is ticked: 422 tells that the act itself was open
    ("appraisal", "POST"): Row(
        APPRAISING,
        422,
        if_not=403,
        fields=lambda visitor, _: {"once": visitor.mark("appraisal"), "act": "advise", "verdict": "续存"},
    ),
    ("holds", "GET"): Row(HOLDING, 200, if_not=403),
    # no such record: 404 tells that the act itself was open
    ("holds", "POST"): Row(
        HOLDING,
        404,
        if_not=403,
        fields=lambda visitor, _: {"once": visitor.mark("holds"), "records": "X", "owner": "某某", "reason": "诉讼"},
    ),
    ("lift_hold", "POST"): Row(
        HOLDING,
        404,
        if_not=403,
        if_blind=403,
        stage=lambda _: "W2026-99999",
        fields=lambda visitor, _: {"once": visitor.mark("holds"), "reason": "已结"},
    ),
    ("use", "GET"): Row({"archivist"}, 200, if_not=403),
    ("use", "POST"): Row(
        {"archivist"},
        404,
        if_not=403,
        fields=lambda visitor, _: {
            "once": visitor.mark("use"),
            "how": "read",
            "records": "X",
            "reader": "张三",
            "purpose": "查考",
        },
    ),
    ("use_register", "GET"): Row({"archivist"}, 200, if_not=403),
    ("use_export", "GET"): Row({"archivist"}, 200, if_not=403),
    ("return_loan", "POST"): Row(
        {"archivist"},
        404,
        if_not=403,
        if_blind=403,
        stage=lambda _: "W2026-99999",
        fields=lambda visitor, _: {"once": visitor.mark("return"), "intact": "yes"},
    ),
    ("loan_copy", "GET"): Row({"archivist"}, 404, if_not=403, if_blind=403, stage=lambda _: "W2026-99999"),
    ("keeping", "GET"): Row({"archivist", "admin", "auditor", "security"}, 200, if_not=403),
    # nothing is damaged: 404 tells that the act itself was open
    ("mend", "POST"): Row(
        {"archivist", "admin"},
        404,
        if_not=403,
        if_blind=403,
        stage=lambda _: "W2026-99999",
        fields=lambda visitor, _: {"once": visitor.mark("mend")},
    ),
}
