"""Fifty people at the desk for two minutes (柜台压力): signing, registering, sealing, looking and searching, over TLS.

    .venv/bin/python -m bench.big_office FOLDER --documents 20000
    .venv/bin/python -m bench.desk_load FOLDER

The desk runs as ``hongtou up`` starts it, in a process of its own, and another process issues, files and catalogues what is sealed all the
while, as the porter does. Each person has a thread here with a kept connection, does something, and thinks for two to eight seconds. First
every page is asked for thirty times by one person alone. An act that somebody else was faster to do is counted as such and is no fault;
anything else that is not a page or a redirect is a fault. A page that holds nothing (修改口令) is asked for beside the others: what it costs is
what sessions, TLS, template and the machine cost, so trust the ratio to it on a busy machine. The office is changed by this.
"""

from __future__ import annotations

import argparse
import os
import random
import ssl
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from rich.console import Console
from rich.table import Table

from bench.bulk_drafts import sentence
from bench.desk_person import PASSWORD, Answer, Person, forms_of
from bench.meter import tree_cpu_s
from bench.office_people import CROWD, logins
from domain.case import Phase
from domain.office import Actor
from domain.procedure import Verb
from hongtou.supervisor import environment, free_port
from hongtou.wiring import close_house, open_house
from office import sign
from office.advance import catalogue_due, file_due, hand_back_due, issue_due
from office.delegation import part_in
from office.examine import current
from office.house import House
from office.register import register_document
from office.scope import may_see
from office.seal import seal_document

EMPTY = "an empty page"
TOO_LATE = "现在没有由您办理"
"""What a page says to whom a colleague of the same role was faster: the document stands at somebody else's step by now."""
ALONE = 30
THINKING_S = (2.0, 8.0)
GOAL_S = 0.3
TO_FILE = 80
console = Console(width=110, highlight=False)


@dataclass
class Tally:
    """What was asked for and how it went."""

    times: dict[str, list[float]] = field(default_factory=dict)
    faults: Counter[str] = field(default_factory=Counter)
    late: Counter[str] = field(default_factory=Counter)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, answer: Answer) -> None:
        """Count an answer; a refusal because somebody else was faster is no fault."""
        with self.lock:
            self.times.setdefault(what, []).append(answer.seconds)
            if answer.status == 409 or (answer.status == 403 and TOO_LATE in answer.text):
                self.late[what] += 1
            elif answer.status not in (200, 302):
                self.faults[f"{what}: {answer.status} {_sentence(answer)}"] += 1

    def failed(self, what: str, error: Exception) -> None:
        """Count an exchange that came to nothing."""
        with self.lock:
            self.faults[f"{what}: {type(error).__name__} {error}"] += 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; give 0 when there was no fault and 95 of 100 answers came within the goal."""
    parser = argparse.ArgumentParser(prog="bench.desk_load", description=__doc__)
    parser.add_argument("office", type=Path)
    parser.add_argument("--seconds", type=float, default=120.0)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--file", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args(arguments)
    root = chosen.office.absolute()
    if chosen.file:
        return _keep_filing(root)
    console.print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")
    _prepare(root)
    with _desk(root) as (process, port):
        trusted = ssl.create_default_context(cafile=str(root / "证书" / "机关根证书.crt"))
        people = _people(port, trusted)[: chosen.people]
        alone = Tally()
        _pages_alone(next(person for person in people if person.login.startswith("clerk")), alone)
        console.print(_table("one person alone, milliseconds", alone))
        crowd, cpu = Tally(), tree_cpu_s(process.pid)
        with _filing(root):
            _all_at_once(people, crowd, chosen.seconds)
        console.print(_table(f"{len(people)} people for {chosen.seconds:.0f} s, milliseconds", crowd))
        return _verdict(crowd, tree_cpu_s(process.pid) - cpu, chosen.seconds)


def _prepare(root: Path) -> None:
    """Give everybody a password, and have some documents sealed that wait to be issued."""
    house = open_house(root)
    try:
        for account in house.office.accounts:
            house.accounts.set_password(account.login, PASSWORD)
        waiting = [case.document_id for case in house.registry.cases(phases=(Phase.UNDER_WAY,))]
        missing = TO_FILE - len(house.registry.cases(phases=(Phase.SEALED,)))
        for document_id in waiting[:: max(len(waiting) // max(missing, 1), 1)][: max(missing, 0)]:
            _seal(house, document_id)
        left = len(house.registry.cases(phases=(Phase.UNDER_WAY,)))
        counts = house.registry.counts()
        console.print(
            f"{sum(count for _, count in counts.documents)} documents, {left} wait for people, {counts.events} lines"
        )
    finally:
        close_house(house)


def _seal(house: House, document_id: str) -> None:
    """Let the right people do what stands between a document and its seal."""
    while (case := current(house, document_id)).phase is Phase.UNDER_WAY:
        step = case.open_steps()[0]
        actors = [house.office.actor(account.login) for account in house.office.accounts]
        able = [actor for actor in actors if actor and part_in(house, actor, step) == "" and may_see(actor, case)]
        _act(house, able[0], document_id, step.verb, step.key)


def _act(house: House, actor: Actor, document_id: str, verb: Verb, key: str) -> None:
    shown = current(house, document_id).shown
    assert shown is not None  # noqa: S101 - it is under way
    if verb is Verb.REGISTER:
        register_document(house, actor, document_id, print_run=20)
    elif verb is Verb.SEAL:
        seal_document(house, actor, document_id, binding=shown.binding())
    else:
        sign.approve(house, actor, document_id, binding=shown.binding(), step=key)


@contextmanager
def _desk(root: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Run the desk as the supervisor does."""
    port = free_port()
    command = (sys.executable, "-m", "hongtou.processes", "desk", str(port))
    with (root / "prefect" / "desk.log").open("ab") as output:
        process = subprocess.Popen(command, cwd=root, env=environment(root, free_port()), stdout=output, stderr=output)
    trusted = ssl.create_default_context(cafile=str(root / "证书" / "机关根证书.crt"))
    try:
        _wait_for(lambda: Person("nobody", port, trusted, random.Random(0)).get("/login").status == 200)  # noqa: S311
        yield process, port
    finally:
        process.terminate()
        process.wait(60)


