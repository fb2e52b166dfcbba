"""The registry's tables (登记处各表). They never leave this room.

``Event`` is the record of what happened; all tables below it but ``Flushed``, ``Lease`` and ``Different`` are projections of it and come
back from the ledger alone. Times are ISO 8601 text with their offset, as they stand in the ledger; order comes from ``index``, never time.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from domain.holding_events import USE_VERBS


class Row(models.Model):
    """A row of one of our tables (行)."""

    objects: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True


class Event(Row):
    """A ledger line with its payload (事项). The database lets nobody change or delete one."""

    index = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=40)
    actor = models.TextField()
    channel = models.TextField()
    verb = models.CharField(max_length=50)
    object_id = models.CharField(max_length=100)
    payload_sha256 = models.CharField(max_length=64)
    payload_sm3 = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    own = models.CharField(max_length=64)
    payload = models.BinaryField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["object_id", "index"], name="event_object"),
            models.Index(fields=["actor", "index", "object_id"], name="event_actor"),
            models.Index(fields=["index"], condition=Q(verb__in=sorted(USE_VERBS)), name="event_use"),
        ]


class Flushed(Row):
    """Up to which index the ledger's file holds the events (出账位置): the outbox is what lies after. One row."""

    id = models.IntegerField(primary_key=True)
    up_to = models.BigIntegerField()


class Document(Row):
    """A document on its way or at its end (文件), with what lists ask for in columns."""

    id = models.CharField(primary_key=True, max_length=100)
    case = models.TextField()
    own = models.CharField(max_length=64)
    updated = models.BigIntegerField()
    since = models.CharField(max_length=40)
    phase = models.CharField(max_length=20)
    stuck = models.BooleanField()
    unit = models.TextField()
    category = models.TextField()
    name = models.TextField()
    title = models.TextField()
    kind = models.TextField()
    level = models.TextField()
    urgency = models.TextField()
    number = models.TextField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["phase", "stuck", "updated"], name="document_due"),
            models.Index(fields=["updated"], name="document_updated"),
        ]


class Entry(Row):
    """A document in a narrow row (列表项): lists filter, order and count by these alone, without its state passing by.

    ``asked`` are the parts of those who countersign for other units, between bars: ``|finance/unit_head|``; so are the ``readers`` of a reading list.
    """

    document = models.OneToOneField(Document, on_delete=models.PROTECT, primary_key=True, related_name="entry")
    updated = models.BigIntegerField()
    since = models.CharField(max_length=40)
    phase = models.CharField(max_length=20)
    place = models.TextField()
    unit = models.TextField()
    kind = models.TextField()
    title = models.TextField()
    number = models.TextField()
    rank = models.IntegerField()
    urgency = models.TextField()
    scheme = models.CharField(max_length=100)
    period = models.IntegerField()
    serial = models.IntegerField()
    dated = models.CharField(max_length=10)
    organs = models.TextField()
    signer = models.CharField(max_length=100)
    print_run = models.IntegerField()
    recipients = models.TextField()
    to_receive = models.IntegerField()
    received = models.IntegerField()
    filed_on = models.CharField(max_length=10)
    repealed = models.TextField()
    extended = models.BooleanField()
    asked = models.TextField()
    compartment = models.TextField()
    readers = models.TextField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["updated"], name="entry_updated"),
            models.Index(fields=["dated", "scheme", "period", "serial"], name="entry_dated"),
            models.Index(fields=["number"], name="entry_number"),
        ]


class Task(Row):
    """A step that somebody may do now (待办). ``roles`` stand between bars: ``|clerk|director|``."""

    pk = models.CompositePrimaryKey("document", "step")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    step = models.TextField()
    name = models.TextField()
    verb = models.CharField(max_length=20)
    roles = models.TextField()
    organ = models.TextField()
    unit = models.TextField()
    limit = models.CharField(max_length=20)
    since = models.CharField(max_length=40)
    index = models.BigIntegerField()


class Version(Row):
    """A version of a document's text (稿次)."""

    pk = models.CompositePrimaryKey("document", "number")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    number = models.IntegerField()
    at = models.CharField(max_length=40)
    actor = models.TextField()
    why = models.TextField()
    files = models.TextField()


class Decision(Row):
    """What a person decided at a step (批示), with what it binds."""

    index = models.BigIntegerField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    round = models.IntegerField()
    step = models.TextField()
    version = models.IntegerField()
    name = models.TextField()
    verb = models.CharField(max_length=20)
    organ = models.TextField()
    actor = models.TextField()
    drafter = models.TextField()
    approved = models.BooleanField()
    opinion = models.TextField()
    at = models.CharField(max_length=40)
    channel = models.TextField()
    content = models.CharField(max_length=200)
    pages = models.CharField(max_length=200)
    renderer = models.TextField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["document", "round", "step", "version"],
                condition=Q(approved=True),
                name="one_approval_of_a_step",
            )
        ]


class Act(Row):
    """Who did what for a document in a round (经手). A trigger refuses one person for two acts that need different people."""

    pk = models.CompositePrimaryKey("document", "round", "act", "person")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    round = models.IntegerField()
    act = models.CharField(max_length=20)
    person = models.CharField(max_length=100)


class Different(Row):
    """Two acts that need different people (不得由同一人办理): the office's rule, put where the database itself can hold it."""

    pk = models.CompositePrimaryKey("one", "other")
    one = models.CharField(max_length=20)
    other = models.CharField(max_length=20)


