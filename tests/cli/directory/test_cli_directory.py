# SPDX-License-Identifier: Apache-2.0
"""The Secretariat's tool: a network founded, changed and published, each step carried as files."""

import json
import shutil
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from casts.cli.commands import listing, run
from casts.directory.network import make_state
from casts.seal.soft_tokens import PIN
from rogatory.directory.ceremony.key_folder import new_key_folder, open_key_folder
from rogatory.directory.entry.depositary import Depositary, StateFact, build_depositary
from rogatory.directory.folder_fetcher import FolderFetcher
from rogatory.directory.submission.document import encode_submission
from rogatory.directory.view.client import Directory
from rogatory.main import main

HOLDERS = ("r1", "r2", "r3", "t1", "t2", "t3", "p")


@pytest.fixture(scope="module")
def founded(tmp_path_factory):
    """Keys of every holder, each in a folder of its own, and the network that they founded."""
    place = tmp_path_factory.mktemp("founded")
    for name in (*HOLDERS, "xa"):
        new_key_folder(place / name)
    words = [f"--{kind}-key={place / name}" for kind, name in _parts()]
    result = run("directory", "create", *words, "--out", place / "founding")
    assert result.status == 0, result.err
    for holder in ("r1", "r2", "t2", "t3"):
        signed(place, "founding", holder)
    result = run("directory", "publish", place / "repository", *files(place, "founding"),
               "--key", place / "p", "--json")  # fmt: skip
    assert result.status == 0, result.out
    assert result.json["snapshot"] == 1
    return place


@pytest.fixture
def place(founded, tmp_path):
    shutil.copytree(founded, tmp_path / "place")
    return tmp_path / "place"


def _parts():
    return [
        *(("root", f"r{n}") for n in (1, 2, 3)),
        *(("targets", f"t{n}") for n in (1, 2, 3)),
        ("publisher", "p"),
    ]


def files(place, step):
    return sorted((place / step).glob("*.json"))


def copy_of(place):
    repository = place / "repository"
    return ["--in", repository] if repository.exists() else []


def signed(place, step, holder, *more):
    """One holder signs what was prepared, having compared the fingerprints."""
    agreed = [f"--fingerprint={digest}" for digest in fingerprints(place, step)]
    result = run("directory", "sign", *files(place, step), "--key", place / holder,
               *copy_of(place), *agreed, "--json", *more)  # fmt: skip
    assert result.status == 0, result.out
    return result.json


def fingerprints(place, step):
    out = place / f"{step}-combined"
    result = run(
        "directory", "combine", *files(place, step), *copy_of(place), "--out", out, "--json"
    )
    assert result.status == 0, result.out
    shutil.rmtree(out)
    return [one["digest"] for one in result.json["steps"]]


def prepare(place, *words):
    result = run("directory", *words, "--in", place / "repository", "--out", place / "step")
    assert result.status == 0, result.err
    return result


def publish(place, *more, key="p"):
    return run("directory", "publish", place / "repository", *files(place, "step"),
               "--key", place / key, "--json", *more)  # fmt: skip


def view(place):
    repository = place / "repository"
    root = (repository / "metadata/1.root.json").read_bytes()
    cache = place / "cache"
    return Directory(cache, root, FolderFetcher(repository)).refresh(datetime.now(UTC))


def enrolled(place, state="XA", holder="xa"):
    """The State enrolled and published, and what it submits."""
    prepare(place, "enrol", f"{state}={place / holder}")
    for each in ("t1", "t2"):
        signed(place, "step", each)
    assert publish(place).status == 0
    shutil.rmtree(place / "step")
    network = run("directory", "publish", place / "repository", "--key", place / "p", "--json")
    return make_state(
        state,
        network.json["network"],
        at=datetime.now(UTC).replace(microsecond=0),
        key=open_key_folder(place / holder),
    )


def submission_file(place, made, **arguments):
    path = place / "xa.submission.json"
    path.write_bytes(encode_submission(made.submit(at=datetime.now(UTC), **arguments)))
    return path


def test_a_state_is_enrolled_and_submits(place):
    made = enrolled(place)
    result = run("directory", "publish", place / "repository", "--submission",
               submission_file(place, made), "--key", place / "p", "--json")  # fmt: skip
    assert result.status == 0, result.out
    assert view(place).states == ("XA",)


