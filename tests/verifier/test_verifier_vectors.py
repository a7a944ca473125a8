# SPDX-License-Identifier: Apache-2.0
"""A second reader of the specification: the public vectors hold, or are refused, for it as well."""

import base64
import hashlib
import json
from pathlib import Path

import pytest

VECTORS = Path(__file__).parents[1] / "vectors"


def vectors(subject, pattern):
    found = sorted((VECTORS / subject).glob(pattern))
    assert found, f"no vectors {subject}/{pattern}"
    return [pytest.param(json.loads(path.read_text()), id=path.stem) for path in found]


def unb64(text):
    return text and base64.b64decode(text, validate=True)


@pytest.mark.parametrize("vector", vectors("wire", "*.json"))
def test_canonical_bytes_are_read_and_no_others(verifier, stumbles, vector):
    data = bytes.fromhex(vector["bytes"])
    if vector["expect"] == "value":
        assert verifier.parsed(data) == vector["value"]
        return
    with pytest.raises(stumbles):
        verifier.parsed(data)


@pytest.mark.parametrize(
    "vector", [*vectors("seal", "signature-*.json"), *vectors("seal", "hybrid-*.json")]
)
def test_signatures(verifier, stumbles, tmp_path, vector):
    document = tmp_path / "document"
    document.write_bytes(unb64(vector["document"]))
    for name, text in vector["signatures"].items():
        if text is not None:
            Path(f"{document}.{name}.p7s").write_bytes(unb64(text))
    anchors = tuple(verifier.certificate(unb64(one)) for one in vector["anchors"])
    judge = verifier.Judge(None, anchors)
    at = verifier.moment(vector["at"])
    by_listing = not vector["require_mldsa65"]  # without a directory nothing is listed
    named = {"signed": at, "use": vector["use"], "by_listing": by_listing}
    if vector["expect"] == "holds":
        assert judge.signatures(document, vector["holder"], at, **named).holder == vector["holder"]
        return
    with pytest.raises(stumbles):
        judge.signatures(document, vector["holder"], at, **named)


@pytest.mark.parametrize("vector", vectors("seal", "note-*.json"))
def test_signed_notes(verifier, stumbles, vector):
    if vector["expect"] == "holds":
        point = verifier.checkpoint(vector["note"], vector["vkeys"])
        assert vector["text"].startswith(f"{point.origin}\n{point.size}\n")
        return
    with pytest.raises(stumbles):
        verifier.checkpoint(vector["note"], vector["vkeys"])


@pytest.mark.parametrize("vector", vectors("custody", "proof-*.json"))
def test_proofs_of_the_log(verifier, stumbles, vector):
    def keys(origin):
        return [vector["vkey"]] if origin == vector["origin"] else []

    event = vector["event"].encode()
    if not vector["codes"]:
        verifier.check_proof(vector["proof"], event, keys)
        return
    with pytest.raises(stumbles):
        verifier.check_proof(vector["proof"], event, keys)


@pytest.mark.parametrize("vector", vectors("custody", "proofs-*.json"))
def test_proofs_that_contradict_each_other(verifier, vector):
    stated, found = verifier.LogStatements(), []
    for one in vector["proofs"]:
        event, keys = one["event"].encode(), vector["vkeys"]
        point = verifier.check_proof(one["proof"], event, lambda origin, keys=keys: [keys[origin]])
        read = verifier.Proof.of(one["proof"])
        own = verifier.leaf(verifier.commitment_of(read.salt, event))
        if stated.contradicts(point, read.index, own):
            found.append("log-contradicts")
    assert found == vector["codes"]


@pytest.mark.parametrize("vector", vectors("custody", "tree-*.json"))
def test_trees(verifier, stumbles, vector):
    entries = [bytes.fromhex(one) for one in vector["entries"]]
    tree = verifier.Tree()
    for entry in entries:
        tree.add(entry)
    assert tree.root.hex() == vector["root"]
    for index, path in enumerate(vector["inclusion"]):
        hashes = [bytes.fromhex(one) for one in path]
        leaf = verifier.leaf(entries[index])
        assert verifier.root_by_path(index, len(entries), leaf, hashes) == tree.root
        with pytest.raises(stumbles):
            verifier.root_by_path(index, len(entries), leaf, [*hashes, bytes(32)])


