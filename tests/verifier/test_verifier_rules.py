# SPDX-License-Identifier: Apache-2.0
"""Rules of sections 15 to 19, each asked as it is written: nothing more, and nothing less."""

import hashlib
import json
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

VECTORS = Path(__file__).parents[1] / "vectors" / "custody"
AT = datetime(2026, 11, 26, 3, tzinfo=UTC)


def outcomes(checks):
    return {one.id: one.outcome for one in checks.done}


def failing(checks):
    return {name for name, outcome in outcomes(checks).items() if outcome == "fails"}


# --- 15: seals


def test_the_first_seal_is_that_of_the_numbered_folders_and_a_chain_has_nothing_beside_them(
    verifier, made
):
    folder = made("sealed")
    (folder / "seals/1").mkdir(parents=True)
    seal = verifier.Seal(folder)
    seal.form()
    assert seal._folders() == [folder / "seals/1"]
    seal._nothing_beside()
    (folder / "seals/2").write_bytes(b"x")
    assert seal._folders() == [folder / "seals/1"]
    with pytest.raises(verifier.Wrong):
        seal._nothing_beside()
    (folder / "seals/2").unlink()
    (folder / "seals/x").mkdir()
    with pytest.raises(verifier.Wrong):
        seal._folders()


def test_a_list_takes_the_place_of_no_timestamp_that_an_event_announces(verifier, made):
    folder = made("sealed")
    for one in (*folder.glob("*.tst"), *folder.glob("archive.*")):
        one.unlink()
    digest = hashlib.sha512((folder / "seal.json").read_bytes()).hexdigest()
    files = [{"path": "seal.json", "sha512": digest}]
    (folder / "archive.1.json").write_bytes(verifier.canonical({"files": files, "version": 1}))
    seal = verifier.Seal(folder)
    seal.form()
    judge = verifier.Judge(None, now=AT)
    with pytest.raises(verifier.Wrong, match="announces"):
        seal.timestamps(judge, announced=True)
    for given in ({"announced": False}, {"announced": True, "earlier": True}):
        with pytest.raises(verifier.Undecided):
            seal.timestamps(judge, **given)


def test_a_folder_is_no_timestamp(judged, made, trust):
    folder = made("sealed")
    (folder / "seal.json.2.tst").mkdir()
    assert failing(judged(folder, trust)) == {"seal-layout"}


def test_an_empty_folder_beside_a_kept_seal_has_no_place_there(judged, made, trust):
    folder = made("bag")
    (folder.parent / "bag-custody/seal/empty").mkdir()
    assert failing(judged(folder, trust)) == {"seal-layout", "custody-journal"}


def test_a_sealed_package_brings_its_state_cas_in_one_folder(judged, made):
    folder = made("sealed")
    assert outcomes(judged(folder))["seal-signed"] == "holds"
    (folder / "seal").mkdir()
    (folder / "certificates").rename(folder / "seal/certificates")
    assert outcomes(judged(folder))["seal-signed"] == "undecided"


def test_what_fails_is_said_before_what_a_held_state_leaves_undecided(verifier):
    class Judge(verifier.Judge):
        def listed(self, one, *_):
            raise one

    held, other = verifier.Undecided("held back", "anyone"), verifier.Wrong("not listed")
    for made in ([held, other], [other, held]):
        with pytest.raises(verifier.Wrong, match="not listed"):
            Judge(None).all_listed(None, [(one, AT, None) for one in made])
    with pytest.raises(verifier.Undecided):
        Judge(None).all_listed(None, [(held, AT, None)])


# --- 16 and 17: journals, consents, logs


def test_a_proof_of_what_is_no_log_fails_without_its_keys(judged, made):
    folder = made("sealed")
    before = outcomes(judged(folder))
    assert before["custody-journal"] == before["custody-logged"] == "undecided"
    path = folder / "custody/0001.tlog-proof"
    head, _, note = path.read_text().partition("\n\n")
    path.write_text(f"{head}\n\nno origin\n{note.partition(chr(10))[2]}")
    assert {"custody-journal", "custody-logged"} <= failing(judged(folder))


def test_the_log_of_a_destroyed_event_leaves_the_events_proofs_as_they_are(verifier, tmp_path):
    vector = json.loads((VECTORS / "journal-with-a-destroyed-event-proved.json").read_text())
    for one in vector["entries"]:
        for name, ending in (
            ("event", "json"),
            ("tombstone", "tombstone.json"),
            ("proof", "tlog-proof"),
        ):
            if one.get(name) is not None:
                (tmp_path / f"{one['number']:04d}.{ending}").write_text(one[name])
    journal = verifier.Journals(tmp_path)
    journal.read()
    journal.check(verifier.Judge(None, now=AT), {0: vector["object"]}, None)
    assert journal.destroyed
    assert not any(one.proved for one in journal.destroyed)
    assert not journal.tombstones_wrong
    assert not journal.keys_unknown