def test_what_is_prepared_is_shown_with_what_to_do_next(place):
    result = prepare(place, "enrol", f"XA={place / 'xa/public.json'}")
    keyid = json.loads((place / "xa/public.json").read_bytes())["keyid"]
    assert "XA: new" in result.out
    assert " ".join(keyid[at : at + 4] for at in range(0, 64, 4)) in result.out
    assert "directory sign" in result.out


def test_two_holders_are_needed_and_who_is_missing_is_reported(place):
    prepare(place, "enrol", f"XA={place / 'xa'}")
    signing = signed(place, "step", "t1")
    (standing,) = signing["steps"][0]["standings"]
    assert (len(standing["signed"]), len(standing["missing"]), standing["met"]) == (1, 2, False)
    before = listing(place / "repository")
    refused = publish(place)
    assert refused.status == 1
    assert refused.codes == ["directory-below-threshold"]
    assert listing(place / "repository") == before


def test_a_holder_signs_only_what_was_agreed_on(place):
    prepare(place, "enrol", f"XA={place / 'xa'}")
    (path,) = files(place, "step")
    before = path.read_bytes()
    result = run("directory", "sign", path, "--key", place / "t1", "--in", place / "repository",
               "--fingerprint", "0" * 64, "--json")  # fmt: skip
    assert result.status == 1
    assert result.codes == ["directory-not-agreed"]
    nobody_typed_yes = run(
        "directory", "sign", path, "--key", place / "t1", "--in", place / "repository"
    )
    assert nobody_typed_yes.status == 1
    assert path.read_bytes() == before


def test_a_holder_sees_all_and_types_yes(place):
    prepare(place, "enrol", f"XA={place / 'xa'}")
    (path,) = files(place, "step")
    words = ["directory", "sign", path, "--key", place / "t1", "--in", place / "repository"]
    result = CliRunner().invoke(main, [str(word) for word in words], input="y\n")
    assert result.exit_code == 0, result.output
    for expected in (
        "targets version 2 (follows version 1)",
        "XA: new",
        "by telephone",
        "1 missing",
    ):
        assert expected in result.output
    combined = run(
        "directory", "combine", path, "--in", place / "repository", "--out", place / "both"
    )
    assert "1 of 2 signed" in combined.out
    assert (place / "both" / path.name).read_bytes() == path.read_bytes()


def test_what_is_signed_is_what_was_shown(place, monkeypatch):
    """Somebody swaps the file while the holder reads the screen."""
    prepare(place, "enrol", f"XA={place / 'xa'}")
    (path,) = files(place, "step")
    shown = path.read_bytes()
    result = run("directory", "rotate", "targets", "--add", place / "xa", "--in", place / "repository",
               "--out", place / "other")  # fmt: skip
    assert result.status == 0, result.err
    (other,) = files(place, "other")

    def confirm(*_words, **_named):
        path.write_bytes(other.read_bytes())

    monkeypatch.setattr("click.confirm", confirm)
    result = run("directory", "sign", path, "--key", place / "t1", "--in", place / "repository")
    assert result.status == 0, result.err
    now, before = json.loads(path.read_bytes()), json.loads(shown)
    assert now["signed"] == before["signed"]


def test_the_depositarys_view_is_named_by_holders_and_published_beside(place):
    view = place / "depositary.json"
    fact = StateFact(
        "XA", "un-cybercrime", "party-status", "signed", "2025-10-25", None, None, "List"
    )
    view.write_bytes(build_depositary(Depositary("2026-11-20", "List of the depositary", (fact,))))
    result = prepare(place, "depositary", view)
    assert "the depositary's view" in result.out
    for holder in ("t1", "t3"):
        signed(place, "step", holder)
    assert publish(place).status == 1
    assert publish(place, "--depositary", view).status == 0
    assert (
        "The depositary's view is of 2026-11-20"
        in run("directory", "show", place / "repository").out
    )


