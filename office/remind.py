"""What is due or overdue (督促): one question over all open steps, on the desk for everybody and by e-mail where there is a mail server."""

from __future__ import annotations

import datetime as dt

from domain.office import Actor, Person
from mailroom.post import Letter
from office.advance import SweepRow
from office.deadlines import due_rows
from office.house import House
from office.views import TodoItem, todo

KEPT = dt.timedelta(days=90)
"""How long a sent letter is kept."""


def overdue_rows(house: House) -> tuple[SweepRow, ...]:
    """List the open steps that are due today or overdue; who has them stands on the desk."""
    return tuple(
        SweepRow(row.document_id, row.title, row.step, row.due.left, plain=row.due.left)
        for row in due_rows(house)
        if row.due and (row.due.overdue or row.due_today)
    )


def write_reminders(house: House) -> int:
    """Put a letter a day into the outbox for each person with something due or overdue; give the number of new ones.

    It names numbers of documents and times, never a title: mail is read on machines that are not ours.
    """
    if not house.post.is_on:
        return 0
    today = house.clock.today()
    letters = [(person, _pressing(house, person, today)) for person in house.office.people if person.mail]
    return sum(house.post.put(_letter(house, person, items), house.clock.now()) for person, items in letters if items)


def send_letters(house: House) -> tuple[SweepRow, ...]:
    """Send what lies in the outbox; give a row for each letter that was not taken."""
    house.post.forget_sent(house.clock.now() - KEPT)
    return tuple(SweepRow("", one.name, "邮件提醒", one.fault) for one in house.post.send() if one.fault)


def _pressing(house: House, person: Person, today: dt.date) -> tuple[TodoItem, ...]:
    logins = [house.office.actor(account.login) for account in house.office.accounts if account.person == person.id]
    actors: list[Actor] = [actor for actor in logins if actor is not None]
    found = {(item.document_id, item.step): item for actor in actors for item in todo(house, actor)}
    return tuple(item for item in found.values() if item.due and (item.due.overdue or item.due.at.date() <= today))


def _letter(house: House, person: Person, items: tuple[TodoItem, ...]) -> Letter:
    today = house.clock.today()
    rows = [f"{item.document_id}　{item.step_name}　{item.due.left if item.due else ''}" for item in items]
    text = "\n".join([f"{person.name}同志：", "", f"您有{len(items)}件公文到期或超期，请登录公文办理：", "", *rows, ""])
    name = f"{today:%Y%m%d}-{person.id}"
    return Letter(name, person.mail, f"【公文督促】{len(items)}件到期或超期", text)