class Number(Row):
    """A number given to a document for ever (发文字号). Its key columns can't be changed, its row can't be deleted."""

    pk = models.CompositePrimaryKey("scheme", "period", "serial")
    scheme = models.CharField(max_length=100)
    period = models.IntegerField()
    serial = models.IntegerField()
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    dated = models.CharField(max_length=10)
    index = models.BigIntegerField(unique=True)


class Counter(Row):
    """The last serial of a series within its period (编号位置)."""

    pk = models.CompositePrimaryKey("scheme", "period")
    scheme = models.CharField(max_length=100)
    period = models.IntegerField()
    last = models.IntegerField()


class NumberRange(Row):
    """Numbers that the counter passes over (号段): used on paper before, or kept for chosen documents."""

    index = models.BigIntegerField(primary_key=True)
    scheme = models.CharField(max_length=100)
    period = models.IntegerField()
    first = models.IntegerField()
    last = models.IntegerField()
    reserved = models.BooleanField()
    reason = models.TextField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["scheme", "period"], name="range_scheme")]


class Drop(Row):
    """A drop that was taken in (来稿), so that it is known again."""

    digest = models.CharField(primary_key=True, max_length=200)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")


class SecrecyStop(Row):
    """A file that was stopped for its mark (涉密拦截): its hash, and no name."""

    index = models.BigIntegerField(primary_key=True)
    at = models.CharField(max_length=40)
    folder = models.TextField()
    size_bytes = models.BigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    mark = models.TextField()


class Holding(Row):
    """A kept record (在档件), with what lists ask for in columns; an empty ``expires`` stands for 永久."""

    record = models.CharField(primary_key=True, max_length=100)
    state = models.TextField()
    updated = models.BigIntegerField()
    year = models.IntegerField()
    formed = models.IntegerField()
    origin = models.CharField(max_length=10)
    numbered = models.BooleanField()
    standing = models.CharField(max_length=10)
    series = models.CharField(max_length=60)
    serial = models.IntegerField()
    code = models.CharField(max_length=100)
    rank = models.IntegerField()
    unit = models.TextField()
    expires = models.CharField(max_length=10)
    verdict = models.CharField(max_length=10)
    held = models.BooleanField()
    lent_until = models.CharField(max_length=10)
    opinions = models.IntegerField(default=0)
    compartment = models.TextField()
    readers = models.TextField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["year", "standing"], name="holding_year"),
            models.Index(fields=["year", "record"], name="holding_paged"),
            models.Index(fields=["series", "serial"], name="holding_series"),
            models.Index(fields=["expires"], name="holding_expires"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code"], condition=~Q(code=""), name="one_piece_of_a_code")
        ]


class Parcel(Row):
    """A package exchanged with another office (交换件), with what lists ask for in columns; an empty ``due`` has none."""

    id = models.CharField(primary_key=True, max_length=100)
    state = models.TextField()
    updated = models.BigIntegerField()
    side = models.CharField(max_length=10)
    stage = models.CharField(max_length=20)
    partner = models.CharField(max_length=30)
    document = models.CharField(max_length=100)
    rank = models.IntegerField()
    backed_up = models.BooleanField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["side", "stage", "updated"], name="parcel_stage"),
            models.Index(fields=["document"], name="parcel_document"),
        ]


class Destruction(Row):
    """A list of records to be destroyed (销毁清册)."""

    id = models.CharField(primary_key=True, max_length=100)
    state = models.TextField()
    updated = models.BigIntegerField()
    stage = models.CharField(max_length=10, db_index=True)


class DestructionPart(Row):
    """Who did what for a list (清册经办). One person does one thing: the key is the list and the person; a row is never changed."""

    pk = models.CompositePrimaryKey("list", "person")
    list = models.CharField(max_length=100)
    person = models.CharField(max_length=100)
    part = models.CharField(max_length=10)


class ErasedLine(Row):
    """A line whose payload goes with a destroyed record (已销毁事项): of no other may the payload be emptied."""

    index = models.BigIntegerField(primary_key=True)
    record = models.CharField(max_length=100, db_index=True)


class Incoming(Row):
    """A piece that came in and was signed for (收文登记), with what the register shows beside its ``Entry``; the keys are for comparing."""

    document = models.OneToOneField(Document, on_delete=models.PROTECT, primary_key=True, related_name="incoming")
    sender = models.TextField()
    sender_key = models.TextField()
    sender_number = models.TextField()
    number_key = models.TextField()
    received_on = models.CharField(max_length=10)
    copies = models.IntegerField()
    serials = models.TextField()
    attachments = models.TextField()
    nature = models.CharField(max_length=10)
    medium = models.CharField(max_length=10)
    contact = models.TextField()
    wants_reply = models.BooleanField()
    units = models.TextField()
    receiver = models.CharField(max_length=100)
    chaser = models.CharField(max_length=100)
    due = models.CharField(max_length=10)
    replies = models.TextField()
    concluded_on = models.CharField(max_length=10)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["number_key", "sender_key"], name="incoming_same"),
            models.Index(fields=["received_on"], name="incoming_received"),
        ]


class Lease(Row):
    """Who may do exclusive work, and until when (租约); ``token`` only grows."""

    name = models.CharField(primary_key=True, max_length=100)
    holder = models.TextField()
    token = models.BigIntegerField()
    until = models.CharField(max_length=40)
