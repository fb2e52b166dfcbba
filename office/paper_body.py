"""The text of an everyday paper that has one, such as a 简报, read from a Word draft (日常文书的正文)."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from domain.draft import Draft
from domain.papers import Paper
from office.house import House
from press.forms import require_body

_TITLE = "标题"


def with_body(house: House, paper: Paper, path: Path) -> tuple[Paper, tuple[str, ...]]:
    """Put a draft's text into a paper, its title too where none was stated; give what of the draft the paper does not show.

    The draft is searched for secrecy marks and read as any other; nothing is registered.

    Raises:
        BodilessFormError: The form has no text, only fields.
    """
    require_body(paper.form)
    draft = house.press.read(house.mailroom.open_at(path), path.name)
    stated = dict(paper.fields)
    title = () if stated.get(_TITLE) or not draft.title else ((_TITLE, draft.title),)
    filled = dataclasses.replace(paper, fields=(*paper.fields, *title), blocks=draft.blocks)
    return filled, tuple(_not_shown(draft, title_is_ours=bool(title)))


def _not_shown(draft: Draft, *, title_is_ours: bool) -> list[str]:
    """Say what the reader took out of the text and this paper has no place for."""
    parts = [
        ("标题", "" if title_is_ours else draft.title),
        ("主送", "、".join(draft.addressees)),
        ("落款", "、".join(draft.signatories)),
        ("日期", draft.drawn_up_on),
        ("附注", draft.note),
        ("抄送", "、".join(draft.copies_to)),
        ("附件", "、".join(attachment.name for attachment in draft.attachments)),
        *((label, names) for label, names in draft.attendees),
    ]
    said = [f"文稿中的{name}“{text}”没有排入；需要的用 --set 填在栏目里" for name, text in parts if text]
    return [*said, *(f"{left.place}：{left.what}没有排入" for left in draft.left_out if left.characters)]
