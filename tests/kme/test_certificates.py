"""Nobody gets in without a certificate of the link's own authority, nor passes for another."""

import http.client
import os
import ssl
import stat
from datetime import timedelta

import pytest

from qinet_edu import kme
from qinet_edu.kme.certificates import AUTHORITY

from .conftest import FAR, MASTER, NEAR, SLAVE

PATH = f"/api/v1/keys/{SLAVE}/enc_keys"


def refused_in_the_handshake(served, credentials, at=NEAR):
    before = served.link.store(NEAR).bits_left
    with pytest.raises((ssl.SSLError, OSError)):
        served.ask(MASTER, "GET", PATH, credentials=credentials, at=at)
    assert served.link.store(NEAR).bits_left == before


def strangers(tmp_path, served, **issuing):
    """Credentials of the right name from another authority, which trust the true one."""
    kme.Authority(**issuing).issue(tmp_path, saes=[MASTER], kmes=[NEAR])
    true = served.link.folder / "certificates" / AUTHORITY
    (tmp_path / AUTHORITY).write_bytes(true.read_bytes())
    return kme.Credentials.of(MASTER, tmp_path)


def test_a_certificate_of_another_authority_is_refused(served, tmp_path):
    refused_in_the_handshake(served, strangers(tmp_path, served))
    client = kme.Client(strangers(tmp_path, served), NEAR, served.port(NEAR))
    with pytest.raises(kme.KmeUnreachable, match="did not accept the certificate"):
        client.get_keys(SLAVE)


def test_no_certificate_is_refused(served):
    class Nobody:
        @staticmethod
        def as_client():
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.load_verify_locations(served.link.credentials(MASTER).authority)
            return context

    refused_in_the_handshake(served, Nobody)


def test_plain_http_and_old_tls_are_refused(served):
    connection = http.client.HTTPConnection("127.0.0.1", served.port(NEAR), timeout=20)
    connection.request("GET", PATH)
    with pytest.raises((OSError, http.client.HTTPException)):
        connection.getresponse()
    connection.close()
    assert served.link.credentials(NEAR).as_server().minimum_version == ssl.TLSVersion.TLSv1_2
    assert served.link.credentials(MASTER).as_client().minimum_version == ssl.TLSVersion.TLSv1_2


def test_a_kme_cannot_pass_for_an_sae_nor_an_sae_for_a_kme(served):
    refused_in_the_handshake(served, served.link.credentials(FAR))
    server = served.link.credentials(MASTER).as_server()
    client = served.link.credentials(SLAVE).as_client()
    with pytest.raises(ssl.SSLError, match=r"(?i)purpose"):
        shake_hands(server, client, MASTER)


def test_a_client_talks_to_no_kme_but_its_own(served):
    with pytest.raises(kme.KmeUnreachable, match="is not it"):
        kme.Client(served.link.credentials(MASTER), NEAR, served.port(FAR)).get_keys(SLAVE)


def test_an_sae_of_the_other_kme_is_unauthorised(served):
    status, said, _ = served.ask(
        SLAVE, "GET", f"/api/v1/keys/{SLAVE}/enc_keys", at=NEAR,
    )  # fmt: skip
    assert (status, said["message"]) == (401, "Unauthorized")


def test_an_sae_that_nobody_knows_is_unauthorised_even_with_a_good_certificate(link, tmp_path):
    authority = kme.Authority()
    folder = link.link.folder / "certificates"
    authority.issue(folder, kmes=[NEAR, FAR], saes=[MASTER, SLAVE, "SAE-Stranger"])
    for extra in ("SAE-Nathan", "SAE-Airport"):
        authority.issue(folder, saes=[extra])
    link.fill()
    with kme.start(link.link.folder):
        stranger = link.link.credentials("SAE-Stranger")
        for path in (PATH, "/nowhere", f"/api/v1/keys/{SLAVE}/status"):
            status, said, _ = link.ask(MASTER, "GET", path, credentials=stranger)
            assert (status, said["message"]) == (401, "Unauthorized")


def test_a_certificate_that_has_ended_is_refused_and_starting_again_renews_it(link):
    folder = link.link.folder / "certificates"
    every = [MASTER, SLAVE, "SAE-Nathan", "SAE-Airport"]
    ended = kme.Authority(lifetime=timedelta(seconds=-1))
    ended.issue(folder, kmes=[NEAR, FAR], saes=every)
    server = link.link.credentials(NEAR).as_server()
    client = link.link.credentials(MASTER).as_client()
    with pytest.raises(ssl.SSLError, match=r"expired"):
        shake_hands(server, client, NEAR)
    link.fill()
    with kme.start(link.link.folder) as running:
        assert running.connect(MASTER).get_keys(SLAVE)


def test_certificates_last_and_are_not_renewed_while_they_are_good(link):
    file = link.link.credentials(MASTER).certificate
    before = file.read_bytes()
    link.link.renew()
    assert file.read_bytes() == before
    link.link.renew(always=True)
    assert file.read_bytes() != before


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps others out by the folder above")
def test_files_are_for_their_owner_alone_and_the_authority_keeps_no_key(link):
    link.fill()
    link.link.store(NEAR).issue(master=MASTER, slave=SLAVE, number=1, size=256)
    for file in link.link.folder.rglob("*"):
        if not file.name.endswith(".lock"):  # which are empty
            assert not stat.S_IMODE(file.stat().st_mode) & 0o077, file
    assert not stat.S_IMODE(link.link.folder.stat().st_mode) & 0o077
    keys = sorted(file.name for file in (link.link.folder / "certificates").glob("*.key"))
    assert keys == sorted(
        f"{name}.key" for name in (NEAR, FAR, MASTER, SLAVE, "SAE-Nathan", "SAE-Airport")
    )


@pytest.mark.parametrize("name", ["", "..", "a/b", "a.b", "-a", "a" * 64, "Ä", 7, "a\n"])
def test_names_that_cannot_stand_in_a_path_or_a_certificate_are_refused(tmp_path, name):
    with pytest.raises(ValueError, match="cannot name"):
        kme.Authority().issue(tmp_path, saes=[name])
    with pytest.raises(ValueError, match="cannot name"):
        kme.Credentials.of(name, tmp_path)


def test_a_missing_certificate_says_who_has_one(link):
    with pytest.raises(FileNotFoundError, match="SAE-Nathan"):
        link.link.credentials("SAE-Nobody")


def shake_hands(server, client, name):
    """Connect a server and a client in memory, and let the first problem out."""
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    here = client.wrap_bio(to_client, to_server, server_hostname=name)
    there = server.wrap_bio(to_server, to_client, server_side=True)
    done = set()
    for _ in range(10):
        for side in (here, there):
            try:
                side.do_handshake()
                done.add(side)
            except ssl.SSLWantReadError:
                pass
        if len(done) == 2:
            return