def test_conditions_that_are_too_large_protect_nothing_from_a_check(verifier, made):
    folder = made("bag")
    path = folder / "conditions.json"
    document = json.loads(path.read_bytes()) | {"protected_items": ["a"]}
    path.write_bytes(verifier.canonical(document))
    assert verifier.protected_by(folder)[1] == {"a"}
    document["protected_items"] = ["a" * 1000] * 1100
    path.write_bytes(verifier.canonical(document))
    assert verifier.protected_by(folder) is None


def test_a_kind_of_key_that_a_witness_had_is_demanded_though_it_was_compromised(verifier):
    vector = json.loads((VECTORS / "cosigned-mldsa-and-ed25519.json").read_text())
    keys = [
        verifier.WitnessKey.of(
            one["state"], one["vkey"], verifier.moment(one["from"]), verifier.moment(one["until"])
        )
        for one in vector["witnesses"]
    ]
    assert verifier.cosigned_by(vector["note"], keys) == {"XB"}
    for place, one in enumerate(keys):
        others = [each for each in keys if each is not one]
        compromised = replace(one, counts=False)
        assert verifier.cosigned_by(vector["note"], [*others, compromised]) == set(), place
        earlier = replace(compromised, until=one.start + timedelta(seconds=1))
        assert verifier.cosigned_by(vector["note"], [*others, earlier]) == {"XB"}


# --- 18: the directory


def test_a_state_that_a_bundle_does_not_speak_of_is_asked_nothing(verifier, trust):
    read = verifier._reader(trust)
    directory = verifier.Directory(read, None, frozenset({"xa", "xb"}))
    assert sorted(directory.entries) == ["XA", "XB"]
    odd = {"name": "xq", "terminating": False, "threshold": 9, "paths": [], "keyids": []}
    directory._state(odd, {}, {})
    speaking = verifier.Directory(read, None, frozenset({"xa", "xb", "xq"}))
    with pytest.raises(verifier.Wrong):
        speaking._state(odd, {}, {})


@pytest.mark.parametrize("files", ["*.xb.json", "*.xb.officers.json", "1.xb.json"])
def test_a_copy_without_a_states_files_holds_that_state_back(judged, made, trust, tmp_path, files):
    copy = tmp_path / "copy"
    shutil.copytree(trust, copy)
    gone = list(copy.rglob(files))
    assert gone
    for one in gone:
        one.unlink()
    folder = made("sealed")
    assert outcomes(judged(folder, trust))["seal-signed"] == "holds"
    found = outcomes(judged(folder, copy))
    assert found["seal-signed"] == found["seal-listed"] == "undecided"
    assert "fails" not in found.values()


def test_metadata_have_a_place_that_the_snapshot_names_and_no_other(verifier, tmp_path):
    place = tmp_path / "directory/metadata"
    place.mkdir(parents=True)
    names = {"sha256": "0" * 64}
    for name, signed in {
        "timestamp.json": {"_type": "timestamp", "meta": {"snapshot.json": {"version": 1}}},
        "1.snapshot.json": {"_type": "snapshot", "meta": {"xa.json": {"version": 1}}},
        "1.xa.json": {
            "_type": "targets",
            "meta": {"evil.json": {"version": 1}},
            "targets": {"states/xa.json": {"hashes": names}},
        },
    }.items():
        (place / name).write_text(json.dumps({"signed": signed}))
    bundle = object.__new__(verifier.Bundle)
    bundle.folder = tmp_path
    found = bundle._meant_of_directory({"directory/metadata/1.root.json"})
    assert found == {
        *(f"directory/metadata/{one}" for one in ("1.root.json", "timestamp.json")),
        *(f"directory/metadata/1.{one}.json" for one in ("snapshot", "xa")),
        f"directory/targets/states/{'0' * 64}.xa.json",
    }


# --- 19: bundles, disclosures, certificates


def test_an_addressee_may_have_got_the_evidence_from_anybody_of_the_chain(verifier, monkeypatch):
    """[19.3, 4] The delivery names a seal that counts, and is by a sender or recipient of one."""

    def seal(digest, sender, *to):
        recipients = [{"authority": one} for one in to]
        document = {"sender": sender, "recipients": recipients, "thread": "t"}
        return SimpleNamespace(digest=digest, document=document)

    chain = [seal("1", "xb/office", "xa/office"), seal("2", "xa/office", "xc/office")]
    bundle = object.__new__(verifier.Bundle)
    bundle.seal = SimpleNamespace(counting=lambda _: chain, document=chain[1].document)
    bundle.head = {"authority": "xd/office"}
    body = {"seal": "2"}
    message = {"kind": "delivery", "body": body, "from": "xb/office", "to": "xd/office"}
    bundle.request, bundle.others = None, [SimpleNamespace(document=message, digest="m")]
    bundle.abandoned = set()
    monkeypatch.setattr(bundle, "_messages_hold", lambda: True)
    bundle.exporter_as(None)
    assert bundle.exporter == {"as": "addressee", "authority": "xd/office", "seal": "2"}
    bundle.exporter, bundle.abandoned = None, {"m"}
    bundle.exporter_as(None)
    assert bundle.exporter is None
    bundle.abandoned, message["from"] = set(), "xe/office"
    bundle.exporter_as(None)
    assert bundle.exporter is None


