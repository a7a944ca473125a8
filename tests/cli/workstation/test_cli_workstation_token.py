# SPDX-License-Identifier: Apache-2.0
"""The workstation with its signing key on a real token (SoftHSM 2): the PIN comes through the page."""

import os
from datetime import UTC, datetime

import pytest

from casts.cli.commands import listing, run
from casts.node.workstation import FIRST, PASSPHRASE, packed, reasons, started
from casts.seal.soft_tokens import PIN, Flagged
from casts.steady.patience import PATIENCE
from rogatory.errors import Refused
from rogatory.node.viewer.keys_in_use import Unlocking
from rogatory.node.viewer.session import SessionInputs, ViewerSession
from rogatory.seal import tokens as token_keys

LABEL = "XA workstation"
WRONG = "9999-0000"


@pytest.fixture(scope="module")
def tokens(soft_tokens):
    soft_tokens.add(LABEL)
    yield soft_tokens
    soft_tokens.remove(LABEL)


@pytest.fixture(scope="module")
def office(tokens, xb, tmp_path_factory):
    """XA's keys, the ECDSA one on the token, the identity under a passphrase, and a package for it."""
    office = tmp_path_factory.mktemp("office")
    (office / "pin").write_text(f"{PIN}\n")
    (office / "passphrase").write_text(f"{PASSPHRASE}\n")
    result = run("keys", "new", "xa/central-authority", "--out", office / "keys", "--pkcs11",
               tokens.module, "--token", LABEL, "--pin-file", office / "pin",
               "--passphrase-file", office / "passphrase")  # fmt: skip
    assert result.status == 0, result.err
    tokens.reload()
    (office / "source/Mail").mkdir(parents=True)
    (office / "source/Mail/protected.txt").write_text("for two")
    (office / "source/letter.txt").write_text("act today")
    (office / "packages").mkdir()
    packed(office / "packages", office / "source", xb, office / "keys/recipient.json")
    return office


@pytest.fixture
def desk(office):
    with started("--key", office / "keys", "--packages", office / "packages") as desk:
        yield desk.enter()


def unlock(desk, pin, passphrase=PASSPHRASE):
    form = {"officer": FIRST, "reason": "Case 12/26", "passphrase": passphrase, "pin": pin}
    return desk.ask("/unlock", form)


def test_the_pin_comes_through_the_page_and_the_token_signs(office, desk, xb, tmp_path):
    journal = office / "packages/sealed/custody"
    assert 'id="pin"' in desk.ask("/", page=True).text
    before = reasons(journal)
    found = unlock(desk, WRONG)
    assert (found.status, found.codes) == (409, ["token-pin-wrong"])
    assert desk.ask("/").data["in_use"] is None
    assert unlock(desk, "").codes == ["token-no-pin"], "no PIN is no try of one"
    assert desk.ask(f"{desk.evidence('sealed')}/items/").codes == ["viewer-locked"]
    assert reasons(journal) == before
    assert unlock(desk, PIN).status == 200
    assert "letter.txt" in desk.items(desk.evidence("sealed"))
    assert reasons(journal)[len(before) :] == [
        "Names and sizes were listed from the inventory. Case 12/26"
    ]
    with (tmp_path / "both.pem").open("wb") as file:
        for folder in (office / "keys", xb):
            for family in ("p256", "mldsa65"):
                file.write((folder / f"certificates/ca.{family}.pem").read_bytes())
    result = run("evidence", "verify", office / "packages/sealed", "--trust", tmp_path / "both.pem",
               "--json")  # fmt: skip
    found = {one["id"]: one["outcome"] for one in result.json["checks"]}
    assert found["custody-journal"] == "holds", result.out


def test_a_token_that_was_open_takes_no_other_pin(office, desk):
    """The token itself would: it is logged in for the whole process."""
    assert unlock(desk, PIN).status == 200
    assert unlock(desk, WRONG).codes == ["token-pin-wrong"]
    assert desk.ask("/").data["in_use"] is None, "who failed to unlock them has them locked"
    assert unlock(desk, PIN).status == 200
    desk.lock()
    assert unlock(desk, WRONG).codes == ["token-pin-wrong"]
    assert unlock(desk, PIN, "another passphrase").codes == ["age-passphrase-wrong"]
    assert unlock(desk, WRONG).codes == ["token-pin-wrong"]
    assert desk.ask("/").data["in_use"] is None


def test_a_token_that_is_taken_out_signs_nothing_more(office, desk, tokens):
    journal, packages = office / "packages/sealed/custody", office / "packages"
    assert unlock(desk, PIN).status == 200
    place = desk.evidence("sealed")
    address = desk.item(place, "letter.txt")
    before, files = reasons(journal), listing(packages)
    away = tokens.take_out()
    try:
        found = desk.ask(f"{address}view", {})
        assert found.status == 409
        assert found.codes[0].startswith("token-")
        assert desk.ask(address).data["text"] is None
        assert desk.lock().status == 200
        assert unlock(desk, PIN).codes[0].startswith("token-")
    finally:
        tokens.put_back(away)
    assert (reasons(journal), listing(packages)) == (before, files)


def test_the_pin_and_the_passphrase_are_written_nowhere(office, xb, tmp_path):
    (tmp_path / "temporary").mkdir()
    words = ("--key", office / "keys", "--packages", office / "packages")
    with started(*words, TMPDIR=str(tmp_path / "temporary"), HOME=str(tmp_path)) as desk:
        desk.enter()
        answers = [unlock(desk, WRONG).text, unlock(desk, PIN).text]
        place = desk.evidence("sealed")
        answers += [
            desk.ask(path, page=True).text for path in ("/", f"{place}/", f"{place}/items/")
        ]
        answers += [desk.cookie, desk.item(place, "letter.txt")]
        desk.ask(f"{answers[-1]}view", {})
        desk.process.terminate()
        out, err = desk.process.communicate(timeout=PATIENCE)
    answers += [out, err]
    for path in (*tmp_path.rglob("*"), *(office / "packages").rglob("*")):
        answers.append(path.name)
        if path.is_file():
            answers.append(path.read_bytes().decode("latin-1"))
    assert len(answers) > 20
    for secret in (PIN, WRONG, PASSPHRASE):
        assert not [one for one in answers if secret in one]


def test_a_locked_token_is_reported_and_no_pin_is_tried(office, monkeypatch):
    import pkcs11

    given = SessionInputs(office / "keys", office / "packages", office / "packages")
    session = ViewerSession(given, clock=lambda: datetime.now(UTC), random=os.urandom)
    for flag, code in (
        (pkcs11.TokenFlag.USER_PIN_LOCKED, "token-locked"),
        (pkcs11.TokenFlag.USER_PIN_FINAL_TRY, "token-last-try"),
    ):
        monkeypatch.setattr(token_keys, "_token", lambda *_given, flag=flag: Flagged(flag))
        with pytest.raises(Refused) as caught:
            session.unlock(Unlocking(FIRST, "Case 12/26", PASSPHRASE, PIN))
        assert caught.value.codes == (code,)
        assert session.keys_or_none is None