def test_what_a_person_reads_of_publishing_and_of_the_condition(place):
    result = run("directory", "publish", place / "repository", "--key", place / "p")
    assert "by telephone" in result.out
    prepare(place, "enrol", f"XA={place / 'xa'}")
    for holder in ("t1", "t2"):
        signed(place, "step", holder)
    assert publish(place).status == 0
    checked = run("directory", "check", place / "repository")
    assert checked.status == 0
    assert "[directory-silent] XA" in checked.out
    assert "everything in it holds (enrolled: XA)" in checked.out
    assert "XA: enrolled, nothing" in run("directory", "show", place / "repository").out


@pytest.mark.parametrize(("words", "hours"), [((), 24), (("--timestamp-hours", "2"), 2)])
def test_a_timestamp_lives_as_long_as_the_keeper_says(place, words, hours):
    began = datetime.now(UTC)
    result = run("directory", "publish", place / "repository", "--key", place / "p", *words)
    assert result.status == 0, result.err
    signed = json.loads((place / "repository" / "metadata" / "timestamp.json").read_bytes())[
        "signed"
    ]
    left = datetime.fromisoformat(signed["expires"]) - began
    assert hours - 0.1 < left.total_seconds() / 3600 < hours + 0.1


def test_a_key_is_made_with_the_folders_above_it(tmp_path):
    folder = tmp_path / "keys" / "holders" / "r1"
    assert run("directory", "key", folder).status == 0
    assert (folder / "public.json").is_file()
    assert folder.parent.stat().st_mode & 0o777 == 0o700
    (tmp_path / "file").write_text("")
    refused = run("directory", "key", tmp_path / "file" / "keys" / "r1")
    assert (refused.status, "Traceback" in refused.err) == (1, False)
    assert (tmp_path / "file").read_text() == ""


def test_a_key_is_reported_with_its_fingerprint_and_what_to_hand_over(tmp_path):
    result = run("directory", "key", tmp_path / "key", "--algorithm", "ml-dsa-65")
    assert "ml-dsa-65/1" in result.out
    assert str(tmp_path / "key/public.json") in result.out
    assert "protected by no passphrase" in result.out
    both = run("directory", "key", tmp_path / "other", "--token", "x")
    assert both.status == 2
    assert not (tmp_path / "other").exists()


def test_copies_that_went_to_two_holders_are_published_together(place):
    prepare(place, "enrol", f"XA={place / 'xa'}")
    for holder in ("t1", "t3"):
        shutil.copytree(place / "step", place / f"to-{holder}")
        signed(place, f"to-{holder}", holder)
    result = run("directory", "publish", place / "repository", *files(place, "to-t1"),
               *files(place, "to-t3"), "--key", place / "p", "--json")  # fmt: skip
    assert result.status == 0, result.out


def test_a_states_stolen_key_is_revoked_with_its_new_signature_in_one_tick(place):
    made = enrolled(place)
    run("directory", "publish", place / "repository", "--submission",
        submission_file(place, made), "--key", place / "p")  # fmt: skip
    old, new = made.key, new_key_folder(place / "xa-next")
    prepare(place, "rotate", "XA", "--add", place / "xa-next", "--revoke", old.keyid)
    for holder in ("t1", "t2"):
        signed(place, "step", holder)
    result = publish(place)
    assert result.codes == ["directory-must-resign"]
    submission = submission_file(place, made, keys=[old, new], announce=[new.keyid])
    assert publish(place, "--submission", submission).status == 0
    assert view(place).listed["XA"].keyids == (new.keyid,)


def test_a_next_key_is_delegated_beside_the_old_one_and_the_old_revoked_later(place):
    made = enrolled(place)
    new = new_key_folder(place / "xa-next")
    prepare(place, "delegate", "XA", place / "xa-next/public.json")
    for holder in ("t1", "t2"):
        signed(place, "step", holder)
    submission = submission_file(place, made, keys=[made.key, new], announce=[new.keyid])
    assert publish(place, "--submission", submission).status == 0
    shutil.rmtree(place / "step")
    grouped = " ".join(made.key.keyid[at : at + 4] for at in range(0, 64, 4))
    prepare(place, "revoke", "XA", grouped)
    for holder in ("t2", "t3"):
        signed(place, "step", holder)
    assert publish(place).status == 0
    assert view(place).states == ("XA",)


