"""Certificates for one machine: who is an SAE, who is a KME, and for a day only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from ssl import CERT_REQUIRED, PROTOCOL_TLS_CLIENT, PROTOCOL_TLS_SERVER, SSLContext, TLSVersion

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from qinet_edu import storage
from qinet_edu.kme.limits import checked_name

LIFETIME = timedelta(days=1)
BACKDATED = timedelta(minutes=5)  # clocks differ a little
AUTHORITY = "authority.ca.pem"  # no name has a dot, so nobody else is called so


@dataclass(frozen=True)
class Credentials:
    """Name the files with which one party shows who it is.

    Attributes:
        name: of the SAE or KME.
        certificate: its certificate.
        key: its private key, which only the owner of the file can read.
        authority: the certificate of the authority that it trusts.
    """

    name: str
    certificate: Path
    key: Path
    authority: Path

    @classmethod
    def of(cls, name: str, folder: Path) -> "Credentials":
        """Find the credentials of a party among those that were issued into a folder.

        Raises:
            ValueError: the name cannot be one.
            FileNotFoundError: it has none there.
        """
        stem = folder / checked_name(name)
        found = cls(name, stem.with_suffix(".pem"), stem.with_suffix(".key"), folder / AUTHORITY)
        for file in (found.certificate, found.key, found.authority):
            if not file.is_file():
                known = sorted(each.stem for each in folder.glob("*.key"))
                raise FileNotFoundError(
                    f"{name} has no certificate in {folder}; those who have: "
                    f"{', '.join(known) or 'nobody'}. Make the link with `python start.py kme`, or "
                    "kme.set_up() in a notebook."
                )
        return found

    def as_server(self) -> SSLContext:
        """Return what a KME needs for TLS: it shows itself and asks who calls."""
        context = SSLContext(PROTOCOL_TLS_SERVER)
        context.num_tickets = 0  # every connection shows its certificate anew
        return self._trusting(context)

    def as_client(self) -> SSLContext:
        """Return what an SAE needs for TLS: it shows itself and checks whom it called."""
        return self._trusting(SSLContext(PROTOCOL_TLS_CLIENT))

    def _trusting(self, context: SSLContext) -> SSLContext:
        context.minimum_version = TLSVersion.TLSv1_2  # as the standard asks
        context.verify_mode = CERT_REQUIRED
        context.load_verify_locations(self.authority)
        context.load_cert_chain(self.certificate, self.key)
        return context


class Authority:
    """Issue certificates that are good for a day.

    Its private key lives as long as this object and is written nowhere: whoever wants more
    certificates makes a new authority, and the old ones end.

    Args:
        lifetime: how long what it issues is good.

    Example:
        >>> Authority()
        Authority(issues certificates for 24 h)
    """

    def __init__(self, *, lifetime: timedelta = LIFETIME) -> None:
        self.lifetime = lifetime
        self._key = ec.generate_private_key(ec.SECP256R1())
        name = _named("qinet key delivery on this machine")
        self._certificate = (
            self._begun(name, self._key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(_usage(key_cert_sign=True), critical=True)
            .sign(self._key, hashes.SHA256())
        )

    def issue(self, folder: Path, *, kmes: Iterable[str] = (), saes: Iterable[str] = ()) -> None:
        """Write a certificate and a private key for each KME and each SAE.

        A KME's certificate is good for serving only and an SAE's for calling only, so that neither
        can pass for the other.

        Args:
            folder: where; made, for the owner alone.
            kmes: names of KMEs.
            saes: names of SAEs.

        Raises:
            ValueError: a name cannot be one.
        """
        storage.private_folder(folder)
        storage.write(folder / AUTHORITY, _pem(self._certificate), private=True)
        uses = {
            **{checked_name(name): ExtendedKeyUsageOID.SERVER_AUTH for name in kmes},
            **{checked_name(name): ExtendedKeyUsageOID.CLIENT_AUTH for name in saes},
        }
        for name, use in uses.items():
            key = ec.generate_private_key(ec.SECP256R1())
            certificate = (
                self._begun(_named(name), key.public_key())
                .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
                .add_extension(_usage(digital_signature=True), critical=True)
                .add_extension(x509.ExtendedKeyUsage([use]), critical=True)
                .add_extension(
                    x509.SubjectAlternativeName(
                        [x509.DNSName(name), x509.IPAddress(ip_address("127.0.0.1"))]
                    ),
                    critical=False,
                )
                .sign(self._key, hashes.SHA256())
            )
            secret = key.private_bytes(
                serialization.Encoding.PEM,
                serialization.PrivateFormat.PKCS8,
                serialization.NoEncryption(),
            )
            storage.write(folder / f"{name}.key", secret, private=True)
            storage.write(folder / f"{name}.pem", _pem(certificate), private=True)

    def _begun(self, name: x509.Name, key: ec.EllipticCurvePublicKey) -> x509.CertificateBuilder:
        now = datetime.now(UTC)
        issuer = self._key.public_key()
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(_named("qinet key delivery on this machine"))
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - BACKDATED)
            .not_valid_after(now + self.lifetime)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer), critical=False
            )
        )

    def __repr__(self) -> str:
        return f"Authority(issues certificates for {self.lifetime / timedelta(hours=1):g} h)"


def ends(certificate: Path) -> datetime:
    """Return when a certificate ends, in UTC.

    Raises:
        OSError: it cannot be read.
        ValueError: it is no certificate.
    """
    return x509.load_pem_x509_certificate(certificate.read_bytes()).not_valid_after_utc


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(*, digital_signature: bool = False, key_cert_sign: bool = False) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=key_cert_sign,
        encipher_only=False,
        decipher_only=False,
    )


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
