# SPDX-License-Identifier: Apache-2.0
"""`rogatory entry`: a State's ministry writes its entry, signs it and hands it in, step by step."""

import csv
from datetime import UTC, datetime

import pytest

from casts.cli.commands import passkey_file, run
from casts.cli.joining import CARD
from casts.directory.network import with_states
from rogatory.bootstrap.ports.clock import SystemClock
from rogatory.directory.ceremony.founding import found
from rogatory.directory.ceremony.key_folder import new_key_folder, open_key_folder
from rogatory.directory.publish.publisher import Publisher
from rogatory.exercises.services import serve
from rogatory.transport.directory_application import directory_application


@pytest.fixture
def network(tmp_path):
    """A directory that has enrolled XM, of which nothing is published yet; its State key's folder."""
    at = datetime.now(UTC)
    new_key_folder(tmp_path / "state-key")
    key = open_key_folder(tmp_path / "state-key")
    founding = with_states(found(at=at), {"XM": [key.public]}, at=at)
    publisher = Publisher(tmp_path / "repository", founding.online)
    publisher.create(founding.root, founding.targets, at=at)
    application = directory_application(tmp_path / "repository", publisher, SystemClock())
    server = serve(application, 0)
    yield founding.network, f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def begun(tmp_path, network):
    folder = tmp_path / "entry-xm"
    result = run(
        "entry", "new", folder, "xm", "--network", network[0], "--language", "en", "--language", "es",
        "--node-url", "https://node.meridia.example", "--console-url", "https://console.meridia.example",
    )  # fmt: skip
    assert result.status == 0, result.err
    return folder


@pytest.fixture
def keys(tmp_path):
    """The State CA, and the keys of one authority under it."""
    result = run("keys", "state-ca", "XM", "--out", tmp_path / "ca")
    assert result.status == 0, result.err
    result = run(
        "keys", "new", "xm/contact-point", "--ca", tmp_path / "ca", "--out", tmp_path / "office"
    )
    assert result.status == 0, result.err
    return tmp_path


def listed(folder, keys):
    cas = sorted((keys / "ca").glob("*.pem"))
    signing = sorted((keys / "office" / "signing").glob("*.pem"))
    options = [word for path in (*cas, *signing) for word in ("--certificate", path)]
    return run("entry", "add", folder, *options, "--recipients", keys / "office" / "recipient.json")


@pytest.mark.law_line(23)
def test_an_entry_goes_from_nothing_to_the_directory(tmp_path, network, begun, keys):
    result = run("entry", "check", begun, "--json")
    assert result.status == 1
    assert result.codes == ["directory-no-state-ca"]
    assert listed(begun, keys).status == 0

    text = tmp_path / "xm.toml"
    assert run("entry", "edit", begun, "--out", text).status == 0
    edited = text.read_text().replace('en = "XM"', 'en = "Meridia"')
    text.write_text(
        edited.replace('id = "xm/contact-point"', 'id = "xm/contact-point"\nverified = 2026-11-24')
    )
    assert run("entry", "edit", begun, "--from", text).status == 0

    digits = passkey_file(tmp_path / "passkey.json", "xm-0001", "console.meridia.example")
    result = run(
        "entry", "officers", "enrol", begun, "xm-0001", "--authority", "xm/contact-point", "--role", "duty",
        "--passkey", tmp_path / "passkey.json", "--heard", digits, "--json",
    )  # fmt: skip
    assert result.json["number"] == "xm-0001"
    assert result.json["digits"] == digits

    (tmp_path / "card.toml").write_text(CARD)
    assert run("entry", "card", "write", begun, "--from", tmp_path / "card.toml").status == 0
    assert "+99900000001" in run("entry", "card", "show", begun).out

    result = run("entry", "check", begun, "--json")
    assert result.status == 0, result.out
    assert {one["code"] for one in result.json["remarks"]} == {"directory-never-verified"}

    signed = tmp_path / "xm.submission.json"
    result = run("entry", "sign", begun, "--key", tmp_path / "state-key", "--out", signed)
    assert result.status == 0, result.err
    result = run("entry", "submit", begun, signed, "--to", network[1], "--json")
    assert result.json == {"published": 1}

    second_folder = tmp_path / "again"
    result = run(
        "entry",
        "fetch",
        second_folder,
        "XM",
        "--from",
        network[1],
        "--network",
        network[0],
        "--json",
    )
    assert result.json["published"] == 1
    shown = run("entry", "show", second_folder).out
    assert "XM Meridia" in shown
    assert "verified 2026-11-24" in shown

    result = run(
        "entry",
        "list",
        "--from",
        network[1],
        "--network",
        network[0],
        "--language",
        "fr",
        "--out",
        tmp_path / "list",
    )
    assert result.status == 0, result.err
    rows = list(csv.DictReader((tmp_path / "list" / "list.csv").read_text().splitlines()))
    assert [(row["authority"], row["stands"]) for row in rows] == [
        ("xm/contact-point", "current"),
        ("xm/central-authority", "never"),
    ]
    assert (tmp_path / "list" / "list.fr.pdf").read_bytes().startswith(b"%PDF")
    page = (tmp_path / "list" / "list.fr.html").read_text()
    assert "aucune vérification" in page
    assert "+999" not in page


