"""Deadlines counted by hand on the State Council's calendars of 2025 and 2026 (时限手算表): no value here was ever computed.

A row: what it shows · when it began · the limit and the extensions after it (``5wd +2d``; ``=2026-03-06`` is a day that a leader named) ·
when it is due · whether it is 暂定. Days count from the day after and end at 23:59:59; hours are the clock's.
2025: 休 1/1, 1/28–2/4, 4/4–4/6, 5/1–5/5, 5/31–6/2, 10/1–10/8; 班 1/26 日, 2/8 六, 4/27 日, 9/28 日, 10/11 六.
2026: 休 1/1–1/3, 2/15–2/23, 4/4–4/6, 5/1–5/5, 6/19–6/21, 9/25–9/27, 10/1–10/7; 班 1/4 日, 2/14 六, 2/28 六, 5/9 六, 9/20 日, 10/10 六.
"""

from __future__ import annotations

Row = tuple[str, str, str, str, bool]

ORDINARY: tuple[Row, ...] = (
    # 2026-03-02 is a Monday
    ("a working day later", "2026-03-02 09:00", "1wd", "2026-03-03", False),  # Tue
    ("the hour of coming does not count", "2026-03-02 23:59", "1wd", "2026-03-03", False),  # still Monday's
    ("midnight begins the next day", "2026-03-03 00:00", "1wd", "2026-03-04", False),  # Tuesday's, so Wed
    ("over a weekend", "2026-03-06 15:00", "1wd", "2026-03-09", False),  # Fri; Sat, Sun off; Mon
    ("five working days are a week", "2026-03-02 09:00", "5wd", "2026-03-09", False),  # Tue Wed Thu Fri | Mon
    ("what comes on a Saturday begins there", "2026-03-07 10:00", "1wd", "2026-03-09", False),  # Sun off, Mon
    ("what comes on a Sunday begins there", "2026-03-08 10:00", "2wd", "2026-03-10", False),  # Mon, Tue
    ("ten working days are a fortnight", "2026-03-02 09:00", "10wd", "2026-03-16", False),  # 3–6, 9–13, 16
    ("today is today", "2026-03-02 09:00", "0d", "2026-03-02", False),
    ("today on a Saturday is that Saturday", "2026-03-07 09:00", "0d", "2026-03-07", False),
    ("a calendar day counts a Saturday", "2026-03-06 09:00", "1d", "2026-03-07", False),
    ("two calendar days from Friday are Sunday", "2026-03-06 17:30", "2d", "2026-03-08", False),
    ("thirty days over the end of a month", "2026-03-02 09:00", "30d", "2026-04-01", False),  # March has 31: 2+30=32
    ("February of 2026 has 28 days", "2026-02-27 09:00", "2d", "2026-03-01", False),  # 28, 1
    ("hours of the clock", "2026-03-02 09:15", "4h", "2026-03-02 13:15:00", False),
    ("hours over midnight", "2026-03-02 22:30", "2h", "2026-03-03 00:30:00", False),
    ("hours don't rest at weekends", "2026-03-06 16:00", "48h", "2026-03-08 16:00:00", False),
    ("hours over the end of February", "2026-02-28 23:00", "1h", "2026-03-01 00:00:00", False),
)
HOLIDAYS: tuple[Row, ...] = (
    ("before New Year, over two years", "2025-12-31 16:00", "1wd", "2026-01-04", False),  # 1–3 休, 4 日 班
    ("two over New Year", "2025-12-31 16:00", "2wd", "2026-01-05", False),  # 4 班, 5 Mon
    ("New Year of 2025 is one day", "2025-01-01 10:00", "1wd", "2025-01-02", False),  # Thu
    ("New Year's days count by the calendar", "2025-12-31 16:00", "2d", "2026-01-02", False),
    ("on the Friday before Spring Festival", "2026-02-13 17:00", "1wd", "2026-02-14", False),  # 六 班
    ("two before Spring Festival", "2026-02-13 17:00", "2wd", "2026-02-24", False),  # 14 班; 15–23 休; 24 Tue
    ("five over Spring Festival", "2026-02-13 17:00", "5wd", "2026-02-27", False),  # 14, 24, 25, 26, 27
    ("six end on its second make-up day", "2026-02-13 17:00", "6wd", "2026-02-28", False),  # … 27, 28 六 班
    ("seven end on the Monday after", "2026-02-13 17:00", "7wd", "2026-03-02", False),  # 1 Sun off, 2 Mon
    ("what comes on New Year's Eve", "2026-02-16 08:00", "1wd", "2026-02-24", False),
    ("two days of Spring Festival by the calendar", "2026-02-16 08:00", "2d", "2026-02-18", False),
    ("hours of Spring Festival", "2026-02-16 20:00", "12h", "2026-02-17 08:00:00", False),
    ("Spring Festival of 2025", "2025-01-24 09:00", "1wd", "2025-01-26", False),  # 25 Sat off; 26 日 班
    ("three over Spring Festival of 2025", "2025-01-24 09:00", "3wd", "2025-02-05", False),  # 26, 27; 28–4 休; 5 Wed
    ("six over Spring Festival of 2025", "2025-01-24 09:00", "6wd", "2025-02-08", False),  # 26, 27, 5, 6, 7, 8 六 班
    ("Qingming", "2026-04-03 09:00", "1wd", "2026-04-07", False),  # 4–6 休; Tue
    ("Qingming of 2025", "2025-04-03 09:00", "1wd", "2025-04-07", False),  # 4 Fri–6 休; Mon
    ("Labour Day", "2026-04-30 09:00", "1wd", "2026-05-06", False),  # 1–5 休; Wed
    ("four over Labour Day end on its make-up day", "2026-04-30 09:00", "4wd", "2026-05-09", False),  # 6, 7, 8, 9 六
    ("five over Labour Day", "2026-04-30 09:00", "5wd", "2026-05-11", False),  # … 9, 10 Sun off, 11
    ("the make-up Sunday before Labour Day of 2025", "2025-04-25 09:00", "1wd", "2025-04-27", False),
    ("five before Labour Day of 2025", "2025-04-25 09:00", "5wd", "2025-05-06", False),  # 27, 28, 29, 30; 1–5 休; 6
    ("Dragon Boat", "2026-06-18 09:00", "1wd", "2026-06-22", False),  # 19–21 休; Mon
    ("Dragon Boat of 2025", "2025-05-30 09:00", "1wd", "2025-06-03", False),  # 31–2 休; Tue
    ("the make-up Sunday of September", "2026-09-18 09:00", "1wd", "2026-09-20", False),  # 19 Sat off; 20 日 班
    ("Mid-Autumn", "2026-09-24 09:00", "1wd", "2026-09-28", False),  # 25–27 休; Mon
    ("five over Mid-Autumn", "2026-09-18 09:00", "5wd", "2026-09-24", False),  # 20, 21, 22, 23, 24
    ("six over Mid-Autumn", "2026-09-18 09:00", "6wd", "2026-09-28", False),
    ("National Day", "2026-09-30 09:00", "1wd", "2026-10-08", False),  # 1–7 休; Thu
    ("three over National Day end on its make-up day", "2026-09-30 09:00", "3wd", "2026-10-10", False),  # 8, 9, 10 六
    ("four over National Day", "2026-09-30 09:00", "4wd", "2026-10-12", False),  # 11 Sun off
    ("Mid-Autumn and National Day over both", "2026-09-23 09:00", "5wd", "2026-10-08", False),  # 24, 28, 29, 30, 8
    ("National Day of 2025 has eight days", "2025-09-30 09:00", "1wd", "2025-10-09", False),  # 1–8 休
    ("the make-up Sunday before National Day of 2025", "2025-09-26 09:00", "2wd", "2025-09-29", False),  # 28 日 班, 29
    ("three over National Day of 2025", "2025-09-30 09:00", "3wd", "2025-10-11", False),  # 9, 10, 11 六 班
    # 29, 30 | 6, 7, 8, 9 六 班 | 11–15 | 18, 19, 20, 21
    ("fifteen over Labour Day, as a petition has", "2026-04-28 09:00", "15wd", "2026-05-21", False),
)
EXTENSIONS: tuple[Row, ...] = (
    ("days after a working day", "2026-03-06 15:00", "1wd +1d", "2026-03-10", False),  # Mon 9, then Tue
    ("an extension ending on a Sunday", "2026-03-05 15:00", "1wd +2d", "2026-03-08", False),  # Fri 6; Sat, Sun
    ("working days after a Sunday", "2026-03-05 15:00", "1wd +2d +1wd", "2026-03-09", False),  # Sun 8; Mon
    ("hours after the end of a day", "2026-03-06 15:00", "1wd +2h", "2026-03-10 01:59:59", False),  # Mon 9 23:59:59
    ("an extension over Spring Festival", "2026-02-12 09:00", "1wd +2wd", "2026-02-24", False),  # 13; 14 班, 24
    ("one by the calendar within it", "2026-02-12 09:00", "1wd +3d", "2026-02-16", False),  # 13; 14, 15, 16
    ("two extensions, each in its unit", "2026-09-29 09:00", "1wd +1wd +3d", "2026-10-11", False),  # 30; 8; 9, 10, 11
    ("a day that a leader named", "2026-03-02 09:00", "=2026-03-06", "2026-03-06", False),
    ("a named Sunday stays that Sunday", "2026-03-02 09:00", "=2026-03-08", "2026-03-08", False),
    ("a named day with an extension", "2026-03-02 09:00", "=2026-03-06 +1wd", "2026-03-09", False),  # Fri; Mon
    ("a named day within a holiday, extended", "2026-09-28 09:00", "=2026-10-03 +1wd", "2026-10-08", False),
)
UNKNOWN: tuple[Row, ...] = (
    # 2027 has no notice: the weekday alone decides, and it is said. 2026-12-31 is a Thursday, 2027-01-01 a Friday.
    ("into a year without its notice", "2026-12-31 09:00", "1wd", "2027-01-01", True),
    ("five into it", "2026-12-31 09:00", "5wd", "2027-01-07", True),  # Fri 1 | Mon 4, 5, 6, 7
    ("the last day that is sure", "2026-12-30 09:00", "1wd", "2026-12-31", False),
    ("by the calendar into it", "2026-12-31 09:00", "2d", "2027-01-02", True),
    ("by the clock into it", "2026-12-31 23:00", "2h", "2027-01-01 01:00:00", True),
    ("an extension into it", "2026-12-30 09:00", "1wd +1wd", "2027-01-01", True),
    ("a day named in it was not counted", "2026-12-31 09:00", "=2027-01-08", "2027-01-08", False),
    ("a named day extended in it was", "2026-12-31 09:00", "=2027-01-08 +1wd", "2027-01-11", True),  # Fri 8; Mon 11
    ("through a year without one into one that has it", "2024-12-30 09:00", "2wd", "2025-01-02", True),  # 31 ?, 2 Thu
    ("begun on its last day, counted after it", "2024-12-31 09:00", "1wd", "2025-01-02", False),  # 1 休; 2 Thu
)
OWN_2027 = """\
# what an office lays in 日历/2027.toml when the notice comes
year = 2027
holidays = ["2027-01-01"]
makeup_days = ["2027-01-03"]
"""
LOADED: tuple[Row, ...] = (
    ("the notice came: no longer 暂定", "2026-12-31 09:00", "1wd", "2027-01-03", False),  # 1 休; 2 Sat; 3 日 班
    ("three, counted again", "2026-12-31 09:00", "3wd", "2027-01-05", False),  # 3 班, 4 Mon, 5 Tue
    ("the extension, counted again", "2026-12-30 09:00", "1wd +1wd", "2027-01-03", False),  # 31; 3 班
    ("by the calendar it was that day all along", "2026-12-31 09:00", "2d", "2027-01-02", False),
)
OWN_2026 = """\
# an office's own days of 2026: all of the State Council's of March (none), a local holiday, and a Saturday worked for it
year = 2026
holidays = ["2026-03-03"]
makeup_days = ["2026-03-07"]
"""
OWN_DAYS: tuple[Row, ...] = (
    ("a local holiday", "2026-03-02 09:00", "1wd", "2026-03-04", False),  # 3 Tue 休
    ("the Saturday worked for it", "2026-03-06 09:00", "1wd", "2026-03-07", False),
    (
        "what the office left out no longer rests",
        "2026-04-03 09:00",
        "1wd",
        "2026-04-06",
        False,
    ),  # its file is the year
    ("the year before stays the State Council's", "2025-09-30 09:00", "1wd", "2025-10-09", False),
)