@pytest.mark.parametrize("vector", vectors("directory", "tree-*.json"))
def test_directories_as_of_a_moment(verifier, stumbles, vector):
    files = {path: text.encode() for path, text in vector["files"].items()}

    def read(path):
        if path not in files:
            raise FileNotFoundError(path)
        return files[path]

    def walked():
        found = verifier.Directory(read, verifier.moment(vector["at"]))
        verifier.demand(found.network == vector["network"], "another network")
        return found

    if "refused" in vector:
        with pytest.raises(stumbles):
            walked()
        return
    found = walked()
    assert sorted(found.held) == sorted(vector["held"])
    assert sorted(found.entries) == sorted(set(vector["states"]) - set(vector["held"]))


@pytest.mark.parametrize("vector", vectors("directory", "period-*.json"))
def test_periods(verifier, vector):
    period = verifier.Period.of(vector["period"])
    for moment in vector["moments"]:
        at = verifier.moment(moment["at"])
        assert period.covers(at, proven=True) == moment["proven"]
        assert period.covers(at, proven=False) == moment["claimed"]
        assert period.vouches(at, at) == moment["issued"]


@pytest.mark.parametrize("vector", vectors("spoken", "*.json"))
def test_digests_read_out(verifier, vector):
    groups = verifier.spoken(vector["digest"])
    heard = verifier.heard(vector["heard"])
    hexadecimal = "".join(vector["heard"].split()).lower() == vector["digest"]
    assert (hexadecimal or heard == groups) == (vector["expect"] == "equal")


def test_a_certificate_with_a_name_of_an_unread_type_is_out_of_form(verifier, stumbles):
    """An x400Address among its names: the fuzzer's find, which ended the program with a trace."""
    vector = next(iter(vectors("seal", "signature-holds.json"))).values[0]
    data = next(unb64(one) for one in vector["anchors"] if b"rogatory:state-ca" in unb64(one))
    at = data.index(b"rogatory:state-ca") - 2
    assert data[at] == 0x86  # uniformResourceIdentifier
    changed = data[:at] + b"\xa3" + data[at + 1 :]
    with pytest.raises(stumbles):
        verifier.certificate(changed)


@pytest.mark.parametrize("vector", vectors("custody", "cosigned-*.json"))
def test_cosignatures_and_policies(verifier, stumbles, vector):
    keys = [
        verifier.WitnessKey.of(
            one["state"],
            one["vkey"],
            verifier.moment(one["from"]),
            verifier.moment(one["until"]),
        )
        for one in vector["witnesses"]
    ]
    if vector["codes"]:
        with pytest.raises(stumbles):
            verifier.cosigned_by(vector["note"], keys)
        return
    found = verifier.cosigned_by(vector["note"], keys)
    assert sorted(found) == vector["states"]
    rules = verifier.read_policy(vector["policy"])
    met = all(len(found & set(states)) >= least for least, states in rules)
    assert met is vector["met"]


@pytest.mark.parametrize("vector", vectors("custody", "policy-*.json"))
def test_policies(verifier, stumbles, vector):
    if vector["codes"]:
        with pytest.raises(stumbles):
            verifier.read_policy(vector["text"])
        return
    rules = verifier.read_policy(vector["text"])
    assert [[least, " ".join(states)] for least, states in rules] == vector["rules"]


@pytest.mark.parametrize("vector", vectors("custody", "checkpoint-*.json"))
def test_checkpoints_of_two_signatures(verifier, stumbles, vector):
    if not vector["codes"]:
        assert verifier.checkpoint(vector["note"], vector["vkeys"]).origin == vector["origin"]
        return
    with pytest.raises(stumbles):
        verifier.checkpoint(vector["note"], vector["vkeys"])


