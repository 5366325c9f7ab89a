"""The interface, asked over TLS between processes: what the standard says, and nothing else."""

import base64
import json
import uuid
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from qinet_edu import kme

from .conftest import FAR, MASTER, NEAR, SLAVE

ENC, DEC = f"/api/v1/keys/{SLAVE}/enc_keys", f"/api/v1/keys/{MASTER}/dec_keys"


def issued(served, number=1, **asked):
    status, said, _ = served.ask(MASTER, "POST", ENC, {"number": number, **asked})
    assert status == 200
    return said["keys"]


def test_status_has_every_field_of_the_standard(served):
    status, said, _ = served.ask(MASTER, "GET", f"/api/v1/keys/{SLAVE}/status")
    left = served.link.store(NEAR).bits_left
    assert status == 200
    assert said == {
        "source_KME_ID": NEAR, "target_KME_ID": FAR, "master_SAE_ID": MASTER,
        "slave_SAE_ID": SLAVE, "key_size": 256, "stored_key_count": left // 256,
        "max_key_count": 4096, "max_key_per_request": 64, "max_key_size": 4096,
        "min_key_size": 64, "max_SAE_ID_count": 0,
    }  # fmt: skip


@pytest.mark.parametrize("size", [None, 64, 128, 1000, 4096])
@pytest.mark.parametrize("form", ["GET", "POST"])
def test_both_sides_get_the_same_keys_in_both_forms(served, form, size):
    asked = {"number": 3} | ({} if size is None else {"size": size})
    if form == "GET":
        query = "&".join(f"{name}={value}" for name, value in asked.items())
        status, said, headers = served.ask(MASTER, "GET", f"{ENC}?{query}")
    else:
        status, said, headers = served.ask(MASTER, "POST", ENC, asked)
    assert status == 200
    keys = said["keys"]
    assert [sorted(key) for key in keys] == [["key", "key_ID"]] * 3
    assert {len(base64.b64decode(key["key"], validate=True)) for key in keys} == {
        (size or 256) // 8
    }
    assert all(str(uuid.UUID(key["key_ID"])) == key["key_ID"] for key in keys)
    assert headers["Content-Type"].startswith("application/json")
    assert headers["Cache-Control"] == "no-store"
    assert headers["Etag"] is None
    if form == "GET":
        got = [served.ask(SLAVE, "GET", f"{DEC}?key_ID={key['key_ID']}")[1]["keys"][0]
               for key in keys]  # fmt: skip
    else:
        ids = {"key_IDs": [{"key_ID": key["key_ID"]} for key in keys]}
        got = served.ask(SLAVE, "POST", DEC, ids)[1]["keys"]
    assert got == keys


def test_a_request_without_anything_is_for_one_key(served):
    for method, body in (("GET", None), ("POST", b""), ("POST", {})):
        status, said, _ = served.ask(MASTER, method, ENC, body)
        assert (status, len(said["keys"])) == (200, 1)


def test_either_side_may_be_the_master(served):
    (key,) = served.client(SLAVE).get_keys(MASTER)
    assert served.client(MASTER).get_keys_by_id(SLAVE, [key.key_id]) == [key]


def test_a_key_seals_a_message_that_the_other_side_opens(served):
    (key,) = served.client(MASTER).get_keys(SLAVE)
    sealed = kme.encrypt(key, "Die Brücke steht.")
    (same,) = served.client(SLAVE).get_keys_by_id(MASTER, [sealed.key_id])
    assert kme.decrypt(same, sealed) == "Die Brücke steht."


def test_no_key_is_delivered_twice_or_to_itself(served):
    (key,) = issued(served)
    ids = {"key_IDs": [{"key_ID": key["key_ID"]}]}
    at_home = f"/api/v1/keys/{MASTER}/dec_keys"
    assert served.ask(MASTER, "POST", at_home, ids)[0] == 400  # names no SAE of the other KME
    assert served.ask(MASTER, "POST", f"/api/v1/keys/{SLAVE}/dec_keys", ids)[0] == 401
    assert served.ask(SLAVE, "POST", DEC, ids)[0] == 200
    for _ in range(2):
        status, said, _ = served.ask(SLAVE, "POST", DEC, ids)
        assert status == 400
        assert said["message"] == "One or more keys specified are not found on KME"
        assert said["details"] == [{"key_ID": key["key_ID"], "reason": "fetched before"}]


