"""All content is read again within the days stated; what is not as it was filed is told, and put back from a backup by a person."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from archive.errors import ObjectDamagedError
from domain.case import Case
from domain.levels import Level
from ground.clock import FixedClock
from office.archived import record_of
from office.back_up import back_up
from office.care import verify
from office.doctor import doctor
from office.errors import NotYourRoleError
from office.fixity import check_share, damaged, mend, progress_of
from office.fixity_errors import NoGoodCopyError, NotDamagedError
from office.notices import notices
from tests import an_office
from tests.an_office import AnOffice, a_title

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))

WHO_MEND = ("archivist", "admin")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "office"
    an_office.prepare(folder)
    return folder


def flip(office: AnOffice, case: Case) -> Path:
    """Change one byte of a record's PDF."""
    path = record_of(office.house, case).path_of("正本.pdf")
    data = bytearray(path.read_bytes())
    data[200] ^= 1
    path.chmod(0o600)
    path.write_bytes(data)
    return path


def test_every_object_is_read_within_the_days_whenever_a_day_is_missed(root: Path, clock: FixedClock) -> None:
    with an_office.opened(root, clock) as office:
        store = office.house.stores[Level.INTERNAL]
        for number in range(56):
            store.add(f"urn:hongtou:W{number}", {"a": b"x"}, at=AT, message="归档", actor="x")

        first = check_share(office.house)
        assert (first.records, first.size > 0) == (2, True)  # 56 in 28 days
        clock.advance(days=10)  # ten days missed: the rest is spread over what is left
        assert check_share(office.house).records == 2 + 3
        clock.advance(days=17)
        check_share(office.house)
        assert progress_of(office.house).began == clock.today() + dt.timedelta(days=1), "the round has ended"


def test_progress_survives_being_lost(root: Path, clock: FixedClock) -> None:
    with an_office.opened(root, clock) as office:
        (root / "archive" / "fixity.json").write_text("{")

        assert progress_of(office.house).records == 0


def test_a_damaged_record_is_told_once_not_served_and_put_back_by_a_person(
    root: Path, clock: FixedClock, tmp_path: Path
) -> None:
    with an_office.opened(root, clock) as office:
        case = office.filed(a_title())
        back_up(office.house, tmp_path / "backup")
        good = record_of(office.house, case).path_of("正本.pdf").read_bytes()
        path = flip(office, case)
        archivist = office.actor("archivist")
        with pytest.raises(NotDamagedError):
            mend(office.house, archivist, case.document_id, None)

        for _ in range(2):
            check_share(office.house, everything=True)
            clock.advance(days=1)
        (found,) = damaged(office.house)
        assert (found.record, found.faults) == (case.document_id, ("v1/content/正本.pdf 被改动",))
        assert [check.mend for check in doctor(office.house) if case.document_id in check.sentence]
        alarms = {login: [one.words for one in notices(office.house, office.actor(login))] for login in WHO_MEND}
        assert set(map(tuple, alarms.values())) == {("有 1 件档案受损，与归档时不一致。",)}
        assert notices(office.house, office.actor("clerk")) == ()
        with pytest.raises(ObjectDamagedError):
            record_of(office.house, case).read("正本.pdf")
        with pytest.raises(NotYourRoleError):
            mend(office.house, office.actor("clerk"), case.document_id, tmp_path / "backup")
        with pytest.raises(NoGoodCopyError):
            mend(office.house, archivist, case.document_id, None)

        back_up(office.house, tmp_path / "backup")  # of the damaged one: an older backup has it whole
        said = mend(office.house, archivist, case.document_id, tmp_path / "backup")

        assert "由第1次备份恢复" in said
        assert path.read_bytes() == good
        assert damaged(office.house) == ()
        assert notices(office.house, archivist) == ()
        assert len(list((root / "quarantine").rglob("正本.pdf"))) == 1
        assert verify(office.house).faults == ()
