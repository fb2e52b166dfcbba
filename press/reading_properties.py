"""What a .docx states in its properties: core title and keywords, our own custom ones (文档属性)."""

from __future__ import annotations

from dataclasses import dataclass

from domain.facts import Fact, FactName, FactSource
from press.reading_package import Package
from press.reading_xml import local_name
from press.sheet import tidied

DOCUMENT_ID = "红头公文标识"
_EMPTY_TITLES = frozenset({"", "Word Document", "Microsoft Word 文档"})


@dataclass(frozen=True)
class Properties:
    """The properties that matter here (属性): facts, and the id that a returned draft carries."""

    facts: tuple[Fact, ...] = ()
    document_id: str = ""
    core_title: str = ""


def read_properties(package: Package) -> Properties:
    """Read docProps; values that can't be used as facts are passed over."""
    custom = _custom(package)
    values = {name: tidied(name, custom.get(name.value, "")) for name in FactName}
    facts = tuple(Fact(name, value, FactSource.PROPERTIES) for name, value in values.items() if value)
    return Properties(facts, custom.get(DOCUMENT_ID, "").strip(), _core_title(package))


def _custom(package: Package) -> dict[str, str]:
    part = package.related("", "custom-properties")
    if part is None:
        return {}
    root = package.tree(part)
    return {element.get("name", ""): "".join(str(text) for text in element.itertext()) for element in root}


def _core_title(package: Package) -> str:
    part = package.related("", "core-properties")
    if part is None:
        return ""
    titles = ((element.text or "").strip() for element in package.tree(part) if local_name(element) == "title")
    return next((title for title in titles if title not in _EMPTY_TITLES), "")