def test_a_key_for_somebody_else_is_refused_and_stays_for_whom_it_is(served):
    (key,) = issued(served)
    ids = {"key_IDs": [{"key_ID": key["key_ID"]}]}
    status, said, _ = served.ask("SAE-Airport", "POST", DEC, ids)
    assert (status, said["message"]) == (401, "Unauthorized")
    assert key["key"] not in json.dumps(said)
    wrong_master = "/api/v1/keys/SAE-Nathan/dec_keys"
    assert served.ask(SLAVE, "POST", wrong_master, ids)[0] == 400
    assert served.ask(SLAVE, "POST", DEC, ids)[1]["keys"] == [key]


def test_of_several_keys_all_are_delivered_or_none(served):
    keys = issued(served, 2)
    ids = [{"key_ID": key["key_ID"]} for key in keys]
    unknown = {"key_ID": str(uuid.uuid4())}
    status, said, _ = served.ask(SLAVE, "POST", DEC, {"key_IDs": [*ids, unknown]})
    assert (status, said["details"]) == (400, [{**unknown, "reason": "unknown"}])
    assert served.ask(SLAVE, "POST", DEC, {"key_IDs": ids})[1]["keys"] == keys


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"number": 0}, "Bad request format"),
        ({"number": 65}, "Bad request format"),
        ({"number": -1}, "Bad request format"),
        ({"number": "3"}, "Bad request format"),
        ({"number": True}, "Bad request format"),
        ({"number": 1.5}, "Bad request format"),
        ({"number": None}, "Bad request format"),
        ({"number": 10**30}, "Bad request format"),
        ({"size": 255}, "size shall be a multiple of 8"),
        ({"size": 56}, "Bad request format"),
        ({"size": 4104}, "Bad request format"),
        ({"nubmer": 3}, "Bad request format"),
        ({"additional_slave_SAE_IDs": ["SAE-Airport"]}, "Bad request format"),
        ({"additional_slave_SAE_IDs": "SAE-Airport"}, "Bad request format"),
        ({"extension_mandatory": [{"vendor_fast": 1}]},
         "not all extension_mandatory parameters are supported"),
        ({"extension_mandatory": {"vendor_fast": 1}},
         "not all extension_mandatory parameters are supported"),
        ([1], "Bad request format"),
        (b"{", "Bad request format"),
        (b"null", "Bad request format"),
        (b"\xff\xfe", "Bad request format"),
        (b"[" * 10_000, "Bad request format"),
    ],
)  # fmt: skip
def test_a_request_for_keys_that_cannot_be_is_refused_in_the_standards_words(served, body, message):
    before = served.link.store(NEAR).bits_left
    status, said, _ = served.ask(MASTER, "POST", ENC, body)
    assert (status, said["message"]) == (400, message)
    assert served.link.store(NEAR).bits_left == before


def test_extensions_that_are_optional_are_passed_over(served):
    body = {"extension_optional": [{"vendor_fast": 1}], "extension_mandatory": []}
    assert served.ask(MASTER, "POST", ENC, body)[0] == 200


@pytest.mark.parametrize(
    "query", ["number=x", "number=-1", "number=1&number=2", "nubmer=1", "size=1e3", "number=²",
              "extension_mandatory=1", "number=" + "9" * 400]
)  # fmt: skip
def test_a_query_that_cannot_be_is_refused(served, query):
    status, said, _ = served.ask(MASTER, "GET", f"{ENC}?{quote(query, safe='=&')}")
    assert (status, said["message"]) == (400, "Bad request format")


@pytest.mark.parametrize(
    "body",
    [
        {}, {"key_IDs": []}, {"key_IDs": "x"}, {"key_IDs": [{}]}, {"key_IDs": [None]},
        {"key_IDs": [{"key_ID": "../../etc/passwd"}]}, {"key_IDs": [{"key_ID": 7}]},
        {"key_IDs": [{"key_ID": str(uuid.uuid4())}] * 65}, {"key_ID": str(uuid.uuid4())},
    ],
)  # fmt: skip
def test_ids_that_cannot_be_are_refused(served, body):
    status, said, _ = served.ask(SLAVE, "POST", DEC, body)
    assert (status, said["message"]) == (400, "Bad request format")


