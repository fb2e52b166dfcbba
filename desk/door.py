"""What the desk asks of the accounts (门卫): who may come in, who is in, and which forms were used."""

from __future__ import annotations

from typing import Protocol, runtime_checkable


@runtime_checkable
class Door(Protocol):
    """Passwords, sessions and used forms (账号库)."""

    def verify(self, login: str, password: str) -> bool:
        """Tell whether the password is right; takes as long for an unknown login."""
        ...

    def set_password(self, login: str, password: str) -> None:
        """Set a password, refusing short and common ones, and end the login's sessions."""
        ...

    def admit(self, login: str, address: str) -> int:
        """Count a try to log in and give 0, or the seconds to wait first."""
        ...

    def succeeded(self, login: str, address: str) -> None:
        """Forget the failed tries of somebody who got in."""
        ...

    def open_session(self, login: str) -> str:
        """Give the token of a new session."""
        ...

    def session_login(self, token: str) -> str | None:
        """Give the login of a session that is still open."""
        ...

    def end_session(self, token: str) -> None:
        """End one session."""
        ...

    def end_sessions(self, login: str) -> None:
        """End all sessions of a login."""
        ...

    def use_once(self, mark: str) -> bool:
        """Use up a form's mark; False when it was used before."""
        ...
