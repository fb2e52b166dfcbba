"""The office's own authority and the desk's certificate (证书), made on this machine; keys never leave it."""

from __future__ import annotations

import datetime as dt
import ipaddress
from dataclasses import dataclass
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from ground.durable import write_new

AUTHORITY_YEARS = 10
CERTIFICATE_DAYS = 825
FOLDER = "证书"


@dataclass(frozen=True)
class Pair:
    """The places of a certificate and its key."""

    certificate: Path
    key: Path


def make_authority(root: Path, office: str) -> Pair:
    """Make the office's authority, if it is not there (本机关证书机构)."""
    pair = Pair(root / FOLDER / "机关根证书.crt", root / FOLDER / "authority.key")
    if not pair.certificate.exists():
        (root / FOLDER).mkdir(mode=0o700, exist_ok=True)
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"{office} 红头根证书"[:64])])
        builder = _builder(name, name, key.public_key(), dt.timedelta(days=365 * AUTHORITY_YEARS))
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        _write(pair, builder.sign(key, hashes.SHA256()), key)
    return pair


def certificate_of(root: Path, host: str) -> Pair:
    """Give the desk's certificate for a host name or address, made by the office's authority when it is not there."""
    pair = Pair(root / FOLDER / f"{host}.crt", root / FOLDER / f"{host}.key")
    if not pair.certificate.exists():
        authority = make_authority(root, "本机关")
        issuer = x509.load_pem_x509_certificate(authority.certificate.read_bytes())
        signer = serialization.load_pem_private_key(authority.key.read_bytes(), None)
        if not isinstance(signer, ec.EllipticCurvePrivateKey):
            raise TypeError(f"{authority.key} is no elliptic curve key")
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host[:64])])
        builder = _builder(name, issuer.subject, key.public_key(), dt.timedelta(days=CERTIFICATE_DAYS))
        builder = builder.add_extension(x509.SubjectAlternativeName([_alternative(host)]), critical=False)
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        _write(pair, builder.sign(signer, hashes.SHA256()), key)
    return pair


def _builder(
    subject: x509.Name, issuer: x509.Name, public: ec.EllipticCurvePublicKey, term: dt.timedelta
) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return x509.CertificateBuilder(
        issuer_name=issuer,
        subject_name=subject,
        public_key=public,
        serial_number=x509.random_serial_number(),
        not_valid_before=now - dt.timedelta(days=1),
        not_valid_after=now + term,
    )


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _write(pair: Pair, certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey) -> None:
    plain = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    write_new(pair.key, plain, 0o600)
    write_new(pair.certificate, certificate.public_bytes(serialization.Encoding.PEM), 0o644)