@contextmanager
def _filing(root: Path) -> Iterator[None]:
    """Have another process issue and file all the while."""
    process = subprocess.Popen([sys.executable, "-m", "bench.desk_load", str(root), "--file"], stdin=subprocess.PIPE)
    try:
        yield
    finally:
        assert process.stdin is not None  # noqa: S101 - it was asked for
        process.stdin.close()
        process.wait(120)


def _keep_filing(root: Path) -> int:
    """Issue, file, hand back and catalogue until nobody holds our input open any more."""
    ends = threading.Event()
    threading.Thread(target=_set_at_end_of_input, args=(ends,), daemon=True).start()
    house, before = open_house(root), 0
    try:
        before = house.registry.counts().of(Phase.FILED, Phase.DONE)
        while not ends.is_set():
            for sweep in (issue_due, file_due, hand_back_due, catalogue_due):
                for row in sweep(house):
                    if row.result not in list(Phase):
                        sys.stdout.write(f"{row}\n")
            ends.wait(0.5)
        sys.stdout.write(f"filed beside it: {house.registry.counts().of(Phase.FILED, Phase.DONE) - before}\n")
    finally:
        close_house(house)
    return 0


def _set_at_end_of_input(ends: threading.Event) -> None:
    sys.stdin.read()
    ends.set()


def _people(port: int, trusted: ssl.SSLContext) -> list[Person]:
    """Let everybody come in, taking turns between the roles so that any number of them holds each."""
    names = [logins(role) for role, _ in CROWD]
    mixed = [each[place] for place in range(max(map(len, names))) for each in names if place < len(each)]
    people = [Person(login, port, trusted, random.Random(login)) for login in mixed]  # noqa: S311 - who does what
    for person in people:
        answer = person.enter()
        if answer.status != 302:
            raise SystemExit(f"{person.login}: {answer.status} {_sentence(answer)}")
    return people


def _pages_alone(person: Person, tally: Tally) -> None:
    listed = person.get("/documents?phase=已办结".replace("已办结", quote("已办结"))).documents()
    pages = {
        EMPTY: "/password",
        "to-do": "/todo",
        "documents": "/documents",
        "documents, last page": "/documents?page=99999",
        "documents by title": "/documents?sort=title&dir=up",
        "documents with a word": f"/documents?text={quote('森林防火')}",
        "register, a year": "/register-book?year=2024",
        "register, all years by title": "/register-book?year=all&sort=title",
        "register, a word": f"/register-book?year=all&text={quote('防汛')}",
        "register, printed (a year)": "/register-book/print?year=2024",
        "register, .csv (a year)": "/register-book/export/csv?year=2024",
        "register, .xlsx (a year)": "/register-book/export/xlsx?year=2024",
        "register, .xlsx (all)": "/register-book/export/xlsx?year=all",
        "deadlines": "/deadlines",
        "own log": "/log",
        "search": f"/search?q={quote('水渠维修')}",
        "a document": f"/documents/{listed[0]}",
        "a page of it": f"/documents/{listed[0]}/issued/1.png",
        "nothing there": "/documents/W2026-99999",
    }
    for what, address in pages.items():
        for _ in range(3 if "(all)" in what else ALONE):
            answer = person.get(address)
            tally.times.setdefault(what, []).append(answer.seconds)


