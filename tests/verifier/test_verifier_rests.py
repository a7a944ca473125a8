# SPDX-License-Identifier: Apache-2.0
"""The outcome of a check whose documents are missing, broken, or refused by another (15.3)."""

import hashlib
import json
import shutil

import pytest

KINDS = ("bundle", "disclosure", "bag", "sealed")


def outcomes(checks):
    return {one.id: one.outcome for one in checks.done}


def emptied(path):
    path.write_bytes(b"{}")


def removed(path):
    shutil.rmtree(path) if path.is_dir() else path.unlink()


def changed(name, value):
    def change(path):
        document = json.loads(path.read_bytes())
        document[name] = value
        path.write_text(
            json.dumps(document, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
        )

    return change


def cut(path):
    path.write_bytes(path.read_bytes().split(b"\n", 1)[1])


DIRECTORY = [
    "seal-stamped", "seal-signed", "bag-signed", "bag-earlier", "custody-journal", "custody-logged",
    "request", "messages", "receipts", "message-events", "certificates",
]  # fmt: skip
DISCLOSURE = [
    "disclosure-signed", "disclosure-sealed", "disclosure-package-signed", "disclosure-package",
    "disclosure-proved", "disclosure-files", "disclosure-conditions", "disclosure-party",
    "seal-layout", "disclosure-listed",
]  # fmt: skip
NAMED_IN_THE_DOCUMENT = {"disclosure-officer"}
"""Made where a document in its form names somebody (15.3)."""

OF_DIRECTORY = {"custody-officers", "custody-witnessed"}
"""The checks that are made only where there is a directory."""

CASES = [
    ("bag", "../bag-custody/seal/seal.json", emptied,
     {"seal-form": "fails", "bag-sealed": "undecided", "seal-stamped": "undecided",
      "seal-signed": "undecided", "seal-listed": "undecided"}),
    ("sealed", "seal.json", emptied,
     {"seal-form": "fails", "seal-package": "undecided", "seal-segment-list": "undecided",
      "seal-segments": "undecided", "seal-listed": "undecided", "custody-journal": "undecided",
      "custody-logged": "holds"}),
    ("bag", "bag-info.txt", cut,
     {"bag-size": "fails", "bag-conditions": "fails", "bag-signed": "undecided",
      "bag-sealed": "undecided", "bag-tags": "fails", "bag-listed": "undecided"}),
    ("bundle", "bag/bag-info.txt", cut,
     {"bag-size": "fails", "bag-conditions": "fails", "bag-signed": "undecided",
      "bag-sealed": "undecided", "bag-tags": "fails"}),
    ("bag", "tagmanifest-sha256.txt", removed,
     {"bag-form": "fails", "bag-tags": "undecided", "bag-signed": "undecided",
      "bag-sealed": "undecided", "custody-journal": "undecided"}),
    ("bundle", "bag/tagmanifest-sha256.txt", removed,
     {"bag-form": "fails", "bag-signed": "undecided", "bundle-signed": "fails",
      "custody-journal": "undecided", "custody-expected": "undecided"}),
    ("bundle", "bag/conditions.json", changed("more", 1),
     {"conditions": "fails", "bag-conditions": "fails"}),
    ("bundle", "bundle.json", emptied,
     {"bundle-complete": "fails", "bundle-signed": "fails", "exporter": "undecided",
      "custody-exported": "undecided", "custody-expected": "undecided", "directory": "holds",
      "together": "holds", "seal-signed": "holds"}),
    ("bundle", "directory/metadata/timestamp.json", removed,
     dict.fromkeys(DIRECTORY, "undecided")
     | {"directory": "fails", "identity": "holds", "together": "holds", "bundle-signed": "undecided"}),
    ("bundle", "seal/seal.json", removed,
     {"seal-form": "fails", "seal-stamped": "undecided", "seal-signed": "undecided",
      "seal-segment-list": "undecided", "bag-sealed": "undecided", "together": "undecided",
      "exporter": "undecided", "custody-expected": "undecided", "bundle-signed": "fails"}),
    ("disclosure", "items.jsonl", removed,
     {"disclosure-form": "fails", "disclosure-proved": "fails", "disclosure-files": "undecided"}),
    ("disclosure", "items.jsonl", emptied,
     {"disclosure-form": "fails", "disclosure-proved": "fails", "disclosure-files": "undecided"}),
    ("disclosure", "SHA256SUMS", removed,
     {"disclosure-form": "fails", "disclosure-files": "fails", "disclosure-proved": "holds"}),
    ("disclosure", "package/items-root.txt", cut,
     {"disclosure-package": "fails", "disclosure-proved": "holds", "disclosure-files": "holds"}),
    ("disclosure", "package/conditions.json", removed,
     {"disclosure-package": "fails", "disclosure-conditions": "fails"}),
    ("disclosure", "package/bag-info.txt", emptied,
     {"disclosure-package": "fails", "disclosure-party": "holds"}),
    ("disclosure", "seal/seal.json", emptied,
     {"seal-form": "fails", "seal-stamped": "undecided", "seal-signed": "undecided",
      "disclosure-sealed": "undecided"}),
    ("disclosure", "disclosure.json", changed("more", 1),
     dict.fromkeys(DISCLOSURE, "undecided")
     | {"disclosure-form": "fails", "seal-form": "holds", "seal-signed": "holds"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "path", "change", "found"), CASES, ids=[f"{kind}-{path}" for kind, path, *_ in CASES]
)
def test_a_check_is_undecided_where_what_it_needs_is_missing(
    judged, made, trust, kind, path, change, found
):
    folder = made(kind)
    before = outcomes(judged(folder, trust))
    change(folder / path)
    after = outcomes(judged(folder, trust))
    assert {name: after.get(name) for name in found} == found
    gone = before.keys() - after.keys() - NAMED_IN_THE_DOCUMENT
    assert not gone or (after["directory"] == "fails" and gone <= OF_DIRECTORY)


@pytest.mark.parametrize("kind", ["bag", "sealed"])
def test_a_proof_that_does_not_verify_is_no_entry_in_a_log(judged, made, trust, kind):
    folder = made(kind)
    custody = folder / "custody" if kind == "sealed" else folder.parent / "bag-custody"
    one, two = sorted(custody.glob("0*.tlog-proof"))[:2]
    before = outcomes(judged(folder, trust))
    one.write_bytes(two.read_bytes())
    found = outcomes(judged(folder, trust))
    assert found["custody-journal"] == found["custody-logged"] == "fails"
    assert found["custody-officers"] == before["custody-officers"]
    assert found.get("custody-witnessed") == before.get("custody-witnessed")


def test_events_are_asked_for_their_officers_though_their_journal_fails(judged, made, trust):
    folder = made("sealed")
    event = max((folder / "custody").glob("0*.json"))
    changed("occurred", "2026-11-24T01:00:00Z")(event)
    found = outcomes(judged(folder, trust))
    assert found["custody-journal"] == "fails"
    assert found["custody-officers"] in {"holds", "undecided"}


@pytest.mark.parametrize(
    ("kind", "document", "check"),
    [
        ("bundle", "bundle.json", "bundle-signed"),
        ("disclosure", "disclosure.json", "disclosure-signed"),
    ],
)
def test_nobody_signs_before_he_says_that_he_does(verifier, made, trust, kind, document, check):
    folder = made(kind)
    name = {"bundle": "exported", "disclosure": "disclosed"}[kind]
    claimed = verifier.moment(json.loads((folder / document).read_bytes())[name])
    trusted = verifier.Trusted.read([str(trust)])
    for seconds, ahead in ((299, False), (301, True)):
        now = claimed - verifier.timedelta(seconds=seconds)
        checks, _ = verifier.examine(folder, trusted, now)
        (one,) = [one for one in checks.done if one.id == check]
        is_reported = any("moment-ahead: it says" in remark for remark in one.remarks)
        assert is_reported is ahead, one


@pytest.mark.parametrize(
    ("document", "name", "check"),
    [
        ("seal/seal.json", "sealed", "seal-signed"),
        ("request/message.json", "issued", "request"),
        ("messages/0001/message.json", "issued", "messages"),
        ("request/receipt.json", "received", "receipts"),
        ("custody/0001.json", "occurred", "custody-journal"),
        ("request/custody/0001.json", "occurred", "message-events"),
    ],
)
def test_what_claims_a_moment_to_come_fails_the_check_that_uses_it(
    verifier, made, trust, document, name, check
):
    folder = made("bundle")
    if name == "received":  # of another State's node: not every request has one
        document = next(folder.glob("*/**/receipt.json")).relative_to(folder)
    claimed = verifier.moment(json.loads((folder / document).read_bytes())[name])
    trusted = verifier.Trusted.read([str(trust)])
    checks, _ = verifier.examine(folder, trusted, claimed - verifier.timedelta(seconds=301))
    (one,) = [one for one in checks.done if one.id == check]
    assert one.outcome == "fails"
    assert any("moment-ahead" in remark for remark in one.remarks)


def test_a_state_without_any_file_is_absent_and_one_with_some_is_held(judged, made):
    folder = made("bundle")
    metadata = next((folder / "directory/metadata").glob("*.xb.json"))
    metadata.unlink()
    assert "directory" in {one.id for one in judged(folder).done if one.outcome == "fails"}
    for path in (folder / "directory/targets/states").glob("*.xb.*"):
        path.unlink()
    assert outcomes(judged(folder))["directory"] == "holds"


def test_a_name_that_no_package_has_fails_the_form_and_each_list_that_has_it(judged, made, trust):
    folder = made("bag")
    (folder / "data/a:b").write_bytes(b"x")
    found = outcomes(judged(folder, trust))
    assert (found["bag-form"], found["bag-files"]) == ("fails", "holds")
    manifest = folder / "manifest-sha256.txt"
    listed = manifest.read_bytes()
    line = f"{hashlib.sha256(b'x').hexdigest()}  data/a:b\n".encode()
    lines = [*listed.splitlines(keepends=True), line]
    manifest.write_bytes(b"".join(sorted(lines, key=lambda one: one[66:])))
    found = outcomes(judged(folder, trust))
    assert (found["bag-form"], found["bag-files"]) == ("fails", "fails")
    manifest.write_bytes(listed)
    (folder / "data/a:b").unlink()
    (folder / "data/a|b").mkdir()
    found = outcomes(judged(folder, trust))
    assert (found["bag-form"], found["bag-files"]) == ("fails", "holds")


def named_consent(verifier, folder, digest, *, version=2):
    """Add an event to `custody-node/` that nobody signed, in its form, and that names a consent."""
    event = json.loads((folder / "custody/0001.json").read_bytes())
    event |= {
        "code": "a-code-of-later",
        "fields": {"consent": digest, "second": None},
        "words": None,
    }
    if version == 1:
        event = {"reason": digest, "version": 1, **{name: one for name, one in event.items()
                 if name not in {"code", "fields", "words", "version"}}}  # fmt: skip
    (folder / "custody-node").mkdir(exist_ok=True)
    (folder / "custody-node/0001.json").write_bytes(verifier.canonical(event))


CONSENT = {
    "version": 4, "id": "019363e0-0000-7000-8000-000000000000", "network": None, "bag": "a" * 64,
    "act": "opened", "identity": "workstation", "authority": "xa/office", "first": "xa-0001",
    "second": "xa-0002", "reason": None, "items": None, "at": "2026-11-24T03:00:00Z",
    "until": "2026-11-24T04:00:00Z",
}  # fmt: skip


def lay_consent(verifier, folder, data, name=""):
    """Put a consent, or what is none, in the place of its digest or of another one."""
    place = folder / "consents" / (name or verifier.sha256(data))
    place.mkdir(parents=True)
    (place / "consent.json").write_bytes(data)
    return place


def test_consents_have_a_place_in_a_bundle_by_their_digest(verifier, judged, made):
    folder, data = made("bundle"), verifier.canonical(CONSENT)
    digest = verifier.sha256(data)
    named_consent(verifier, folder, digest)
    other = verifier.canonical(CONSENT | {"reason": "Another"})
    for own, name, holds in ((data, "consent.first.p256.p7s", True), (data, "consent.third", False),
                             (other, "consent.first.p256.p7s", False)):  # fmt: skip
        place = lay_consent(verifier, folder, own, digest)
        (place / name).write_bytes(own)
        assert (outcomes(judged(folder))["bundle-layout"] == "holds") is holds, name
        shutil.rmtree(folder / "consents")


@pytest.mark.parametrize("named", ["by nobody", "by version 1", "another", "in no event's form"])
def test_a_consent_that_no_event_names_has_no_place(verifier, judged, made, named):
    """No check would read it."""
    folder, data = made("bundle"), verifier.canonical(CONSENT)
    digest = verifier.sha256(data)
    lay_consent(verifier, folder, data)
    if named != "by nobody":
        other = verifier.sha256(b"x") if named == "another" else digest
        named_consent(verifier, folder, other, version=1 if named == "by version 1" else 2)
    if named == "in no event's form":
        changed("id", "x")(folder / "custody-node/0001.json")
    (layout,) = (one for one in judged(folder).done if one.id == "bundle-layout")
    assert layout.outcome == "fails"
    assert any(f"consents/{digest}/consent.json has no place" in one for one in layout.remarks)
    named_consent(verifier, folder, digest)
    assert outcomes(judged(folder))["bundle-layout"] == "holds"


@pytest.mark.parametrize(
    "data",
    [
        b"The accused confessed.",
        b"{}",
        json.dumps(CONSENT, indent=1).encode(),
        json.dumps(CONSENT | {"more": 1}, separators=(",", ":"), sort_keys=True).encode(),
        json.dumps(CONSENT | {"items": ["x" * 2000] * 40}, separators=(",", ":"), sort_keys=True).encode(),
    ],
    ids=["words", "nothing", "another spelling", "a member more", "too large"],
)  # fmt: skip
def test_what_an_event_names_as_its_consent_is_a_consent_in_its_form(verifier, judged, made, data):
    """An event of a code that nobody knows may name it; `custody-consents` does not read that."""
    folder = made("bundle")
    lay_consent(verifier, folder, data)
    named_consent(verifier, folder, verifier.sha256(data))
    (layout,) = (one for one in judged(folder).done if one.id == "bundle-layout")
    assert layout.outcome == "fails"
    assert len(layout.remarks) == 1
    assert layout.remarks[0].startswith(f"consents/{verifier.sha256(data)}/consent.json: ")


def test_a_document_with_too_many_elements_is_refused(verifier, stumbles):
    fits, more = b"[" + b",".join([b"[]"] * 9) + b"]", b"[" + b",".join([b'{"a":1}'] * 5) + b"]"
    assert verifier.parsed(fits, 9) == [[]] * 9
    assert verifier.parsed(more, 10)
    for data, most in ((fits, 8), (more, 9), (b"[" + b",".join([b"0"] * 65537) + b"]", 65536)):
        with pytest.raises(stumbles):
            verifier.parsed(data, most)


def test_a_message_that_is_there_twice_or_is_of_another_case_fails(verifier, judged, made):
    folder = made("bundle")
    shutil.copytree(folder / "request", folder / "messages/0099")
    found = outcomes(judged(folder))
    assert found["messages"] == "fails"
    shutil.rmtree(folder / "messages/0099")
    bundle = verifier.Bundle(folder, verifier.Trusted(), verifier.moment("2026-11-26T03:00:00Z"))
    bundle._read_messages()
    bundle._one_case(bundle.messages)
    bundle.others[0].document["thread"] = "019363e0-0000-7000-8000-000000000000"
    with pytest.raises(verifier.Wrong, match="bundle-not-together"):
        bundle._one_case(bundle.messages)
    bundle.request.document["related"].append(bundle.others[0].document["thread"])
    bundle._one_case(bundle.messages)


def test_a_request_that_did_not_open_its_thread_fails(judged, made):
    folder = made("bundle")
    changed("seen", "0" * 64)(folder / "request/message.json")
    (one,) = [one for one in judged(folder).done if one.id == "request"]
    assert any("open its thread" in remark for remark in one.remarks)


def test_a_bag_of_another_tool_never_holds(verifier, judged, tmp_path):
    """The verifier leaves the kind `foreign-bag` out, as 15.2 allows."""
    bag = tmp_path / "foreign"
    (bag / "data").mkdir(parents=True)
    (bag / "data/a").write_bytes(b"x")
    (bag / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (bag / "manifest-sha256.txt").write_text(f"{verifier.sha256(b'x')}  data/a\n")
    assert verifier.kind_of(bag) == "bag"
    assert judged(bag).outcome != "holds"
