"""What is looked at before one signs for a piece is the office's: two procedures with checks of their own, in one office."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from domain.case import Phase
from domain.receipt_events import Received
from office import receive
from office.package_checks import found_in_order, package_checks
from office.procedure_files import load_procedures
from office.receipt_errors import NoSuchCheckError, PackageNotWholeError
from tests import an_office
from tests import receipts_office as r
from tests.an_office import AnOffice

OURS = ("封条编号相符", "逐页查点无缺")
URGENT = ("封条编号相符", "签收时间记到分")
LINE = 'package_checks = ["密封完好", "件数与清单相符", "文号、份数、序号相符"]'


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AnOffice]:
    """Open an office that goes by two procedures for receipts of its own: one for urgent pieces, one for all others."""
    root: Path = tmp_path_factory.mktemp("checks") / "office"
    an_office.prepare(root)
    shipped = files("templates").joinpath("procedures", "receipt-township.toml").read_text("utf-8")
    urgent = shipped.replace('id = "receipt.township"', 'id = "receipt.urgent"').replace("乡镇收文办理", "急件收文")
    urgent = urgent.replace('flow = "receipt"', 'flow = "receipt"\napplies = "urgency in 特急 | 加急"')
    own = root / "程序"
    own.mkdir(exist_ok=True)
    (own / "in-urgent.toml").write_text(urgent.replace(LINE, _line(URGENT)), "utf-8")
    (own / "in-usual.toml").write_text(shipped.replace(LINE, _line(OURS)), "utf-8")
    with an_office.opened(root, an_office.new_clock()) as opened:
        procedures = load_procedures(("in-urgent", "in-usual"), own, opened.house.office)
        yield AnOffice(dataclasses.replace(opened.house, procedures=procedures), opened.clock)


def _line(checks: tuple[str, ...]) -> str:
    return "package_checks = [" + ", ".join(f'"{check}"' for check in checks) + "]"


def _waiting(office: AnOffice) -> str:
    return receive.enter_paper(office.house, office.actor("clerk"), title=r.TITLE).document_id


def _signed_for(office: AnOffice, number: str, urgency: str, checks: tuple[str, ...]) -> tuple[str, ...]:
    document_id, clerk = _waiting(office), office.actor("clerk")
    entry = r.particulars(sender_number=number, urgency=urgency)
    case = receive.receive(office.house, clerk, document_id, entry, checks=checks)
    assert case.phase is Phase.UNDER_WAY
    noted = [event for _, event in office.house.registry.history(document_id) if isinstance(event, Received)]
    return noted[0].checks


def test_what_both_procedures_ask_stands_alone_and_what_one_asks_names_it(office: AnOffice) -> None:
    assert [(check.name, check.only) for check in package_checks(office.house)] == [
        ("封条编号相符", ()),
        ("签收时间记到分", ("急件收文",)),
        ("逐页查点无缺", ("乡镇收文办理",)),
    ]


def test_a_piece_is_signed_for_by_the_checks_of_its_own_procedure(office: AnOffice) -> None:
    assert _signed_for(office, "临政发〔2026〕21号", "", OURS) == OURS
    assert _signed_for(office, "临政发〔2026〕22号", "特急", URGENT) == URGENT


@pytest.mark.parametrize(
    ("urgency", "ticked", "lacking"), [("", URGENT, "逐页查点无缺"), ("加急", OURS, "签收时间记到分")]
)
def test_the_checks_of_another_procedure_do_not_do(
    office: AnOffice, urgency: str, ticked: tuple[str, ...], lacking: str
) -> None:
    document_id, clerk = _waiting(office), office.actor("clerk")
    entry = r.particulars(sender_number="临政发〔2026〕23号", urgency=urgency)

    with pytest.raises(PackageNotWholeError, match=lacking):
        receive.receive(office.house, clerk, document_id, entry, checks=ticked)

    assert office.case(document_id).phase is Phase.TO_RECEIVE


def test_the_shipped_checks_are_nothing_to_this_office(office: AnOffice) -> None:
    with pytest.raises(NoSuchCheckError, match="“密封完好”这一项") as refused:
        found_in_order(office.house, ["密封完好"])

    assert all(check in str(refused.value) for check in (*OURS, *URGENT))


def test_all_but_what_does_not_hold_holds(office: AnOffice) -> None:
    assert found_in_order(office.house, ["逐页查点无缺"]) == URGENT