def test_a_lost_threshold_of_targets_is_replaced(place):
    enrolled(place)
    for name in ("t4", "t5", "t6"):
        new_key_folder(place / name)
    prepare(place, "replace-threshold", "targets", "--key", place / "t4",
            "--key", place / "t5", "--key", place / "t6")  # fmt: skip
    for holder in ("r1", "r3", "t4", "t6"):
        signed(place, "step", holder)
    assert publish(place).status == 0
    shutil.rmtree(place / "step")
    prepare(place, "renew", "targets")
    for holder in ("t5", "t6"):
        signed(place, "step", holder)
    assert publish(place).status == 0


def test_a_lost_root_key_and_a_publisher_are_replaced(place):
    for name in ("r4", "p2"):
        new_key_folder(place / name)
    lost = open_key_folder(place / "r3").keyid
    prepare(place, "rotate", "root", "--add", place / "r4", "--revoke", lost)
    for holder in ("r1", "r4", "r2"):
        signed(place, "step", holder)
    assert publish(place).status == 0
    shutil.rmtree(place / "step")
    prepare(place, "replace-publisher", place / "p2")
    for holder in ("r4", "r2"):
        signed(place, "step", holder)
    assert publish(place).codes == ["directory-online-key"]
    assert publish(place, key="p2").status == 0
    assert view(place).states == ()


def test_a_directory_is_copied_to_a_web_servers_folder(place):
    result = run("directory", "copy", place / "repository", place / "web", "--json")
    assert result.status == 0
    assert result.json["copied"][-1] == "metadata/timestamp.json"
    repeated = run("directory", "copy", place / "repository", place / "web", "--json")
    assert repeated.json["copied"] == []


def test_a_root_holder_on_a_token_founds_with_the_others(founded, tmp_path, soft_tokens):
    label = soft_tokens.add("secretariat root")
    (tmp_path / "pin").write_text(f"{PIN}\n")
    for name in HOLDERS[1:]:
        shutil.copytree(founded / name, tmp_path / name)
    result = run("directory", "key", tmp_path / "r1", "--pkcs11", soft_tokens.module, "--token", label,
               "--pin-file", tmp_path / "pin", "--label", "root 1", "--json")  # fmt: skip
    assert result.status == 0, result.out
    assert result.json["scheme"] == "ecdsa-sha2-nistp256"
    words = [f"--{kind}-key={tmp_path / name}" for kind, name in _parts()]
    assert run("directory", "create", *words, "--out", tmp_path / "founding").status == 0
    signed(tmp_path, "founding", "r1", "--pin-file", tmp_path / "pin")
    for holder in ("r2", "t1", "t2"):
        signed(tmp_path, "founding", holder)
    result = run("directory", "publish", tmp_path / "repository", *files(tmp_path, "founding"),
               "--key", tmp_path / "p")  # fmt: skip
    assert result.status == 0, result.err
    assert view(tmp_path).states == ()
    soft_tokens.reload()


def test_a_key_under_a_passphrase_asks_for_it(place):
    (place / "words").write_text("correct horse\n")
    result = run(
        "directory", "key", place / "locked", "--passphrase-file", place / "words", "--json"
    )
    assert result.json["protected"]
    (place / "wrong").write_text("no\n")
    prepare(place, "enrol", f"XA={place / 'locked'}")
    (path,) = files(place, "step")
    result = run("directory", "sign", path, "--key", place / "locked", "--passphrase-file", place / "wrong",
               "--in", place / "repository", *[f"--fingerprint={d}" for d in fingerprints(place, "step")], "--json")  # fmt: skip
    assert result.codes == ["age-passphrase-wrong"]


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (["enrol", "XA"], 2),
        (["enrol", "=x"], 2),
        (["rotate", "root"], 2),
        (["rotate", "ROLE", "--revoke", "00"], 1),
        (["revoke", "root", "0" * 64], 1),
        (["replace-threshold", "timestamp", "--key", "x"], 2),
    ],
)
def test_what_cannot_be_prepared_leaves_nothing(place, words, status):
    result = run("directory", *words, "--in", place / "repository", "--out", place / "step")
    assert result.status == status
    assert not (place / "step").exists()