def test_a_disclosure_without_its_items_is_not_in_its_form(verifier, made, judged, trust):
    folder = made("disclosure")
    (folder / "items.jsonl").unlink()
    path = folder / "disclosure.json"
    document = json.loads(path.read_bytes())
    document["documents"] = [one for one in document["documents"] if one["path"] != "items.jsonl"]
    path.write_bytes(verifier.canonical(document))
    assert {"disclosure-form", "disclosure-proved"} <= failing(judged(folder, trust))


def test_an_act_that_says_less_than_it_should_hides_no_other(verifier):
    def act(**more):
        return {"@id": f"urn:{len(more)}", "uco-core:name": "acquire", **more}

    who = {"@id": "urn:who", "uco-core:name": "officer xb-0003 of xb/office"}
    whole = act(**{
        "uco-action:startTime": "1", "uco-action:endTime": {"@value": "2"},
        "uco-action:performer": {"@id": "urn:who"},
    })  # fmt: skip
    acquired = {
        "officer": "xb-0003", "authority": "xb/office", "started": "1", "ended": "2",
        "case": None, "source": None, "place": None, "authorisation": None,
    }  # fmt: skip
    for odd in (act(), act(**{"uco-action:performer": 5}), act(a=1, b=2)):
        verifier._collected([odd, who, whole], acquired)
        with pytest.raises(verifier.Wrong):
            verifier._collected([odd, who], acquired)


# --- 4.2, 6 and 19.1, 11


@pytest.mark.parametrize(
    ("ended", "holds"),
    [
        (None, True),
        ((-1, "rotated"), False),
        ((0, "rotated"), False),
        ((1, "rotated"), True),
        ((-1, "compromised"), True),  # what is compromised is judged by the signature moment
    ],
)
def test_the_newest_copy_lists_who_approved_as_in_force(verifier, ended, holds):
    at = verifier.moment("2026-11-24T03:00:00Z")
    end = ended and {"at": verifier.shown(at + timedelta(seconds=ended[0])), "reason": ended[1]}
    record = {
        "number": "xa-0001", "credential": "c", "from": "2026-01-01T00:00:00Z",
        "until": "2027-01-01T00:00:00Z", "ended": end,
    }  # fmt: skip
    one = {"officer": "xa-0001", "credential": "c"}

    def check(*records, held=()):
        copy = SimpleNamespace(
            withheld=lambda state: "held" if state in held else None,
            registers={"XA": {"officers": list(records)}},
        )
        verifier._check_in_force(one, copy, "XA", at)

    if holds:
        check(record)
        return
    with pytest.raises(verifier.Wrong, match="no longer in force"):
        check(record)
    check(record, record | {"ended": None})
    check(record, held=("XA",))
    with pytest.raises(verifier.Wrong):
        check(record, record | {"ended": None, "number": "xa-0002"})
    verifier._check_in_force(one, None, "XA", at)


@pytest.mark.parametrize(
    ("protected", "outcome"),
    [
        ([], "holds"),
        (["letter.txt"], "holds"),
        (["data/letter.txt/"], "holds"),
        (["letter.tx"], "fails"),
        (["list.txt"], "fails"),
    ],
)
@pytest.mark.parametrize("kept_back", [False, True])
def test_who_discloses_states_conditions_of_the_items_here_and_no_others(
    verifier, made, judged, trust, protected, outcome, kept_back
):
    folder = made("disclosure")
    path = folder / "disclosure.json"
    document = json.loads(path.read_bytes())
    document["conditions"]["protected_items"] = protected
    if kept_back:
        document["withheld"] = ["conditions.json"]
        (folder / "package/conditions.json").unlink()
        outcome = "undecided" if outcome == "holds" else outcome
    path.write_bytes(verifier.canonical(document))
    checks = judged(folder, trust)
    found = next(one for one in checks.done if one.id == "disclosure-conditions")
    assert found.outcome == outcome
    assert "disclosure-conditions" not in checks.lenient
    if outcome == "undecided":
        assert found.who == f"{document['giver']}, which gave the evidence"
    (folder / "items.jsonl").write_bytes(b"{}")
    found = judged(folder, trust)
    assert found.of("disclosure-conditions") == ("undecided" if kept_back else "holds")