def _all_at_once(people: Sequence[Person], tally: Tally, seconds: float) -> None:
    ends = time.monotonic() + seconds
    threads = [threading.Thread(target=_work, args=(person, tally, ends)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _work(person: Person, tally: Tally, ends: float) -> None:
    time.sleep(person.chance.uniform(0, THINKING_S[1]))
    while time.monotonic() < ends:
        what, do = person.chance.choices(_ERRANDS, _SHARES)[0]
        try:
            do(person, tally)
        except Exception as error:  # noqa: BLE001 - whatever it was, it is a fault to be counted
            tally.failed(what, error)
        time.sleep(person.chance.uniform(*THINKING_S))


def _look(what: str, address: Callable[[Person], str]) -> Callable[[Person, Tally], None]:
    return lambda person, tally: tally.note(what, person.get(address(person)))


def _do_ones_part(person: Person, tally: Tally) -> None:
    """Open what waits, and do it: approve, register or seal."""
    page = person.get("/todo")
    tally.note("to-do", page)
    waiting = page.documents()
    if not waiting:
        return
    document_id = person.chance.choice(waiting[:30])
    role = person.login.rstrip("0123456789")
    errand = {"clerk": "register", "keeper": "seal"}.get(role, "")
    address = f"/documents/{document_id}/{errand}" if errand else f"/documents/{document_id}"
    shown = person.get(address)
    tally.note(f"{errand or 'document'} page", shown)
    action = "" if errand else f"{address}/approve"
    form = forms_of(shown.text).get(action)
    if form and form.get("once"):
        if errand == "register":
            form["print_run"] = form.get("print_run") or "20"  # the clerk states it where the draft does not
        time.sleep(person.chance.uniform(*THINKING_S))
        tally.note(f"{errand or 'approve'} (act)", person.send(action or address, form))


def _read_one(person: Person, tally: Tally) -> None:
    page = person.get("/documents")
    tally.note("documents", page)
    if page.documents():
        address = f"/documents/{person.chance.choice(page.documents())}"
        tally.note("document page", person.get(address))


def _query(person: Person) -> str:
    text = sentence(person.chance)
    start = person.chance.randrange(max(len(text) - 4, 1))
    return f"/search?q={quote(chr(34) + text[start : start + 4] + chr(34))}"


def _of_register(person: Person) -> str:
    year, sort = person.chance.randint(2019, 2026), person.chance.choice(("number", "title", "dated", "unit"))
    return f"/register-book?year={year}&sort={sort}&page={person.chance.randint(1, 8)}"


_MIX: tuple[tuple[str, Callable[[Person, Tally], None], int], ...] = (
    ("part", _do_ones_part, 40),
    ("read", _read_one, 14),
    ("search", _look("search", _query), 16),
    ("register", _look("register book", _of_register), 10),
    ("deadlines", _look("deadlines", lambda _: "/deadlines"), 4),
    ("log", _look("own log", lambda _: "/log"), 4),
    (EMPTY, _look(EMPTY, lambda _: "/password"), 12),
)
_ERRANDS = [(what, do) for what, do, _ in _MIX]
_SHARES = [share for _, _, share in _MIX]


def _table(title: str, tally: Tally) -> Table:
    table = Table(title=title, title_justify="left")
    table.add_column("page")
    for heading in ("asked", "p50", "p95", "longest", "too late"):
        table.add_column(heading, justify="right")
    for what, times in sorted(tally.times.items()):
        table.add_row(what, str(len(times)), *_quantiles(times), str(tally.late.get(what, 0)))
    return table


def _verdict(tally: Tally, desk_cpu_s: float, seconds: float) -> int:
    every = [each for what, times in tally.times.items() if what != EMPTY for each in times]
    p95, empty = _quantile(every, 0.95), _quantile(tally.times.get(EMPTY, [0.0]), 0.95)
    acts = sum(len(times) for what, times in tally.times.items() if what.endswith("(act)"))
    faults = sum(tally.faults.values())
    console.print(
        f"{len(every)} pages ({len(every) / seconds:.1f} a second), {acts} acts, {sum(tally.late.values())} too late, {faults} faults"
    )
    console.print(f"p50 {statistics.median(every) * 1000:.0f} ms, p95 {p95 * 1000:.0f} ms, goal {GOAL_S * 1000:.0f} ms")
    console.print(f"an empty page: p95 {empty * 1000:.0f} ms; ratio {p95 / empty if empty else 0:.2f}")
    console.print(
        f"the desk's processor time: {desk_cpu_s:.1f} s, {desk_cpu_s / max(len(every), 1) * 1000:.1f} ms a page"
    )
    console.print(f"load after: {os.getloadavg()[0]:.1f}")
    for fault, count in tally.faults.most_common(10):
        console.print(f"  {count} × {fault}")
    return 0 if not faults and p95 <= GOAL_S else 1


def _quantiles(times: Sequence[float]) -> tuple[str, str, str]:
    return (
        f"{statistics.median(times) * 1000:.0f}",
        f"{_quantile(times, 0.95) * 1000:.0f}",
        f"{max(times) * 1000:.0f}",
    )


def _quantile(times: Sequence[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))]


def _sentence(answer: Answer) -> str:
    _, found, rest = answer.text.partition('role="alert">')
    return rest.partition("<")[0][:120] if found else ""


def _wait_for(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 300
    while True:
        try:
            if is_so():
                return
        except OSError:
            pass
        if time.monotonic() > deadline:
            raise SystemExit("the desk does not answer")
        time.sleep(0.5)


if __name__ == "__main__":
    sys.exit(main())
