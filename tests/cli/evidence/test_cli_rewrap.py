# SPDX-License-Identifier: Apache-2.0
"""A lost workstation, as its office lives it: several readers, two persons, and wrapping anew."""

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from casts.cli.commands import keys_of, listing, run
from rogatory.seal.age import PassphraseIdentity, decrypt

JUDGE = Path(__file__).parents[2] / "judges" / "age"

FIRST = "wolf saddle meadow tin clock paper"
SECOND = "harbour nine lantern oak violin salt"
OFFICERS = ("xa-0003", "xa-0004")


@pytest.fixture(scope="module")
def judge():
    """npm's age-encryption, by age's own author."""
    if shutil.which("node") is None or not (JUDGE / "node_modules/age-encryption").is_dir():
        pytest.skip("age-encryption is not installed: npm ci in tests/judges/age")

    def answer(*command, data):
        words = ["node", JUDGE / "judge.mjs", *command]
        done = subprocess.run(words, input=data, capture_output=True)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    return answer


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """XA's authority: a State CA, two workstations, a recovery identity."""
    place = tmp_path_factory.mktemp("office")
    run("keys", "state-ca", "XA", "--out", place / "ca")
    for name, label in (("lab-1", "workstation"), ("lab-2", "lab-2")):
        result = run(
            "keys", "new", "xa/central-authority", "--out", place / name, "--ca", place / "ca",
            "--label", label,
        )  # fmt: skip
        assert result.status == 0, result.err
    result = run("keys", "recipients", place / "lab-1", "--add", place / "lab-2" / "recipient.json")
    assert result.status == 0, result.err
    for name, phrase in (("first", FIRST), ("second", SECOND)):
        (place / name).write_text(phrase + "\n")
    for number in OFFICERS:
        result = run(
            "keys", "officer", number, "--ca", place / "ca", "--out", place / number,
            "--passphrase-file", place / "first",
        )  # fmt: skip
        assert result.status == 0, result.err
    result = run(
        "keys", "recovery", "new", "--key", place / "lab-1", "--out", place / "safe", *both(place)
    )
    assert result.status == 0, result.err
    return place


def hand(place, which, number):
    return [f"--{which}-key", place / number, f"--{which}-passphrase-file", place / "first"]


def pair(place, first="xa-0003", second="xa-0004"):
    """Two officers, each with keys of his own."""
    return [*hand(place, "first", first), *hand(place, "second", second)]


def both(place, first="first", second="second"):
    option = "--recovery-passphrase-file"
    return [option, place / first, option, place / second]


@pytest.fixture
def sent(office, tmp_path, source, xb):
    """Sealed by XB to all that XA lists."""
    result = run(
        "evidence", "seal", source, "--key", xb, "--to", office / "lab-1" / "recipient.json",
        "--out", tmp_path / "sent", "--officer", "xb-0005", "--segment-mib", "1",
    )  # fmt: skip
    assert result.status == 0, result.err
    return tmp_path / "sent"


def events(folder):
    return [json.loads(path.read_bytes()) for path in sorted(folder.glob("[0-9]*.json"))]


def payload(folder):
    import base64

    header = base64.b64decode(json.loads((folder / "seal.json").read_bytes())["header"])
    data = (folder / "package.age").read_bytes()
    assert data.startswith(header)
    return data[len(header) :]


def test_the_list_names_every_workstation_and_the_recovery_identity(office):
    document = run("keys", "recipients", office / "lab-1", "--json").json
    assert [one["label"] for one in document["recipients"]] == ["workstation", "lab-2", "recovery"]
    sheet = (office / "safe" / "sheet.txt").read_text()
    assert (office / "safe" / "recovery.age").read_text() in sheet
    for secret in (FIRST, SECOND, "AGE-SECRET-KEY"):
        assert secret not in sheet


def test_each_workstation_opens_what_was_sealed_to_all(office, sent, tmp_path):
    for name in ("lab-1", "lab-2"):
        result = run("evidence", "open", sent, "--key", office / name, "--out", tmp_path / name)
        assert result.status == 0, result.err


@pytest.mark.judge
def test_age_opens_it_with_each_identity_and_the_safe_with_both_passphrases(judge, office, sent):
    data = (sent / "package.age").read_bytes()
    clear = judge("decrypt-passphrase", FIRST, data=(office / "safe/recovery.age").read_bytes())
    clear = judge("decrypt-passphrase", SECOND, data=clear)
    identities = [
        text.read_bytes()
        for text in (office / name / "identity.txt" for name in ("lab-1", "lab-2"))
    ]
    tars = {
        judge("decrypt", line, data=data)
        for text in (*identities, clear)
        for line in text.decode().splitlines()
        if not line.startswith("#")
    }
    assert len(tars) == 1
    assert b"Please act today" in tars.pop()


