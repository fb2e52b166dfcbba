"""Letters by e-mail (邮件提醒), where an office has a mail server in its network: written to the outbox first, sent from there.

A letter leaves the outbox only when the server has taken it, so none is lost; one that was taken just before a crash may be sent
twice, with the same Message-ID.
"""

from __future__ import annotations

import datetime as dt
import os
import smtplib
import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from ground.durable import make_directory, publish, remove_file, sync_directory, write_new
from ground.wiping import wipe_file

WAITING, SENT = "待发", "已发"
_TIMEOUT_S = 30
_SECURITY = ("none", "starttls", "tls")


@dataclass(frozen=True)
class PostSettings:
    """The office's mail server (邮件服务器); without a host no letters are written.

    ``security`` is ``none``, ``starttls`` or ``tls``. ``password_file`` names a file that only the service may read; ``authority`` the
    certificate of the authority that vouches for the server, when it is none the system knows.
    """

    host: str = ""
    port: int = 25
    sender: str = ""
    security: str = "none"
    login: str = ""
    password_file: str = ""
    authority: str = ""

    def __post_init__(self) -> None:
        if self.security not in _SECURITY:
            raise TypeError(f"security 应为 {'、'.join(_SECURITY)} 之一")
        if self.host and not self.sender:
            raise TypeError("缺少 sender（发件地址）")
        if self.login and self.security == "none":
            raise TypeError("有 login 时 security 应为 starttls 或 tls，口令不能明文传送")


@dataclass(frozen=True)
class Letter:
    """One letter (邮件): ``name`` is unique for good and decides that it is written once."""

    name: str
    to: str
    subject: str
    text: str


@dataclass(frozen=True)
class Delivery:
    """What became of a letter (寄送结果); ``fault`` is empty when the server took it."""

    name: str
    fault: str = ""


class Post:
    """The outbox of one office and the way out of it."""

    def __init__(self, folder: Path, settings: PostSettings) -> None:
        self._folder = folder
        self._settings = settings

    @property
    def is_on(self) -> bool:
        """Tell whether the office has a mail server."""
        return bool(self._settings.host)

    def put(self, letter: Letter, now: dt.datetime) -> bool:
        """Put a letter into the outbox; tell whether it is new. It is durable when this returns."""
        name = f"{letter.name}.eml"
        if any((self._folder / place / name).exists() for place in (WAITING, SENT)):
            return False
        for place in (WAITING, SENT):
            make_directory(self._folder / place, 0o700)
        write_new(self._folder / WAITING / name, bytes(self._message(letter, now)), 0o600)
        return True

    def send(self) -> tuple[Delivery, ...]:
        """Send what waits, oldest name first; what the server does not take stays for the next time."""
        waiting = sorted((self._folder / WAITING).glob("*.eml")) if self.is_on else []
        if not waiting:
            return ()
        try:
            with self._server() as server:
                return tuple(self._send_one(server, path) for path in waiting)
        except (OSError, smtplib.SMTPException) as error:
            return tuple(Delivery(path.stem, _reason(error)) for path in waiting if path.exists())

    def forget_sent(self, before: dt.datetime) -> int:
        """Clear letters sent before a moment; give their number."""
        old = [path for path in (self._folder / SENT).glob("*.eml") if path.stat().st_mtime < before.timestamp()]
        for path in old:
            remove_file(path)
        return len(old)

    def forget_about(self, words: Collection[str]) -> int:
        """Remove letters, waiting or sent, that name one of the words, such as a destroyed record's title; give their number."""
        named = [
            path for place in (WAITING, SENT) for path in (self._folder / place).glob("*.eml") if _names(path, words)
        ]
        for path in named:
            wipe_file(path)
            sync_directory(path.parent)
        return len(named)

    def _message(self, letter: Letter, now: dt.datetime) -> EmailMessage:
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"], message["Subject"] = self._settings.sender, letter.to, letter.subject
        message["Date"] = format_datetime(now)
        message["Message-ID"] = f"<{letter.name}.{self._settings.sender}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
        return message

    def _send_one(self, server: smtplib.SMTP, path: Path) -> Delivery:
        message = BytesParser(policy=SMTP).parsebytes(path.read_bytes())
        try:
            server.send_message(message)
        except (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError):
            raise  # for this and all that come after it
        except smtplib.SMTPException as error:
            server.rset()
            return Delivery(path.stem, _reason(error))
        os.utime(path)
        publish(path, self._folder / SENT / path.name)
        return Delivery(path.stem)

    @contextmanager
    def _server(self) -> Iterator[smtplib.SMTP]:
        known = self._settings
        context = ssl.create_default_context(cafile=known.authority or None)
        if known.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(known.host, known.port, timeout=_TIMEOUT_S, context=context)
        else:
            server = smtplib.SMTP(known.host, known.port, timeout=_TIMEOUT_S)
        with server:
            if known.security == "starttls":
                server.starttls(context=context)
            if known.login:
                server.login(known.login, Path(known.password_file).read_text("utf-8").strip())
            yield server


def _names(path: Path, words: Collection[str]) -> bool:
    message = BytesParser(policy=SMTP).parsebytes(path.read_bytes())
    body = message.get_body(("plain",))
    text = f"{message['Subject']}\n{body.get_content() if body else ''}"
    return any(word in text for word in words)


def _reason(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "邮件服务器不接受收件地址"
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return "邮件服务器不接受账号或口令"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"邮件服务器答复 {error.smtp_code}"
    return f"连不上邮件服务器（{type(error).__name__}）"
