import asyncio
import base64
import logging

import numpy as np
import pytest

from qinet_edu import kme
from qinet_edu.kme import command, server
from qinet_edu.kme.link import as_bytes
from qinet_edu.network import Network

from .conftest import FAR, MASTER, NAMES, NEAR, SLAVE


def test_the_link_of_the_course_joins_neighbours_of_the_ring(tmp_path):
    link = kme.set_up(tmp_path)
    ends = [name.removeprefix("KME-") for name in link.kmes]
    assert Network.of_the_course().link(*ends).length_km < 12


def test_setting_up_again_keeps_the_keys(tmp_path):
    kme.set_up(tmp_path, NAMES).deposit(bytes(range(64)))
    again = kme.set_up(tmp_path, NAMES)
    assert again.store(FAR).bits_left == 512
    with pytest.raises(ValueError, match="holds the link"):
        kme.set_up(tmp_path)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        ({"KME-a": ["SAE-a"]}, "two KMEs, not 1"),
        ({"KME-a": ["SAE-a"], "KME-b": ["sae-A"]}, "same name"),
        ({"KME-a": ["KME-b"], "KME-b": []}, "same name"),
        ({"KME a": ["SAE-a"], "KME-b": []}, "cannot name"),
    ],
)
def test_names_are_checked_before_anything_is_written(tmp_path, names, words):
    with pytest.raises(ValueError, match=words):
        kme.set_up(tmp_path, names)
    assert not (tmp_path / "link.json").exists()


def test_no_link_and_a_damaged_one_say_what_to_do(tmp_path):
    with pytest.raises(FileNotFoundError, match="Make one with"):
        kme.open_link(tmp_path)
    (tmp_path / "link.json").write_text('{"schema": 1, "saes": [1')
    with pytest.raises(ValueError, match="set the link up again"):
        kme.open_link(tmp_path)
    (tmp_path / "link.json").write_text('{"schema": 1, "saes": {"../x": [], "b": []}}')
    with pytest.raises(ValueError, match="set the link up again"):
        kme.open_link(tmp_path)


def test_bits_are_packed_first_bit_on_top():
    bits = np.random.default_rng(3).integers(0, 2, 1003)
    packed = as_bytes(bits)
    assert len(packed) == 125
    assert "".join(f"{byte:08b}" for byte in packed) == "".join(map(str, bits[:1000]))
    assert as_bytes(bits.astype(bool)) == packed
    assert as_bytes(packed) is packed


@pytest.mark.parametrize("key", ["0101", [0, 2], [0.0, 1.0], [[0], [1]], None, [[0], [1, 1]]])
def test_what_is_no_key_is_refused(key):
    with pytest.raises(TypeError, match="list of bits"):
        as_bytes(key)


def test_the_command_fills_tells_and_renews(tmp_path, capsys):
    file = tmp_path / "key.bin"
    file.write_bytes(bytes(range(64)))
    folder = ["--folder", str(tmp_path / "link")]
    assert command.main(["status", *folder]) == 1
    assert "no link" in capsys.readouterr().err
    assert command.main(["fill", str(file), *folder]) == 0
    assert "512 bits put" in capsys.readouterr().out
    assert command.main(["fill", "--random", "32", *folder]) == 0
    assert command.main(["status", *folder]) == 0
    assert "768 bits left" in capsys.readouterr().out
    assert command.main(["renew", *folder]) == 0
    assert command.main(["serve", "KME-Nowhere", *folder]) == 1
    assert "no KME 'KME-Nowhere'" in capsys.readouterr().err
    assert command.main(["--port", "8443", *folder]) == 1
    assert "name it" in capsys.readouterr().err
    assert command.main(["fill", str(tmp_path / "none"), *folder]) == 1
    for help_ in (["--help"], ["serve", "--help"]):
        with pytest.raises(SystemExit) as ended:
            command.main(help_)
        assert ended.value.code == 0


def test_no_key_is_printed_or_logged(link, capfd, caplog):
    caplog.set_level(logging.DEBUG)
    link.fill()
    with kme.start(link.link.folder) as running:
        master = running.connect(MASTER)
        (key,) = master.get_keys(SLAVE)
        sealed = kme.encrypt(key, "hello")
        shown = [repr(each) for each in (
            key, master, running, link.link, link.link.store(NEAR), sealed,
            link.link.credentials(MASTER), kme.Authority(),
        )]  # fmt: skip
        with pytest.raises(kme.KeyRefused) as refused:
            master.get_keys(SLAVE, size=9)
        shown.append(str(refused.value))
        said = [process.stdout for process in running._processes.values()]
        running.kill(NEAR)
    text = "\n".join([*shown, caplog.text, *capfd.readouterr()])
    assert all(pipe.closed for pipe in said)
    secret = key.material
    for form in (secret.hex(), repr(secret)[2:-1], base64.b64encode(secret).decode()):
        assert form not in text


def test_what_a_server_logs_holds_neither_keys_nor_their_ids(link, caplog):
    """In this process, with every log line on, and a store that breaks while it is asked."""
    caplog.set_level(logging.DEBUG)
    link.fill()

    async def serve():
        async with server.serving(link.link, NEAR), server.serving(link.link, FAR):
            loop = asyncio.get_running_loop()
            (key,) = await loop.run_in_executor(None, link.client(MASTER).get_keys, SLAVE)
            path = f"/api/v1/keys/{MASTER}/dec_keys?key_ID={key.key_id}"
            got = await loop.run_in_executor(None, link.ask, SLAVE, "GET", path)
            (link.link.folder / f"{NEAR}.material").unlink()
            broken = await loop.run_in_executor(
                None, lambda: link.ask(MASTER, "POST", f"/api/v1/keys/{SLAVE}/enc_keys", {})
            )
            return key, got, broken

    key, got, broken = asyncio.run(serve())
    assert got[0] == 200
    assert (broken[0], broken[1]["message"]) == (503, "Error of server side")
    assert str(link.link.folder) not in str(broken[1])
    assert got[1]["keys"][0]["key"] not in caplog.text
    assert key.key_id not in caplog.text
    assert "200 GET" in caplog.text