def test_two_persons_open_together_and_the_journal_says_so(office, sent, tmp_path):
    result = run(
        "evidence", "open", sent, "--key", office / "lab-1", "--out", tmp_path / "bag",
        "--recovery", office / "safe", *both(office),
        *pair(office),
    )  # fmt: skip
    assert result.status == 0, result.err
    used, last = events(tmp_path / "bag-custody")[-2:]
    assert (last["code"], last["officer"]) == ("opened", "xa-0003")
    assert (used["code"], used["officer"]) == ("recovery-used", "xa-0003")
    [consent] = tmp_path.glob("bag-consent-*")
    text = json.loads((consent / "consent.json").read_bytes())
    assert (text["identity"], text["first"], text["second"]) == ("recovery", *OFFICERS)
    result = run("evidence", "verify", tmp_path / "bag", "--json")
    outcomes = {one["id"]: one["outcome"] for one in result.json["checks"]}
    assert (result.json["counts"]["fails"], outcomes["custody-consents"]) == (0, "holds")


def test_salvaging_with_the_recovery_identity_is_recorded_as_such(office, sent, tmp_path):
    result = run(
        "evidence", "open", sent, "--key", office / "lab-1", "--out", tmp_path / "bag", "--salvage",
        "--recovery", office / "safe", *both(office), *pair(office),
    )  # fmt: skip
    assert result.status == 3, result.err
    used, last = events(sent / "custody")[-2:]
    assert (used["code"], last["code"]) == ("recovery-used", "salvaged")
    [consent] = tmp_path.glob("*-consent-*")
    digest = hashlib.sha256((consent / "consent.json").read_bytes()).hexdigest()
    assert used["fields"]["consent"] == digest


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (lambda _: ["--officer", "xa-0003"], "recovery-officers"),
        (lambda office: hand(office, "second", "xa-0003"), "recovery-officers"),
        (
            lambda office: ["--officer", "xa-9999", *hand(office, "second", "xa-0003")],
            "recovery-officers",
        ),
        (lambda office: pair(office, "xa-0003", "xa-0003"), "protected-same-officer"),
        (
            lambda office: ["--officer", "xa-9999", *pair(office)],
            "protected-first-officer",
        ),
    ],
)
def test_one_person_is_not_enough(office, sent, tmp_path, words, code):
    words = words(office)
    before = listing(sent)
    result = run(
        "evidence", "open", sent, "--key", office / "lab-1", "--out", tmp_path / "bag", "--json",
        "--recovery", office / "safe", *both(office), *words,
    )  # fmt: skip
    assert (result.status, result.codes) == (1, [code])
    assert listing(sent) == before
    assert not (tmp_path / "bag").exists()


def test_neither_passphrase_alone_nor_in_the_other_order_opens(office, sent, tmp_path):
    two = [*pair(office), "--recovery", office / "safe"]
    for first, second in (("first", "first"), ("second", "second"), ("second", "first")):
        result = run(
            "evidence", "open", sent, "--key", office / "lab-1", "--out", tmp_path / "bag",
            "--json", *two, *both(office, first, second),
        )  # fmt: skip
        assert (result.status, result.codes) == (1, ["age-passphrase-wrong"])
    once = decrypt((office / "safe/recovery.age").read_bytes(), [PassphraseIdentity(FIRST)])
    assert b"AGE-SECRET-KEY" not in once
    with pytest.raises(Exception, match="age-passphrase-wrong"):
        decrypt(once, [PassphraseIdentity(FIRST)])


def test_an_identity_that_one_person_opens_is_not_used_for_recovery(office, sent, tmp_path):
    keys = keys_of("xa/central-authority", tmp_path / "keys", passphrase=FIRST)
    result = run(
        "evidence", "open", sent, "--key", office / "lab-1", "--out", tmp_path / "bag", "--json",
        "--recovery", keys / "identity.txt", *both(office),
        *pair(office),
    )  # fmt: skip
    assert result.codes == ["recovery-one-person"]


def test_weak_or_equal_passphrases_and_a_second_identity_are_refused(office, tmp_path):
    (tmp_path / "weak").write_text("0123456789abcde\n")
    keys = keys_of("xa/central-authority", tmp_path / "keys")
    before = (keys / "recipient.json").read_bytes()

    def new(key, first, second):
        result = run(
            "keys", "recovery", "new", "--key", key, "--out", tmp_path / "safe", "--json",
            "--recovery-passphrase-file", first, "--recovery-passphrase-file", second,
        )  # fmt: skip
        assert not (tmp_path / "safe").exists()
        return result.codes

    assert new(keys, office / "first", tmp_path / "weak") == ["recovery-passphrase"]
    assert new(keys, office / "first", office / "first") == ["recovery-passphrase-same"]
    assert (keys / "recipient.json").read_bytes() == before
    taken = new(office / "lab-1", office / "first", office / "second")
    assert taken == ["recipient-label-taken"]


