"""The inventory of an OCFL object (清册): which file of which version has which SHA-512, as bytes and as a value.

Source: OCFL 1.1 §3.5.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

INVENTORY = "inventory.json"
SIDECAR = "inventory.json.sha512"
_TYPE = "https://ocfl.io/1.1/spec/#inventory"
_VERSION_FOLDER = re.compile(r"v([1-9][0-9]*)")
_DIGEST = re.compile(r"[0-9a-f]{128}")


@dataclass(frozen=True)
class Version:
    """What one version says of itself; ``state`` maps logical names to SHA-512 digests."""

    created: dt.datetime
    message: str
    actor: str
    state: Mapping[str, str]


@dataclass(frozen=True)
class Inventory:
    """All versions of an object; ``manifest`` maps digests to content paths inside the object's folder."""

    object_id: str
    manifest: Mapping[str, tuple[str, ...]]
    versions: tuple[Version, ...]

    @property
    def head(self) -> int:
        """Give the number of the newest version, from 1."""
        return len(self.versions)

    def version(self, number: int | None = None) -> Version | None:
        """Give a version by its number, the newest without one, nothing when there is none of that number."""
        wanted = self.head if number is None else number
        return self.versions[wanted - 1] if 1 <= wanted <= self.head else None

    def to_bytes(self) -> bytes:
        """Give the bytes of ``inventory.json``."""
        plain = {
            "id": self.object_id,
            "type": _TYPE,
            "digestAlgorithm": "sha512",
            "head": f"v{self.head}",
            "manifest": {digest: list(paths) for digest, paths in self.manifest.items()},
            "versions": {f"v{n}": _version_to_plain(version) for n, version in enumerate(self.versions, 1)},
        }
        return json.dumps(plain, ensure_ascii=False, indent=1, sort_keys=True).encode() + b"\n"


def sidecar_of(inventory: bytes) -> bytes:
    """Give the bytes of ``inventory.json.sha512``."""
    return f"{hashlib.sha512(inventory).hexdigest()} {INVENTORY}\n".encode()


def sidecar_agrees(sidecar: bytes, inventory: bytes) -> bool:
    """Tell whether the sidecar names this inventory's digest."""
    return sidecar.split() == sidecar_of(inventory).split()


def parse_inventory(data: bytes) -> Inventory:
    """Read an inventory of ours back.

    Raises:
        ValueError: The bytes are not a whole OCFL 1.1 inventory with SHA-512 digests.
    """
    try:
        plain = json.loads(data)
        inventory = Inventory(
            object_id=_text(plain["id"]),
            manifest={_digest(key): tuple(_text(path) for path in paths) for key, paths in plain["manifest"].items()},
            versions=_versions(plain["versions"]),
        )
        head = plain["head"]
        described = (plain["type"], plain["digestAlgorithm"], plain.get("contentDirectory", "content"))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"inventory lacks or misuses {error}") from error
    if described != (_TYPE, "sha512", "content"):
        raise ValueError(f"inventory is of another kind: {described}")
    if head != f"v{inventory.head}" or inventory.head == 0:
        raise ValueError(f"head {head!r} is not the newest version")
    return inventory


def _version_to_plain(version: Version) -> dict[str, Any]:
    names_of: dict[str, list[str]] = {}
    for name, digest in sorted(version.state.items()):
        names_of.setdefault(digest, []).append(name)
    return {
        "created": version.created.isoformat(timespec="seconds"),
        "message": version.message,
        "user": {"name": version.actor, "address": f"urn:hongtou:actor:{quote(version.actor, safe='')}"},
        "state": names_of,
    }


def _versions(plain: dict[str, Any]) -> tuple[Version, ...]:
    numbers = sorted(_version_number(folder) for folder in plain)
    if numbers != list(range(1, len(numbers) + 1)):
        raise ValueError(f"versions are not consecutive: {numbers}")
    return tuple(_version_from_plain(plain[f"v{number}"]) for number in numbers)


def _version_number(folder: str) -> int:
    match = _VERSION_FOLDER.fullmatch(folder)
    if match is None:
        raise ValueError(f"{folder!r} is not a version")
    return int(match[1])


def _version_from_plain(plain: dict[str, Any]) -> Version:
    state = {_text(name): _digest(digest) for digest, names in plain["state"].items() for name in names}
    return Version(
        created=dt.datetime.fromisoformat(plain["created"]),
        message=_text(plain.get("message", "")),
        actor=_text(plain.get("user", {}).get("name", "")),
        state=state,
    )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"{value!r} should be text")  # noqa: TRY004 - one kind of error for all that is wrong in a file
    return value


def _digest(value: str) -> str:
    if not _DIGEST.fullmatch(value):
        raise ValueError(f"{value[:20]!r}… is not a SHA-512 digest")
    return value