def test_a_key_named_twice_in_one_request_is_refused(served):
    (key,) = issued(served)
    twice = {"key_IDs": [{"key_ID": key["key_ID"]}, {"key_ID": key["key_ID"].upper()}]}
    assert served.ask(SLAVE, "POST", DEC, twice)[0] == 400
    assert served.ask(SLAVE, "GET", f"{DEC}?key_ID={key['key_ID']}")[0] == 200


@pytest.mark.parametrize("size", [16_385, 500_000])
def test_an_oversized_request_is_refused_with_the_standards_error(served, size):
    status, said, _ = served.ask(MASTER, "POST", ENC, b" " * size)
    assert (status, said["message"]) == (400, "Bad request format")


def test_a_huge_request_is_cut_off_and_the_kme_goes_on(served):
    try:
        status = served.ask(MASTER, "POST", ENC, b" " * 5_000_000)[0]
    except (OSError, ValueError):  # nobody listened to the end, or said why
        status = 400
    assert status == 400
    assert issued(served)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404), ("GET", "/api/v1/keys", 404), ("GET", "/api/v2/keys/a/status", 404),
        ("PUT", ENC, 405), ("POST", f"/api/v1/keys/{SLAVE}/status", 405), ("HEAD", ENC, 405),
        ("GET", "/api/v1/keys/SAE-Nobody/enc_keys", 400),
        ("GET", f"/api/v1/keys/{MASTER}/enc_keys", 400),
        ("GET", "/api/v1/keys/SAE-Nathan/enc_keys", 400),
        ("GET", "/api/v1/keys/..%2F..%2Fx/enc_keys", 400),
        ("GET", "/api/v1/keys/%FF/status", 400),
        ("GET", f"/api/v1/keys/{SLAVE}/status?x=1", 400),
    ],
)  # fmt: skip
def test_what_the_standard_does_not_have_is_an_error_in_json(served, method, path, status):
    got, said, _ = served.ask(MASTER, method, path)
    assert got == status
    assert method == "HEAD" or set(said) <= {"message", "details"}


def test_an_exhausted_store_is_the_servers_error_and_delivers_nothing(link):
    link.fill(100)
    with kme.start(link.link.folder):
        client = link.client(MASTER)
        with pytest.raises(kme.KeyRefused) as refused:
            client.get_keys(SLAVE, number=4)
        assert (refused.value.status, refused.value.message) == (503, "Error of server side")
        assert "800 bits are left" in str(refused.value)
        assert client.status(SLAVE)["stored_key_count"] == 3
        assert len(client.get_keys(SLAVE, number=3)) == 3
        with pytest.raises(kme.KeyRefused, match="503"):
            client.get_keys(SLAVE)
        link.link.deposit([1] * 256)
        assert client.get_keys(SLAVE, size=256)[0].size == 256


def test_two_ends_without_error_correction_cannot_read_each_other(link):
    link.link.deposit([0, 1] * 128, [1, 1] + [0, 1] * 127)
    with kme.start(link.link.folder) as running:
        (key,) = running.connect(MASTER).get_keys(SLAVE)
        sealed = kme.encrypt(key, "can you read this?")
        (other,) = running.connect(SLAVE).get_keys_by_id(MASTER, [key.key_id])
        with pytest.raises(ValueError, match="does not open"):
            kme.decrypt(other, sealed)


def test_many_at_once_never_share_a_key(served):
    def some(sae):
        other = SLAVE if sae == MASTER else MASTER
        return [key for _ in range(5) for key in served.client(sae).get_keys(other, number=2)]

    with ThreadPoolExecutor(6) as pool:
        keys = [key for found in pool.map(some, [MASTER, SLAVE] * 3) for key in found]
    assert len({key.key_id for key in keys}) == len({key.material for key in keys}) == 60


def test_what_the_client_cannot_ask_it_says(served):
    with pytest.raises(TypeError, match="list of key IDs"):
        served.client(SLAVE).get_keys_by_id(MASTER, str(uuid.uuid4()))
    with pytest.raises(ValueError, match="cannot name"):
        served.client(SLAVE).get_keys("../x")
    with pytest.raises(KeyError, match="serves 'SAE-Nobody'"):
        served.client("SAE-Nobody")
