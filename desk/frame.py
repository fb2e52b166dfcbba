"""What every page shows around its content (页框): the office, who is logged in, where one can go."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from desk.furniture import version_of
from desk.visit import Visit, desk_of, visit_of
from domain.office import Role
from office.destruction import SEES as DESTROYING
from office.retention import DECIDERS
from office.secret_register import READERS as SECRET_READERS

_PLACES = (
    ("/todo", "待办"),
    ("/documents", "文件"),
    ("/register-book", "发文登记簿"),
    ("/receipt-book", "收文登记簿"),
    ("/deliveries", "分发"),
    ("/deadlines", "时限"),
    ("/log", "我的记录"),
    ("/delegations", "委托"),
    ("/office", "本机关"),
)


_OF_ROLES: tuple[tuple[str, str, tuple[Role, ...]], ...] = (
    ("/exchange", "公文交换", (Role.CLERK,)),
    ("/years", "年度归档", (Role.ARCHIVIST,)),
    ("/appraisal", "鉴定", (Role.ARCHIVIST, *DECIDERS)),
    ("/use", "利用", (Role.ARCHIVIST,)),
    ("/holds", "冻结", (Role.ARCHIVIST,)),
    ("/destructions", "销毁", DESTROYING),
    ("/secrets", "涉密文件台账", SECRET_READERS),
)
"""What stands in the navigation of some roles only."""


def _places_of(visit: Visit | None) -> tuple[tuple[str, str], ...]:
    own = ((address, label) for address, label, roles in _OF_ROLES if visit and visit.actor.has(*roles))
    return (*_PLACES, *own)


def _is_at(path: str, address: str) -> bool:
    within = ("/years", "/use", "/secrets", "/destructions")
    return (
        path == address
        or (address == "/secrets" and path == "/handover")
        or (address in within and path.startswith(f"{address}/"))
    )


def frame(request: HttpRequest) -> dict[str, Any]:
    """Give the frame's values to every template."""
    desk = desk_of(request)
    visit = visit_of(request)
    return {
        "office_name": desk.house.office.name,
        "example": desk.example,
        "me": visit.actor if visit else None,
        "my_roles": visit.house.office.titles(*visit.actor.roles) if visit else "",
        "my_role_ids": [*visit.actor.roles, *visit.actor.powers] if visit else [],
        "on_search": request.path == "/search",  # that page has a larger box of its own
        "places": [(address, label, _is_at(request.path, address)) for address, label in _places_of(visit)],
        "style_version": version_of("desk.css"),
    }
