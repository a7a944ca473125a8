# SPDX-License-Identifier: Apache-2.0
"""A State whose entry, register or metadata are out of form is held back, by both judges alike."""

import base64
import copy
import json

import pytest

from casts.court.own_network import OwnNetwork
from rogatory.directory.submission.acceptance import read_pair
from rogatory.errors import Refused
from rogatory.node.workstation.verification.trust import read_trust, refuse_broken_copies
from rogatory.node.workstation.verification.verify import verify

GONE = object()


def changed(document, path, value):
    """Return a document with one member changed, or taken away."""
    document = copy.deepcopy(document)
    place = document
    for step in path[:-1]:
        place = place[step]
    if value is GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = value(place[path[-1]]) if callable(value) else value
    return document


@pytest.fixture(scope="module")
def both(material):
    """The entry and the register of the State that sealed."""
    files = material / "bundle/directory/targets/states"
    return [
        json.loads(next(files.glob(f"*.{ending}")).read_bytes())
        for ending in ("xb.json", "xb.officers.json")
    ]


def key_with(text, change):
    """Return a COSE key in base64url with its bytes changed."""
    data = change(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


TWICE_WITHIN = bytes.fromhex("1864a201020103")
"""A member whose value is a map with one name twice."""

HOURS = {"days": ["mon"], "from": "08:00", "to": "18:00"}
OUT_OF_FORM = [
    (("version",), True),
    (("x",), 1),
    (("card",), GONE),
    (("card",), "A" * 64),
    (("names", "de"), "x"),
    (("names", "en"), ""),
    (("names", "en"), "a" * 501),
    (("names", "en"), "a\u202eb"),
    (("names", "en"), "a\u200bb"),
    (("names", "en"), "a\nb"),
    (("authorities",), []),
    (("authorities", 0, "verified"), GONE),
    (("authorities", 0, "verified"), "2026-02-30T00:00:00Z"),
    (("authorities", 0, "places"), ["xb"]),
    (("authorities", 0, "places"), "XB"),
    (("authorities", 0, "subjects"), ["Bad"]),
    (("authorities", 0, "acts"), {"drill": "perhaps"}),
    (("authorities", 0, "time_zone"), ""),
    (("authorities", 0, "hours"), [HOURS | {"to": "24:00"}]),
    (("authorities", 0, "hours"), [HOURS | {"days": []}]),
    (("authorities", 0, "hours"), [HOURS, HOURS]),
    (("node", "url"), "http://a.example"),
    (("node", "url"), "https://u@a.example"),
    (("node", "url"), "https://a.example/?a"),
    (("node", "url"), "https://a.example:99999"),
    (("certificates", 0, "algorithm"), "p384"),
    (("certificates", 0, "use"), "officer"),
    (("certificates", 0, "x"), 1),
    (("certificates", 2, "der"), "AA=="),
    (("certificates", 2, "ended"), False),
    (("certificates", 2, "ended"), {"at": "2030-01-01T00:00:00Z", "reason": "lost"}),
    (("certificates",), lambda listed: [*listed, listed[2]]),
    (("recipients", 0, "authority"), "xb/none"),
    (("recipients", 0, "label"), "spare"),
    (("recipients", 0, "recipient"), str.upper),
    (("recipients", 0, "until"), "2000-01-01T00:00:00Z"),
    (("logs", 0, "origin"), lambda origin: origin.rsplit("/", 1)[0] + "/0"),
    (("logs", 0, "vkey"), "x+00000000+AAAA"),
    (("logs", 0, "mldsa44"), None),
    (("logs",), lambda listed: [*listed, listed[0]]),
    (("witnesses", 0, "vkey"), lambda vkey: vkey[:-4]),
    (("witnesses", 0, "name"), lambda name: name.replace("/xb/", "/xa/")),
    (("versions",), []),
    (("versions",), [True]),
    (("versions",), [1001]),
    (("kinds",), ["a", "a"]),
    (("approvals", "drill"), 10),
    (("approvals", "drill"), "1"),
    (("relying_party",), {"id": "a.example", "origins": ["https://ba.example"]}),
    (("relying_party",), {"id": "a.example", "origins": ["http://a.example"]}),
    (("relying_party",), {"id": "a.example", "origins": []}),
    (("languages",), []),
    (("languages",), ["en", "en"]),
    (("languages",), ["EN"]),
    (("languages",), ["abcd"]),
    (("languages",), ["es-419"]),
    (("languages",), ["fr-Latn-FR-x-a"]),
    (("kinds",), ["a" * 65]),
    (("authorities", 0, "subjects"), ["a" * 65]),
    (("authorities", 0, "acts"), {"a" * 65: "itself"}),
    (("authorities", 0, "verified"), "2026-02-30"),
    (("authorities", 0, "verified"), "0000-01-01"),
    (("authorities", 0, "time_zone"), "Europe/"),
    (("party", 0, "date"), "2026-02-30"),
    (("node", "url"), "https://a.example/?"),
    (("node", "url"), "https://a.example/#"),
    (("node", "url"), "https://a.example/a b"),
    (("node", "url"), "https://a.example\\b"),
    (("node", "url"), "HTTPS://a.example"),
    (("node", "url"), "https://[::g]/"),
    (("node", "url"), "https://a.example:"),
    (("relying_party",), {"id": "a.example", "origins": ["https://B.a.example"]}),
    (("relying_party",), {"id": "a..example", "origins": ["https://a..example"]}),
    (("channels", "interpol_urgent"), 1),
    (("party", 0, "date"), "2026-13-01"),
    (("party", 0, "status"), ""),
    (("call_back",), ["xb/none"]),
    (("witness_policy",), ""),
    (("witness_policy",), "any 1 of XA\r\n"),
    (("drill_window", "per_month"), 61),
]
IN_FORM = [
    (("authorities", 0, "places"), ["XB-03"]),
    (("authorities", 0, "hours"), [HOURS | {"to": "08:00"}]),
    (("authorities", 0, "verified"), None),
    (("authorities", 0, "time_zone"), "America/North_Dakota/New_Salem"),
    (("kinds",), ["a" * 64]),
    (("node", "url"), "https://[::1]:5/p"),
    (("certificates", 2, "ended"), {"at": "2000-01-01T00:00:00Z", "reason": "rotated"}),
    (("recipients",), []),
    (("logs", 0, "mldsa44"), GONE),
    (("relying_party",), {"id": "a.example", "origins": ["https://b.a.example:8443"]}),
    (("languages",), ["zh-Hans-CN", "es"]),
    (("witness_policy",), "# all\nany 1 of XA XT\n"),
    (("drill_window",), None),
]
OFFICER = ("officers", 0)
REGISTER_OUT_OF_FORM = [
    (("x",), 1),
    (("officers",), {}),
    ((*OFFICER, "number"), "xa-0001"),
    ((*OFFICER, "authorities"), []),
    ((*OFFICER, "authorities"), ["xb/none"]),
    ((*OFFICER, "roles"), ["chief"]),
    ((*OFFICER, "roles"), []),
    ((*OFFICER, "roles"), "duty"),
    ((*OFFICER, "credential"), ""),
    ((*OFFICER, "credential"), "AB"),
    ((*OFFICER, "credential"), 5),
    ((*OFFICER, "until"), "2000-01-01T00:00:00Z"),
    ((*OFFICER, "key"), "oQEC"),
    ((*OFFICER, "x"), 1),
    ((*OFFICER, "key"), lambda text: key_with(text, lambda key: key[:-1] + bytes([key[-1] ^ 1]))),
    ((*OFFICER, "key"), lambda text: key_with(text, lambda key: b"\xa6" + key[1:] + b"\x01\x02")),
    ((*OFFICER, "key"), lambda text: key_with(text, lambda key: b"\xa6" + key[1:] + TWICE_WITHIN)),
    (("officers",), lambda listed: [*listed, listed[0]]),
]
REGISTER_IN_FORM = [
    (("officers",), lambda listed: [*listed, listed[0] | {"roles": ["lawyer"]}]),
]
CASES = [
    (register, path, value, holds)
    for register, listed, holds in (
        (False, OUT_OF_FORM, False),
        (False, IN_FORM, True),
        (True, REGISTER_OUT_OF_FORM, False),
        (True, REGISTER_IN_FORM, True),
    )
    for path, value in listed
]


def pair(verifier, both, register, path, value):
    entry, officers = both
    if register:
        officers = changed(officers, path, value)
    else:
        entry = changed(entry, path, value)
    written = verifier.canonical(officers)
    return verifier.canonical(entry | {"officers": verifier.sha256(written)}), written


@pytest.mark.parametrize(("register", "path", "value", "holds"), CASES)
def test_each_member_of_an_entry_and_a_register_has_one_form(
    verifier, stumbles, both, register, path, value, holds
):
    written = pair(verifier, both, register, path, value)
    if holds:
        verifier.entry_and_register(*written, "XB")
        read_pair("XB", *written)
        return
    with pytest.raises(stumbles):
        verifier.entry_and_register(*written, "XB")
    with pytest.raises(Refused):
        read_pair("XB", *written)


@pytest.fixture
def judge_signed(verifier, judged, made, material, tmp_path):
    """Return the outcome of `seal-signed` for both judges, given a directory that a test changed."""

    def ask(change):
        network = OwnNetwork(material / "bundle/directory", tmp_path / "network")
        change(network)
        given = network.publish()
        at = verifier.moment("2026-11-26T03:00:00Z")
        folder = made("sealed")
        trusted = read_trust([given])
        ours = {one.id: one.outcome for one in verify(folder, trusted=trusted, now=at).checks}
        theirs = {one.id: one.outcome for one in judged(folder, given).done}
        assert theirs == ours
        return ours["seal-signed"]

    return ask


@pytest.mark.parametrize(
    ("path", "value", "outcome"),
    [
        (("names", "en"), "Another name", "holds"),
        (("names", "en"), "a" * 501, "undecided"),
        (("versions",), [], "undecided"),
        (("channels", "interpol_urgent"), 1, "undecided"),
        (("certificates", 2, "ended"), {}, "undecided"),
    ],
)
def test_an_entry_out_of_form_leaves_undecided_what_its_state_signed(
    verifier, both, judge_signed, path, value, outcome
):
    def change(network):
        entry, register = pair(verifier, both, False, path, value)
        network.put("XB", register, register=True)
        network.put("XB", entry)

    assert judge_signed(change) == outcome


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("spec_version",), "2.0.0"),
        (("expires",), "2027-02-30T02:00:00Z"),
        (("delegations",), {"keys": {}, "roles": []}),
        (("targets", "states/xb.json", "hashes", "sha512"), "0" * 128),
        (("rogatory-keys",), "x"),
        (("rogatory-keys",), ["x"]),
        (("rogatory-keys",), None),
    ],
)
def test_metadata_of_a_state_out_of_form_hold_it_back(judge_signed, path, value):
    def change(network):
        network.parts["xb"] = changed(network.parts["xb"], path, value)

    assert judge_signed(change) == "undecided"


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("terminating", False),
        ("threshold", 2),
        ("paths", ["states/xb*"]),
        ("keyids", []),
        ("keyids", lambda listed: [*listed, "0" * 64]),
        ("x", 1),
    ],
)
def test_a_delegation_that_tuf_reads_and_18_1_has_not_holds_its_state_back(
    judge_signed, member, value
):
    def change(network):
        roles = network.parts["targets"]["delegations"]["roles"]
        [at] = (number for number, one in enumerate(roles) if one["name"] == "xb")
        path = ("delegations", "roles", at, member)
        network.alter["targets"] = lambda part: changed(part, path, value)

    assert judge_signed(change) == "undecided"