@pytest.mark.parametrize("vector", vectors("custody", "event-*.json"))
def test_events_of_both_versions(verifier, stumbles, vector):
    event = vector["event"].encode()
    if vector["codes"]:
        with pytest.raises(stumbles):
            verifier.event_of(event)
        return
    parsed = verifier.event_of(event)
    assert verifier.understood(parsed) is vector.get("understood", False)
    commitment = verifier.commitment_of(bytes.fromhex(vector["salt"]), event)
    assert commitment.hex() == vector["commitment"]
    assert verifier.leaf(commitment).hex() == vector["leaf"]


@pytest.mark.parametrize("vector", vectors("custody", "tombstone-*.json"))
def test_tombstones(verifier, stumbles, vector):
    if not vector["codes"]:
        verifier.tombstone_of(vector["tombstone"].encode())
        return
    with pytest.raises(stumbles):
        verifier.tombstone_of(vector["tombstone"].encode())


def keys_of(vector):
    return lambda origin: [vector["vkey"]] if origin == vector["origin"] else []


@pytest.mark.parametrize("vector", vectors("custody", "destroyed-*.json"))
def test_proofs_of_destroyed_events(verifier, stumbles, vector):
    tombstone = verifier.tombstone_of(vector["tombstone"].encode())
    if not vector["codes"]:
        verifier.check_tombstone_proof(vector["proof"], tombstone, keys_of(vector))
        return
    with pytest.raises(stumbles):
        verifier.check_tombstone_proof(vector["proof"], tombstone, keys_of(vector))


@pytest.mark.parametrize("vector", vectors("custody", "journal-*.json"))
def test_journals_with_destroyed_events(verifier, tmp_path, vector):
    for one in vector["entries"]:
        stem = tmp_path / f"{one['number']:04d}"
        for name, ending in (
            ("event", "json"),
            ("tombstone", "tombstone.json"),
            ("proof", "tlog-proof"),
        ):
            if one.get(name) is not None:
                Path(f"{stem}.{ending}").write_text(one[name])
    journal = verifier.Journals(tmp_path)
    journal.read()
    journal.check(unsigned(verifier, vector), {0: vector["object"]}, None)
    assert bool(journal.wrong) is bool(vector["codes"]), journal.wrong


def unsigned(verifier, vector):
    """A judge of journals whose events have no signatures: the vectors have none."""

    class Log:
        network, entries, registers = vector["network"], {}, {}
        log_keys = staticmethod(keys_of(vector))

        def withheld(self, _):
            return None

        def witness_keys(self, _):
            return []

    class Unsigned(verifier.Judge):
        def signatures(self, *_, **__):
            return None

    return Unsigned(Log())


@pytest.mark.parametrize("vector", vectors("directory", "pair-*.json"))
def test_entries_and_registers(verifier, stumbles, vector):
    both = vector["entry"].encode(), vector["register"].encode()
    if not vector["codes"]:
        verifier.entry_and_register(*both, vector["state"])
        return
    with pytest.raises(stumbles):
        verifier.entry_and_register(*both, vector["state"])


@pytest.mark.parametrize("vector", vectors("seal", "approval-*.json"))
def test_approvals(verifier, stumbles, vector):
    def url(name):
        return base64.urlsafe_b64encode(unb64(vector[name])).decode().rstrip("=")

    one = {name: url(name) for name in ("authenticator_data", "client_data", "signature")}
    one["verdict"] = vector["verdict"]
    given = (vector["content_digest"], vector["rp_id"], vector["origins"], unb64(vector["key"]))
    if vector["expect"] == "holds":
        verifier.check_assertion(one, *given)
        return
    if one["verdict"] != "approve":
        return  # that is asked before
    with pytest.raises(stumbles):
        verifier.check_assertion(one, *given)


