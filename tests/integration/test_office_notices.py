"""What waits beside documents is said in the same words on the desk's 待办 and by ``hongtou todo``, with where it is done."""

# ruff: noqa: F401, F811 - a fixture is imported by its name, and asked for by it

from __future__ import annotations

import datetime as dt
from html import unescape

from click.testing import CliRunner

from desk.lists import _PAGES
from hongtou.commands import hongtou as every_command
from hongtou.commands_todo import _COMMANDS
from office.exchange import exchange
from office.notices import Place, notices
from tests.acceptance.test_commands_line import program
from tests.an_office import AnOffice
from tests.exchange_making import COUNTY, TheCounty
from tests.integration.test_exchange_duties import county, half_arrived, office, sent, todo_page


def test_the_desk_and_the_command_say_what_waits_of_exchange_in_the_same_words(
    office: AnOffice, county: TheCounty
) -> None:
    half_arrived(office, county)
    (one,) = notices(office.house, office.actor("clerk"))

    assert (one.place, one.is_problem) == (Place.REFUSED, True)
    assert one.words in unescape(todo_page(office, "clerk"))
    said = program("todo", "--as", "clerk", office=office.house.root)
    assert f"！{one.words}（去处理：hongtou exchange settle）" in said.out, said
    assert "没有待办" not in said.out
    listed = program("todo", "--as", "clerk", "--json", office=office.house.root).json()
    assert (listed["items"], [notice["words"] for notice in listed["notices"]]) == ([], [one.words])
    assert "没有待办。" in program("todo", "--as", "director", office=office.house.root).out


def test_an_overdue_receipt_and_a_refusal_are_told_with_what_to_do(office: AnOffice, county: TheCounty) -> None:
    sent(office)
    clerk = office.actor("clerk")
    office.clock.advance(dt.timedelta(days=4))
    exchange(office.house)
    (late,) = [one for one in notices(office.house, clerk) if one.place is Place.SENT]
    assert "到期没有回执" in late.words
    assert "已催1次" in late.words
    assert late.words in unescape(todo_page(office, "clerk"))

    (package,) = county.packages(office.house.root)
    county.answer(office.house.root, package, accepted=False, sentence="附件打不开。")
    exchange(office.house)
    (declined,) = [one for one in notices(office.house, clerk) if one.is_problem]
    assert declined.words.startswith(f"{COUNTY}拒收")
    assert '<a href="/exchange">去重发或登记处理</a>' in todo_page(office, "clerk")


def test_every_place_has_a_page_and_a_command_that_is_there() -> None:
    for place in Place:
        assert _PAGES[place]
        words = _COMMANDS[place].split()[1:]
        assert CliRunner().invoke(every_command, [*words, "--help"]).exit_code == 0, place