def test_a_key_that_was_published_is_ended_and_never_taken_out(tmp_path, network, begun, keys):
    listed(begun, keys)
    signed = tmp_path / "1.json"
    run("entry", "sign", begun, "--key", tmp_path / "state-key", "--out", signed)
    assert run("entry", "submit", begun, signed, "--to", network[1]).status == 0
    found = run("entry", "show", begun, "--json").json["keys"]
    recipient = next(one for one in found if one["what"] == "workstation recipient")
    result = run("entry", "end", begun, recipient["fingerprint"][:16], "--compromised", "--json")
    assert result.json["ended"] == recipient["fingerprint"]
    signed = tmp_path / "2.json"
    run("entry", "sign", begun, "--key", tmp_path / "state-key", "--out", signed)
    assert run("entry", "submit", begun, signed, "--to", network[1], "--json").json == {
        "published": 2
    }
    found = run("entry", "show", begun, "--json").json["keys"]
    assert next(one for one in found if one["fingerprint"] == recipient["fingerprint"])["ended"]


def test_what_check_has_against_it_is_not_signed(tmp_path, begun):
    result = run(
        "entry",
        "sign",
        begun,
        "--key",
        tmp_path / "state-key",
        "--out",
        tmp_path / "signed",
        "--json",
    )
    assert (result.status, result.codes) == (1, ["directory-no-state-ca"])
    assert not (tmp_path / "signed").exists()


def test_a_text_with_faults_changes_nothing(tmp_path, begun):
    before = (begun / "entry.json").read_bytes()
    (tmp_path / "bad.toml").write_text('state = "Meridia"\n[names]\nen = ""\n')
    result = run("entry", "edit", begun, "--from", tmp_path / "bad.toml", "--json")
    assert result.status == 1
    assert {"directory-form", "directory-text", "directory-field-missing"} <= set(result.codes)
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe = [")
    assert run("entry", "edit", begun, "--from", tmp_path / "bad.toml", "--json").codes == [
        "directory-entry-text"
    ]
    assert (begun / "entry.json").read_bytes() == before


def test_another_states_key_is_not_taken_by_the_publisher(tmp_path, network, begun, keys):
    listed(begun, keys)
    new_key_folder(tmp_path / "other-key")
    signed = tmp_path / "1.json"
    assert run("entry", "sign", begun, "--key", tmp_path / "other-key", "--out", signed).status == 0
    result = run("entry", "submit", begun, signed, "--to", network[1])
    assert result.status in (1, 4)
    assert run("entry", "show", begun, "--json").json["published"] == 0


def test_the_next_key_is_announced_beside_the_present_one(tmp_path, network, begun, keys):
    """The announcement of a key must not lock the present one out."""
    listed(begun, keys)
    new_key_folder(tmp_path / "next-key")
    result = run("entry", "announce-key", begun, tmp_path / "next-key", "--json")
    following = open_key_folder(tmp_path / "next-key").keyid
    assert result.json["announced"] == [following]
    signed = tmp_path / "1.json"
    run("entry", "sign", begun, "--key", tmp_path / "state-key", "--out", signed)
    assert run("entry", "submit", begun, signed, "--to", network[1]).status == 0
    run("entry", "fetch", tmp_path / "again", "XM", "--from", network[1], "--network", network[0])
    announced = run("entry", "show", tmp_path / "again", "--json").json["announced"]
    assert set(announced) == {following, open_key_folder(tmp_path / "state-key").keyid}


def test_a_passkey_is_listed_for_whom_it_says_and_after_its_digits_were_heard(tmp_path, begun):
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    digits = passkey_file(first, "xm-0002", "console.meridia.example", seed=1)
    others = passkey_file(second, "xm-0002", "console.meridia.example", seed=2)
    wanted = ("entry", "officers", "enrol", begun, "xm-0002")
    before = {path.name: path.read_bytes() for path in begun.iterdir() if path.is_file()}
    assert run(*wanted, "--passkey", first, "--json").codes == ["directory-officer-new"]
    named = (*wanted, "--authority", "xm/contact-point", "--role", "approver")
    result = run(*named, "--passkey", first, "--heard", others, "--json")
    assert result.codes == ["directory-enrolment-differs"]
    result = run(*named[:4], "xm-0003", *named[5:], "--passkey", first, "--json")
    assert result.codes == ["directory-enrolment-other"]
    passkey_file(tmp_path / "elsewhere.json", "xm-0002", "elsewhere.example")
    result = run(*named, "--passkey", tmp_path / "elsewhere.json", "--json")
    assert result.codes == ["directory-enrolment-relying-party"]
    assert before == {path.name: path.read_bytes() for path in begun.iterdir() if path.is_file()}

    assert run(*named, "--passkey", first, "--heard", digits).status == 0
    result = run(*wanted, "--passkey", second)
    assert others in result.out
    rows = run("entry", "officers", "list", begun, "--json").json
    assert [one["roles"] for one in rows] == [["approver"], ["approver"]]
    assert len({one["credential"] for one in rows}) == 2