@pytest.mark.parametrize("vector", vectors("seal", "timestamp-*.json"))
def test_timestamps(verifier, stumbles, vector, monkeypatch):
    """The vectors have the digest of what was stamped, not its bytes."""
    stamped = hashlib.new

    class Given:
        def digest(self):
            return bytes.fromhex(vector["digest"])

    monkeypatch.setattr(
        verifier.hashlib, "new", lambda name, data: Given() if data is None else stamped(name, data)
    )
    judge = verifier.Judge(
        None, tuple(verifier.certificate(unb64(one)) for one in vector["anchors"])
    )
    if vector["expect"] == "holds":
        assert judge.stamp(unb64(vector["token"]), None)[0] == verifier.moment(vector["at"])
        return
    with pytest.raises(stumbles):
        judge.stamp(unb64(vector["token"]), None)


def evidence(name):
    return json.loads((VECTORS / "evidence" / f"{name}.json").read_text())


@pytest.mark.parametrize("case", evidence("names")["folders"])
def test_stored_names(verifier, case):
    pairs = evidence("names")["folders"][case]
    found = verifier.stored_names([unb64(raw) for raw, _ in pairs])
    assert [found[unb64(raw)] for raw, _ in pairs] == [name for _, name in pairs]


@pytest.mark.parametrize(("name", "plain"), evidence("names")["components"])
def test_names_that_a_reader_takes(verifier, name, plain):
    assert verifier.plain_component(name) is plain


@pytest.mark.parametrize(
    "inventory", evidence("items")["inventories"], ids=lambda one: len(one["items"])
)
def test_items_roots(verifier, inventory):
    secret, tree = bytes.fromhex(evidence("items")["secret"]), verifier.Tree()
    for index, item in enumerate(inventory["items"]):
        salt = verifier.item_salt(secret, index)
        entry = hashlib.sha256(salt + item["line"].encode()).digest()
        assert (salt.hex(), entry.hex()) == (item["salt"], item["entry"])
        tree.add(entry)
    assert verifier.items_root_text(tree) == inventory["items_root"].encode()
    for index, item in enumerate(inventory["items"]):
        path = [bytes.fromhex(one) for one in item["path"]]
        leaf = verifier.leaf(bytes.fromhex(item["entry"]))
        assert verifier.root_by_path(index, tree.size, leaf, path) == tree.root


def written_seal(document, change):
    changed = {**document, **change.get("change", {})}
    for name in change.get("without", ()):
        del changed[name]
    return changed


@pytest.mark.parametrize("case", evidence("seals")["forms"])
def test_forms_of_seals(verifier, stumbles, case):
    vector = evidence("seals")
    form = vector["forms"][case]
    parsed = written_seal(vector["base"], form["seal"])
    if not form["codes"]:
        verifier.check_seal(parsed)
        return
    with pytest.raises(stumbles):
        verifier.check_seal(parsed)


@pytest.mark.parametrize("case", evidence("seals")["chains"])
def test_chains_of_seals(verifier, stumbles, tmp_path, case):
    vector = evidence("seals")
    chain = vector["chains"][case]
    for path, change in chain["documents"].items():
        document = tmp_path / path
        document.parent.mkdir(parents=True, exist_ok=True)
        document.write_bytes(verifier.canonical(written_seal(vector["base"], change)))
    seal = verifier.Seal(tmp_path)
    seal.form()
    if not chain["codes"]:
        seal.linked()
        return
    with pytest.raises(stumbles):
        seal.linked()


@pytest.mark.parametrize("case", evidence("bag")["cases"])
def test_bags(verifier, tmp_path, case):
    vector = evidence("bag")
    files = {**vector["files"], **vector["cases"][case]["change"]}
    folder = tmp_path / "bag"
    for path, data in files.items():
        if data is not None:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(base64.b64decode(data))
    trusted = verifier.Trusted()
    checks, _ = verifier.examine(folder, trusted)
    found = {one.id: one.outcome for one in checks.done if one.id.startswith("bag-")}
    expected = vector["cases"][case]["checks"]
    assert {name: outcome for name, outcome in found.items() if outcome != "holds"} == expected