def test_others_recipients_and_the_last_one_are_refused(office, tmp_path, xa, xb):
    before = (office / "lab-2" / "recipient.json").read_bytes()

    def change(*words):
        return run("keys", "recipients", office / "lab-2", "--json", *words).codes

    assert change("--add", xb / "recipient.json") == ["keys-authority-differs"]
    assert change("--add", xa / "recipient.json") == ["recipient-other-ca"]
    assert change("--end", "nobody") == ["recipient-unknown"]
    assert change("--end", "lab-2") == ["recipient-last"]
    assert (office / "lab-2" / "recipient.json").read_bytes() == before
    result = run("keys", "new", "xa/a", "--out", tmp_path / "k", "--label", "No Label", "--json")
    assert result.codes == ["recipient-label"]


@pytest.mark.judge
def test_a_lost_workstation_is_replaced(judge, office, sent, tmp_path):
    """Both labs burn; two persons hand the packages to a new one, which then opens alone."""
    result = run(
        "keys", "new", "xa/central-authority", "--out", tmp_path / "new", "--ca", office / "ca",
        "--label", "lab-3",
    )  # fmt: skip
    assert result.status == 0, result.err
    result = run(
        "evidence", "rewrap", sent, "--key", tmp_path / "new", "--to", tmp_path / "new",
        "--out", tmp_path / "again", "--recovery", office / "safe", *both(office),
        *pair(office), "--reason", "Both labs burned",
    )  # fmt: skip
    assert result.status == 0, result.err
    assert "can open that still" in result.out
    assert payload(tmp_path / "again") == payload(sent)
    assert (tmp_path / "again/segments.b3").read_bytes() == (sent / "segments.b3").read_bytes()
    used, last = events(tmp_path / "again" / "custody")[-2:]
    assert (used["code"], used["fields"]["second"]) == ("recovery-used", "xa-0004")
    assert (last["code"], last["fields"]["recipients"]) == (
        "rewrapped-under",
        ["xa/central-authority"],
    )
    checks = run("evidence", "verify", tmp_path / "again", "--json").json["checks"]
    assert {one["id"]: one["outcome"] for one in checks}["seal-chain"] == "undecided"  # no stamp
    assert not [one for one in checks if one["outcome"] == "fails"], checks
    result = run(
        "evidence", "open", tmp_path / "again", "--key", tmp_path / "new", "--out", tmp_path / "bag"
    )
    assert result.status == 0, result.err
    assert "Sealed by          xb/" in result.out  # not who only wrapped it anew
    assert "Re-wrapped by      xa/central-authority" in result.out
    assert run("evidence", "verify", tmp_path / "bag").status == 3  # its timestamp is pending
    ended = run(
        "evidence", "open", tmp_path / "again", "--key", office / "lab-1", "--out", tmp_path / "no"
    )
    assert ended.status == 1
    (identity,) = [
        line
        for line in (tmp_path / "new" / "identity.txt").read_text().splitlines()
        if not line.startswith("#")
    ]
    opened = judge("decrypt", identity, data=(tmp_path / "again/package.age").read_bytes())
    assert opened == judge(
        "decrypt",
        (office / "lab-2/identity.txt").read_text().splitlines()[-1],
        data=(sent / "package.age").read_bytes(),
    )


def test_one_file_is_taken_out_of_a_rewrapped_package(office, sent, tmp_path):
    run(
        "evidence", "rewrap", sent, "--key", office / "lab-2", "--to", office / "lab-2",
        "--out", tmp_path / "again",
    )  # fmt: skip
    result = run(
        "evidence", "extract", tmp_path / "again", "Mail/0001.eml", "--key", office / "lab-2",
        "--out", tmp_path / "0001.eml",
    )  # fmt: skip
    assert result.status == 0, result.err
    assert (tmp_path / "0001.eml").read_bytes().startswith(b"Please act today")


def test_a_stranger_cannot_and_nothing_is_left(office, sent, tmp_path):
    stranger = keys_of("xt/central-authority", tmp_path / "xt")
    before = listing(sent)
    result = run(
        "evidence", "rewrap", sent, "--key", stranger, "--to", stranger, "--out", tmp_path / "x",
        "--json",
    )  # fmt: skip
    assert (result.status, result.codes) == (1, ["age-no-match"])
    assert listing(sent) == before
    assert not [path for path in tmp_path.iterdir() if path.name.startswith("x.")]


def test_help_shows_an_example():
    for words in (["evidence", "rewrap"], ["keys", "recipients"], ["keys", "recovery", "new"]):
        result = run(*words, "--help")
        assert result.status == 0
        assert "Example:" in result.out
