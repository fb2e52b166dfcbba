"""Aimed kills (定点): tours in which one office is killed at place after place, each in the midst of the act named."""

from __future__ import annotations

from tests.drills import phases
from tests.drills.pins import Pin

STAGED = Pin("bytes staged, nothing recorded", phases.INTAKE, "ground.content:ContentFolder.put", "after")
TAKEN_IN = Pin("taken in, not settled", phases.INTAKE, "office.take_in:record", "after")
SETTLED = Pin("settled, receipt given", phases.INTAKE, "mailroom.intake:Mailroom.settle", "after")
READ = Pin("draft read and kept, not recorded", phases.READING, "office.examine:keep", "after")
SHOWN = Pin("pages made, not recorded", phases.READING, "office.present:record", "before")
PRESENTED = Pin("presented", phases.READING, "office.advance:present", "after")
DECIDING = Pin("decision about to be recorded", phases.SIGNING, "office.sign:record", "before")
DECIDED = Pin("decision recorded", phases.SIGNING, "office.sign:record", "after")
NUMBERING = Pin("number about to be given", phases.REGISTERING, "office.register:record", "before")
NUMBERED = Pin("number given and in the ledger", phases.REGISTERING, "office.register:record", "after")
CHOSEN = Pin("event of a number written, not committed", phases.REGISTERING, "registry.numbering:give", "after")
UNFLUSHED = Pin(
    "number committed, ledger untouched", phases.NUMBERED, "office.record:flush", "before", only_numbers=True
)
TORN = Pin("line half written", phases.NUMBERED, "archive.ledger:append_durably", "torn", only_numbers=True)
UNMARKED = Pin(
    "line written, outbox not marked",
    phases.NUMBERED,
    "registry.registry:Registry.mark_flushed",
    "before",
    only_numbers=True,
)
SEALING = Pin("seal about to be recorded", phases.SEALING, "office.seal:record", "before")
SEALED = Pin("seal recorded", phases.SEALING, "office.seal:record", "after")
ISSUING = Pin("papers made, not recorded", phases.ISSUING, "office.issue:record", "before")
ISSUED = Pin("papers recorded", phases.ISSUING, "office.issue:record", "after")
PROVED = Pin("text compared, papers not made", phases.ISSUING, "office.issue:require_text_as_signed", "after")
BUILT = Pin("object built, not in its place", phases.FILING, "archive.staging:build_object", "after")
PLACED = Pin("object in its place, not synced", phases.FILING, "archive.staging:_renamed", "after")
FILED = Pin("object filed, not recorded", phases.FILING, "office.filing:record", "before")
CARDS = Pin("cards about to be written", phases.CATALOGUING, "indexer.shelf:Shelf.commit", "before")
CARDED = Pin("cards written", phases.CATALOGUING, "indexer.shelf:Shelf.commit", "after")
UNSTAMPED = Pin(
    "cards written, position not stamped", phases.CATALOGUING, "indexer.whoosh_catalogue:write_stamp", "before"
)
PARCEL = Pin("parcel made, not in its place", phases.RETURNING, "mailroom.hand_back:publish", "before")
HANDED = Pin("parcel handed back, not recorded", phases.RETURNING, "office.hand_back:record", "before")
BACK = Pin("handing back recorded", phases.RETURNING, "office.hand_back:record", "after")
IDLE = Pin("nothing to do", phases.IDLE, "tests.drills.whole_office:rest", "before")

TOURS: dict[str, tuple[Pin, ...]] = {
    "tour-1": (
        TAKEN_IN,
        SHOWN,
        DECIDED,
        NUMBERING,
        UNFLUSHED,
        TORN,
        UNMARKED,
        SEALING,
        ISSUING,
        PLACED,
        HANDED,
        UNSTAMPED,
        IDLE,
    ),
    "tour-2": (STAGED, READ, DECIDING, CHOSEN, UNFLUSHED, SEALED, PROVED, BUILT, CARDS, BACK, PARCEL, IDLE),
    "tour-3": (SETTLED, PRESENTED, DECIDED, NUMBERING, NUMBERED, TORN, SEALED, ISSUED, FILED, CARDED, PARCEL, IDLE),
}
"""Tours, each in the order of a record's way; together they hit every phase three times and more."""
