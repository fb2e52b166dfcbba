"""Putting the house together (装配): the one place where every workshop is made and handed to the others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive.ledger import Ledger
from archive.store import Store
from domain.levels import Level
from domain.office import Office
from ground.child import Child, FileChild
from ground.clock import Clock, SystemClock
from ground.content import ContentFolder
from hongtou.settings import Settings, load_settings
from indexer.old_forms import writing_of
from indexer.whoosh_catalogue import WhooshCatalogue
from mailroom.exchange_box import ExchangeBox
from mailroom.folders import Folders
from mailroom.intake import Mailroom, secrecy_child
from mailroom.post import Post
from mailroom.scan import Limits
from office.advance import show_again_due
from office.bring_up import bring_up_to_date
from office.exchange_room import ExchangeRoom
from office.house import House
from office.office_file import load_calendar, load_office
from office.procedure_files import load_procedures
from office.restore import require_whole
from press import reading_child
from press.fonts import standard_folders
from press.press import Press
from press.reading_rules import ReadingRules
from registry.registry import Registry
from registry.settings import DatabaseSettings, configure, is_configured

PRIVATE = 0o700


@contextmanager
def opened(root: Path, *, clock: Clock | None = None, django: dict[str, object] | None = None) -> Iterator[House]:
    """Open an office's house for the length of a ``with`` block, its books brought up to date."""
    house = open_house(root, clock=clock, django=django)
    try:
        yield house
    finally:
        close_house(house)


@contextmanager
def looked_into(root: Path) -> Iterator[House]:
    """Open an office's house for the length of a ``with`` block, its books left as they are, wrong ones too: only to look at them."""
    house = open_house(root, closed_books=True)
    try:
        yield house
    finally:
        close_house(house)


def open_house(
    root: Path,
    *,
    clock: Clock | None = None,
    django: dict[str, object] | None = None,
    restoring: bool = False,
    closed_books: bool = False,
    database: DatabaseSettings | None = None,
) -> House:
    """Open an office's house. ``django`` is what the desk adds to Django's settings.

    ``closed_books`` leaves the books as they are, for looking at them alone. ``restoring`` opens one that is being restored, ``database`` puts its registry elsewhere than its own file says: for drills.

    Raises:
        HalfRestoredError: Restoring it was broken off.
        OfficeFileError: office.toml is missing or can't be used.
    """
    root = root.absolute()
    if not restoring:
        require_whole(root)
    office, settings, clock = load_office(root / "office.toml"), load_settings(root), clock or SystemClock()
    configure_django(root, django)
    from registry.accounts import Accounts, prepare_accounts  # noqa: PLC0415 - Django must be set up first

    prepare_accounts()
    staging = ContentFolder(root / "staging")
    scanning = secrecy_child(reading_child.PRELOAD)  # a draft is read where it was looked through
    press = _press(root, settings, staging)
    house = House(
        root=root,
        office=office,
        procedures=load_procedures(office.procedures, root / "程序", office),
        calendar=load_calendar(root / "日历"),
        clock=clock,
        registry=Registry(database or settings.database, office.different_people, clock),
        ledger=Ledger(root / "ledger", root / "payloads"),
        stores=stores_of(root, office),
        staging=staging,
        mailroom=_mailroom(root, office, settings, staging, clock, press, scanning),
        press=press,
        catalogue=WhooshCatalogue(root / "index", writing=writing_of(traditional_too=office.search_traditional)),
        accounts=Accounts(clock),
        post=Post(root / "outbox", settings.mail),
        exchange=_exchange(root, settings, scanning),
        keeping=settings.keeping,
    )
    _look_at_books(house, closed=closed_books)
    return house


def _look_at_books(house: House, *, closed: bool) -> None:
    """Bring the books up to date, or leave them as they are; a house whose books can't be opened is closed again."""
    try:
        if closed:
            house.registry.prepare()
        else:
            bring_up_to_date(house)
    except BaseException:
        close_house(house)
        raise


def _press(root: Path, settings: Settings, staging: ContentFolder) -> Press:
    rules = ReadingRules(settings.press.accept_changes, settings.press.leave_out_comments)
    return Press(staging, standard_folders(root / "字体", settings.font_folder(root)), rules=rules)


def close_house(house: House) -> None:
    """End the children and the database connections."""
    house.press.close()
    house.mailroom.close()
    house.registry.close_connections()


def configure_django(root: Path, more: dict[str, object] | None = None) -> None:
    """Set Django up for this process: the registry, the accounts, and what the desk adds."""
    if not is_configured():
        configure(accounts=root / "accounts.sqlite", extra_apps=("registry.accounts_app",), extra=more or {})


def stores_of(root: Path, office: Office) -> dict[Level, Store]:
    """Give a storage root for each level this installation may hold (law 7)."""
    return {level: Store(root / "archive" / level.slug) for level in Level if level.rank <= office.permitted_level.rank}


def prepare(root: Path, database: DatabaseSettings | None = None) -> None:
    """Make what an office needs on disk: folders, storage roots, ledger, tables. Doing it again changes nothing.

    Raises:
        OfficeFileError: office.toml, or a calendar, can't be used; nothing is made then.
        ProcedureFileError: A procedure can't be used; nothing is made then.
    """
    office, settings = load_office(root / "office.toml"), load_settings(root)
    load_procedures(office.procedures, root / "程序", office)
    load_calendar(root / "日历")
    for name in ("archive", "ledger", "payloads", "staging", "index", "prefect", "印章"):
        (root / name).mkdir(mode=PRIVATE, parents=True, exist_ok=True)
    for name in ("字体", "程序", "日历"):
        (root / name).mkdir(exist_ok=True)
    configure_django(root)
    from registry.accounts import prepare_accounts  # noqa: PLC0415 - Django must be set up first

    prepare_accounts()
    Ledger(root / "ledger", root / "payloads").create()
    for store in stores_of(root, office).values():
        store.create()
    Folders(root, [unit.name for unit in office.units]).make()
    _exchange(root, settings, secrecy_child()).box.make([partner.name for partner in settings.partners])
    registry = Registry(database or settings.database, office.different_people)
    registry.prepare()
    registry.close_connections()
    for file in root.glob("*.sqlite"):
        file.chmod(0o600)


def _mailroom(
    root: Path,
    office: Office,
    settings: Settings,
    staging: ContentFolder,
    clock: Clock,
    press: Press,
    scanning: FileChild,
) -> Mailroom:
    return Mailroom(
        Folders(root, [unit.name for unit in office.units]),
        staging,
        scanning,
        clock,
        office.permitted_level,
        Limits(settle_s=settings.work.settle_s, patience_s=settings.work.patience_s),
        press,
    )


def _exchange(root: Path, settings: Settings, scanning: Child) -> ExchangeRoom:
    return ExchangeRoom(
        settings.exchange, settings.partners, ExchangeBox(root, scanning), ContentFolder(root / "exchange")
    )


def start_work(house: House) -> None:
    """Clear what a killed worker left, and show again what another renderer made; only before exclusive work begins."""
    for store in house.stores.values():
        store.recover()
    while show_again_due(house):
        pass