@pytest.mark.parametrize(
    ("part", "path", "value"),
    [
        ("root", ("spec_version",), "2.0.0"),
        ("root", ("roles", "mirrors"), {"keyids": [], "threshold": 1}),
        ("root", ("version",), True),
        ("targets", ("delegations", "roles", 0, "threshold"), True),
        ("targets", ("targets", "depositary.json", "length"), True),
        ("targets", ("targets", "other.json"), {"hashes": {"sha256": "0" * 64}, "length": 5}),
        ("targets", ("targets", "states/x.json"), {"hashes": {"sha256": "0" * 64}, "length": 5}),
        ("snapshot", ("meta", "zz.json"), {"version": True}),
        ("root", ("expires",), "soon"),
        ("timestamp", ("meta", "x.json"), {"version": 1}),
        ("snapshot", ("version",), 5.0),
        ("targets", ("delegations",), None),
        ("targets", ("delegations", "roles", 0, "name"), "root"),
        ("targets", ("delegations", "roles", 0, "path_hash_prefixes"), ["00"]),
        ("targets", ("delegations", "roles", 0, "terminating"), 1),
        ("targets", ("delegations", "roles", 0, "threshold"), 0),
        ("targets", ("delegations", "x"), 1),
        ("timestamp", ("meta", "snapshot.json", "hashes"), GONE),
        ("timestamp", ("meta", "snapshot.json", "x"), 1),
        ("timestamp", ("version",), 2**60),
        ("snapshot", ("meta", "xb.json", "hashes", "sha512"), "0" * 128),
        ("snapshot", ("meta", "zz.json"), {"version": 1, "length": 5}),
    ],
)
def test_metadata_of_the_directory_out_of_form_refuse_it(
    verifier, material, tmp_path, part, path, value
):
    network = OwnNetwork(material / "bundle/directory", tmp_path / "network")
    copy_of_it = verifier._reader(network.publish())
    assert "XB" in verifier.Directory(copy_of_it, None).entries
    network.alter[part] = lambda document: changed(document, path, value)
    given = network.publish()
    trusted = verifier.Trusted.read([str(given)])
    assert trusted.problems
    assert not trusted.copies
    with pytest.raises(Refused):
        refuse_broken_copies(read_trust([given]))


def test_a_root_that_a_reader_gives_is_in_its_form(verifier, material, tmp_path):
    given = json.loads((material / "trust/1.root.json").read_bytes())
    for path, value in (
        (("signed", "roles", "mirrors"), {"keyids": [], "threshold": 1}),
        (("signed", "version"), "7"),
        (("signed", "keys"), []),
    ):
        place = tmp_path / "7.root.json"
        place.write_bytes(verifier.canonical(changed(given, path, value)))
        assert verifier.Trusted.read([str(place)]).problems, path
    place.write_bytes(verifier.canonical(given))
    assert verifier.Trusted.read([str(place)]).roots