PROCEDURES: tuple[tuple[str, str, str, str, str], ...] = (
    # what the sources say of each step, counted on the calendar; an empty step is the whole way
    # office-rules A1: the whole within 5 wd; urgent ones at once, same day
    ("dispatch-township", "", "", "2026-09-28 09:00", "2026-10-10"),  # 29, 30, 8, 9, 10 六 班
    ("dispatch-township", "", "特急", "2026-09-28 09:00", "2026-09-28"),
    ("dispatch-subdistrict", "", "", "2026-02-11 09:00", "2026-02-25"),  # 12, 13, 14 六 班, 24, 25
    ("papers-township", "", "", "2026-04-29 09:00", "2026-05-09"),  # 30, 6, 7, 8, 9 六 班
    # A1: printed within 1 wd (S2 二4)
    ("dispatch-subdistrict", "print", "", "2026-02-14 16:00", "2026-02-24"),
    # A2: registered at once, reviewed; the urgent same day
    ("receipt-township", "examine", "", "2026-02-14 16:00", "2026-02-24"),
    ("receipt-township", "", "特急", "2026-02-14 16:00", "2026-02-14"),
    # A2: leader's instructions done within 2 days (calendar days in S2)
    ("receipt-township", "handle", "", "2026-02-13 10:00", "2026-02-15"),
    ("receipt-subdistrict", "handle", "", "2026-09-30 10:00", "2026-10-02"),
    # S2 二2: 拟办 the same day; S2 二3: 批示 within a day
    ("receipt-subdistrict", "propose", "", "2026-05-01 10:00", "2026-05-01"),
    ("receipt-subdistrict", "instruct", "", "2026-05-01 10:00", "2026-05-02"),
    # A3: readers are reminded: S3 a working day each, S2 a day each
    ("receipt-township", "read", "", "2026-04-03 10:00", "2026-04-07"),
    ("receipt-subdistrict", "read", "", "2026-04-03 10:00", "2026-04-04"),
    ("receipt-township", "conclude", "", "2026-09-18 10:00", "2026-09-20"),
)
EXCHANGE: tuple[tuple[int, bool, str, str], ...] = (
    # A4: a receipt is chased when it is late: within how many working days it is due, urgent or not, sent, due
    (1, False, "2026-02-13 16:00", "2026-02-14"),  # 六 班
    (1, False, "2026-02-14 16:00", "2026-02-24"),  # 15–23 休
    (1, True, "2026-02-14 16:00", "2026-02-14"),  # urgent: the same day
    (0, False, "2026-02-14 16:00", "2026-02-14"),  # none: the same day
    (3, False, "2026-09-30 18:00", "2026-10-10"),  # 8, 9, 10 六 班
)
