# SPDX-License-Identifier: Apache-2.0
"""Forgeries by the exporter, shown to check.sh: what it states in full, the independent verifier finds, too."""

import hashlib
import json
import re
import resource
import shutil
import subprocess
import tempfile
from pathlib import Path

import pytest

from casts.court.bundle_attacks import edit_json, relist
from casts.court.bundle_case import AT, check_sh, fingerprints_of, stated
from forge.judges import judge_independent
from rogatory.node.court.verify import verify_bundle

pytestmark = pytest.mark.judge

FULL = ("bundle-complete", "bag-tags", "bag-files")
MANIFEST, TAGS = "bag/manifest-sha256.txt", "bag/tagmanifest-sha256.txt"
LINE = re.compile(
    r"(holds  |in part|not checked|FAILS) +[a-z-]+ +\S.*|"
    r" {36}\S.*|"
    r"  [+ ] [A-Z]{2} (p256|mldsa65) +[0-9a-f]{64}|"
    r"(Checks of|No fingerprint|and run the|State CAs in|Nothing fails|with a verifier|Of what lies|are the words|Of the evidence|It states no) ?.*|"
    r"  (bag [0-9a-f]{64}|(files|bytes) [0-9]+|nothing)|"
    r"[0-9]+ checks FAIL\. Do not rely on this bundle\.|"
)


@pytest.fixture(scope="module")
def keys(material):
    return material.case.authority("XA").signing_keys()


@pytest.fixture
def bundle(material, tmp_path, keys):
    """Return a bundle whose bag has one payload manifest: beside others bag-files is not checked."""
    artifact = material.artifacts["bundle"].copy(tmp_path / "forged")
    further = re.compile(rb"[0-9a-f]{64}  (manifest-(?!sha256)\S+)\n")
    tags = (artifact.path / TAGS).read_bytes()
    for one in further.finditer(tags):
        (artifact.path / "bag" / one[1].decode()).unlink()
    (artifact.path / TAGS).write_bytes(further.sub(b"", tags))
    relist(artifact.path, keys)
    return artifact


def agreed(material, bundle, *, unread=frozenset(), given=True):
    """Return what check.sh states: see `agreed_and_printed`."""
    return agreed_and_printed(material, bundle, unread=unread, given=given)[0]


def agreed_and_printed(material, bundle, *, unread=frozenset(), given=True):
    """Return what check.sh states, and all that it prints. What it says holds or fails, the verifier says, too; but
    for what it fails since it cannot be `unread` in any other way.
    """
    before = bundle.digest()
    done = check_sh(bundle.path, *(fingerprints_of(material.case) if given else ()))
    found = stated(done)
    theirs = judge_independent(bundle, [material.directory], material.now).checks
    assert bundle.digest() == before
    assert done.stderr == ""
    assert done.returncode == (1 if "FAILS" in found.values() else 3)
    for line in done.stdout.splitlines():
        assert line.isascii()
        assert line.isprintable()
        assert LINE.fullmatch(line), line
    for outcome, verdict in (("holds", "holds"), ("FAILS", "fails")):
        ids = {one for one, word in found.items() if word == outcome} - unread
        assert {one: theirs.get(one) for one in ids} == dict.fromkeys(ids, verdict)
    return found, done.stdout


def test_what_these_tests_change_holds_before(material, bundle):
    found = agreed(material, bundle)
    assert {found[one] for one in FULL} == {"holds"}


def test_each_check_that_the_verifier_makes_has_its_line_and_no_fact_is_stated(material):
    """The bench's bundle has consents, a destroyed event, an image and an archive."""
    artifact = material.artifacts["bundle"]
    done = check_sh(artifact.path, *fingerprints_of(material.case))
    theirs = judge_independent(artifact, [material.directory], material.now).checks
    found = stated(done)
    assert [one for one in found if one in theirs] == list(theirs)
    assert found.keys() - theirs.keys() == set()
    never = (
        "bag-examined",
        "custody-destroyed",
        "custody-consents",
        "custody-witnessed",
        "custody-officers",
    )
    assert {found[one] for one in never} == {"not checked"}
    request = json.loads((artifact.path / "request/message.json").read_bytes())
    for fact in (request["body"]["case_number"], request["thread"], request["from"]):
        assert fact not in re.sub(r"signature of \S+", "", done.stdout)
    assert "are the words of others and none of its own" in done.stdout


def test_what_is_not_there_has_no_line(material, bundle, keys):
    for one in ("media.json", "members.jsonl"):
        (bundle.path / "bag" / one).unlink()
    for one in bundle.path.rglob("*.tombstone.json"):
        one.unlink()
    shutil.rmtree(bundle.path / "certificate")
    relist(bundle.path, keys)
    found = stated(check_sh(bundle.path))
    assert not {"bag-examined", "custody-destroyed", "certificate", "seal-chain"} & found.keys()


def test_a_consent_in_a_folder_of_another_digest_has_no_place(material, bundle, keys):
    [folder] = (bundle.path / "consents").iterdir()
    folder.rename(folder.with_name("0" * 64))
    relist(bundle.path, keys)
    assert agreed(material, bundle)["bundle-layout"] == "FAILS"


def rewrite(path, change):
    before = path.read_bytes()
    path.write_bytes(change(before))
    assert path.read_bytes() != before


def backwards(data):
    return b"".join(reversed(data.splitlines(keepends=True)))


REASON = re.compile(rb'"reason":"(\\.|[^"\\])*"')


def reason(text):
    return lambda data: REASON.sub(lambda _: b'"reason":"' + text + b'"', data)


HEADS = {
    "a member more": lambda data: data.replace(b'"network"', b'"nation":1,"network"', 1),
    "a member less": lambda data: re.sub(rb'"officer":[^,]*,', b"", data),
    "another order": lambda data: re.sub(
        rb'("network":"[^"]*"),("officer":[^,]*)', rb"\2,\1", data
    ),
    "no version": lambda data: data.replace(b'"version":1}', b'"version":true}'),
    "no day": lambda data: re.sub(rb'"exported":"[^T]*', b'"exported":"2026-02-30', data),
    "no officer": lambda data: re.sub(rb'"officer":[^,]*,', b'"officer":"nobody",', data),
    "not seen": reason("a\u202eb".encode()),
    "too long": reason("\u00e9".encode() * 2001),
    "not UTF-8": reason(b"\xff"),
    "line feed": lambda data: data + b"\n",
}
MANIFESTS = {
    "backwards": backwards,
    "cut": lambda data: data[:-1],
    "a NUL": lambda data: data.replace(b".eml\n", b".eml\0\n", 1),
    "escaped": lambda data: data.replace(b"mail-0", b"%6dail-0", 1),
    "a device": lambda data: data.replace(b"mail-0.eml", b"aux.txt", 1),
    "a twin": lambda data: data.replace(b"mail-1.eml", b"MAIL-0.eml", 1),
    "capitals": lambda data: data[:64].upper() + data[64:],
    "no folder": lambda data: data.replace(b"data/", b"data//", 1),
    "a mark": lambda data: b"\xef\xbb\xbf" + data,
    "carriage return": lambda data: data.replace(b"\n", b"\r\n", 1),
}


@pytest.mark.parametrize(("head", "manifest"), list(zip(HEADS, MANIFESTS, strict=True)))
def test_a_list_and_a_manifest_in_another_form_fail(material, bundle, keys, head, manifest):
    names = {b"a device": b"aux.txt", b"a twin": b"MAIL-0.eml"}
    for name, other in names.items():
        if name.decode() == manifest:
            old = bundle.path / "bag/data" / ("mail-0.eml" if other == b"aux.txt" else "mail-1.eml")
            old.rename(old.with_name(other.decode()))
    rewrite(bundle.path / MANIFEST, MANIFESTS[manifest])
    rewrite(bundle.path / TAGS, backwards)
    relist(bundle.path, keys)
    rewrite(bundle.path / "bundle.json", HEADS[head])
    found = agreed(material, bundle)
    assert {found[one] for one in FULL} == {"FAILS"}


def test_files_in_another_order_are_no_list(material, bundle, keys):
    relist(bundle.path, keys)
    file = json.dumps({"path": "zz", "sha256": "0" * 64, "size": 1}, separators=(",", ":"))
    rewrite(
        bundle.path / "bundle.json",
        lambda data: data.replace(b'"files":[', f'"files":[{file},'.encode(), 1),
    )
    found = agreed(material, bundle)
    assert (found["bundle-complete"], found["custody-exported"]) == ("FAILS", "not checked")


@pytest.mark.parametrize(
    "path",
    [
        "bag/data/x\nholds        bundle-signed          everything",
        "bag/zz\nbag/data/mail-0.eml",
        "bag/data/\x1b[2Jx",
        "bag/data/MAIL-0.eml/x",
        "bag/data/a:b",
        "bag/data/aux.txt",
        "bag/data/x\u202ey",
    ],
    ids=ascii,
)
def test_a_file_under_a_name_that_no_package_has_is_none_of_the_bag(material, bundle, path):
    place = bundle.path / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"x")
    found = agreed(material, bundle)
    assert found["bundle-complete"] == found["bag-form"] == "FAILS"
    if path.isascii():
        assert path.endswith("MAIL-0.eml/x") or found["bag-files"] == found["bag-tags"] == "holds"


def test_a_name_with_a_line_feed_that_the_list_has_states_nothing(material, bundle, keys):
    (bundle.path / "x\nholds        bundle-signed          everything").write_bytes(b"x")
    (bundle.path / "seal/.x").write_bytes(b"x")
    relist(bundle.path, keys)
    found = agreed(material, bundle, unread={"bundle-complete"})
    assert found["bundle-layout"] == found["bundle-complete"] == "FAILS"
    assert found["custody-exported"] == "not checked"


def test_what_the_script_cannot_compare_is_not_checked(material, bundle, keys):
    (bundle.path / "bag/offsets").write_bytes(b"x")
    relist(bundle.path, keys)
    found = agreed(material, bundle)
    assert (found["bag-files"], found["bag-tags"]) == ("not checked", "holds")
    (bundle.path / "bag/tagmanifest-x").write_bytes(b"x")
    assert agreed(material, bundle)["bag-tags"] == "FAILS"


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        (
            "\u00c9t\u00e9; \u043e\u0431\u044a\u0451\u043c; \u4e2d\u6587\u3002 \u0639\u0631\u0628\u064a",
            "holds",
        ),
        ("e\u0301", "in part"),
        ("\u1100\u1161", "in part"),
    ],
    ids=ascii,
)
def test_text_that_could_be_written_otherwise_is_not_read_in_full(
    material, bundle, keys, text, outcome
):
    relist(bundle.path, keys)
    rewrite(bundle.path / "bundle.json", reason(text.encode()))
    found, printed = agreed_and_printed(material, bundle)
    assert found["bundle-complete"] == outcome
    unasked = "not asked: whether all is in NFC of 0 names and of the reason in bundle.json"
    assert (unasked in printed) == (outcome == "in part")


@pytest.mark.parametrize(
    ("names", "outcome"),
    [
        (["\u00e9.eml", "\u4e2d\u6587.eml"], "holds"),
        (["\u043e\u0431\u044a\u0451\u043c.eml", "\u0639\u0631\u0628\u064a.eml"], "holds"),
        (["\u00e9.eml", "\u00e8.eml"], "in part"),
        (["stra\u00dfe.eml", "x.eml"], "in part"),
        (["\u03b1.eml", "x.eml"], "in part"),
    ],
    ids=ascii,
)
def test_names_that_may_fold_together_are_not_read_in_full(material, bundle, keys, names, outcome):
    data = bundle.path / "bag/data"
    old = ["mail-0.eml", "mail-1.eml"]
    for one, other in zip(old, names, strict=True):
        (data / one).rename(data / other)
        rewrite(
            bundle.path / MANIFEST, lambda it, a=one, b=other: it.replace(a.encode(), b.encode())
        )
    lines = (bundle.path / MANIFEST).read_bytes().splitlines(keepends=True)
    (bundle.path / MANIFEST).write_bytes(b"".join(sorted(lines, key=lambda line: line[66:])))
    digest = hashlib.sha256((bundle.path / MANIFEST).read_bytes()).hexdigest()
    rewrite(
        bundle.path / TAGS,
        lambda it: re.sub(rb"[0-9a-f]{64}(?=  manifest)", digest.encode(), it),
    )
    relist(bundle.path, keys)
    found, printed = agreed_and_printed(material, bundle)
    assert {found[one] for one in FULL[1:]} == {outcome}
    unasked = re.findall("not asked: whether of [1-9] names .* compared", printed)
    assert len(unasked) == (2 if outcome == "in part" else 0)


def test_whose_bag_it_is_the_bag_says_and_not_the_seal(material, tmp_path, keys):
    """An exporter changes the sender of a seal that he cannot sign."""
    bundle = material.artifacts["bundle"].copy(tmp_path / "forged")
    edit_json(
        bundle.path / "seal/seal.json", lambda seal: seal.update(sender="xt/central-authority")
    )
    relist(bundle.path, keys)
    found = agreed(material, bundle)
    assert found["seal-signed"] == "FAILS"
    assert found["bag-signed"] == "in part"


def test_what_lacks_its_state_cas_or_its_document_is_not_checked(material, bundle, keys):
    (bundle.path / TAGS).unlink()
    for one in bundle.path.glob("certificates/xb-ca.*"):
        one.unlink()
    relist(bundle.path, keys)
    found = agreed(material, bundle, given=False)
    ids = ("bag-tags", "bag-sealed", "bag-signed", "seal-signed", "messages", "custody-journal")
    assert {found[one] for one in ids} == {"not checked"}


def test_the_facts_that_it_states_are_those_of_the_other_judges(material, bundle):
    facts = verify_bundle(bundle.path, trusted=None, now=material.now).facts
    printed = check_sh(bundle.path).stdout
    assert f"  bag {facts.bag}\n  files {facts.files}\n  bytes {facts.bytes}\n" in printed
    with (bundle.path / "bag/data/mail-0.eml").open("ab") as stream:
        stream.write(b"x")
    printed = check_sh(bundle.path).stdout
    assert "\n  nothing\n" in printed
    assert facts.bag not in printed


def test_it_states_no_fact_that_a_forger_chooses(material, bundle, keys):
    """The exporter signs a request of two other cases, which nobody approved: his signatures hold, and two
    readers of JSON read two numbers.
    """
    message = bundle.path / "request/message.json"
    edit_json(message, lambda it: it["body"].update(case_number="FORGED-1"))
    honest = b'"case_number":"FORGED-1"'
    text = message.read_bytes().replace(honest, honest + b',"case_n\\u0075mber":"FORGED-2"')
    assert json.loads(text)["body"]["case_number"] == "FORGED-2"
    message.write_bytes(text)
    received = json.loads((bundle.path / "request/receipt.json").read_bytes())["received"]
    signed = keys.sign(text, AT.fromisoformat(received))
    for family, data in (("p256", signed.p256), ("mldsa65", signed.mldsa65)):
        message.with_name(f"message.json.{family}.p7s").write_bytes(data)
    relist(bundle.path, keys)
    # Of a message that cannot be read nobody else asks the receipt (15.3).
    found, printed = agreed_and_printed(material, bundle, unread={"receipts"})
    assert found["request"] == "in part"
    theirs = judge_independent(bundle, [material.directory], material.now).checks
    assert theirs["request"] == "fails"
    assert "FORGED" not in printed


DEPTH = 1500


def test_nested_folders_cost_no_more_than_as_many_bytes_of_names(tmp_path):
    """Of time that processors worked, regardless of what else they do; it was ten times as much."""
    flat = _listed_bundle(tmp_path / "flat", [_flat(number) for number in range(DEPTH)])
    with tempfile.TemporaryDirectory() as place:  # a path of some 3,000 bytes has to fit
        nested = [f"{'d/' * (number + 1)}f" for number in range(DEPTH)]
        deep = _listed_bundle(Path(place) / "deep", nested)
        costs = [_cost(one) for one in (flat, deep)]
        subprocess.run(["rm", "-rf", deep], check=True)
    assert costs[1] < 4 * costs[0] + 1, costs


def _flat(number):
    """A path as long as that of the file so deep, in few folders."""
    size = 2 * number + 3
    parts = [f"{number:04d}" + "x" * 195] * (size // 200) + [f"{number:04d}"]
    return "/".join(parts)


def _cost(bundle):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    found = stated(check_sh(bundle))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert {found[one] for one in FULL} == {"holds"}
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _listed_bundle(folder, paths):
    """A bundle that nobody signed, of nothing but a bag with these files, each of one byte."""
    for path in paths:
        place = folder / "bag/data" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"x")
    one = hashlib.sha256(b"x").hexdigest()
    files = {f"bag/data/{path}": (one, 1) for path in paths}

    def put(name, data):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(data)
        files[name] = (hashlib.sha256(data).hexdigest(), len(data))
        return files[name][0]

    def lines(start):
        inside = sorted(name for name in files if name.startswith(start))
        cut = "bag/" if start else ""
        return "".join(f"{files[it][0]}  {it.removeprefix(cut)}\n" for it in inside).encode()

    manifest = lines("bag/data/")
    put("bag/bagit.txt", b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    put("bag/manifest-sha256.txt", manifest)
    tags = b"".join(it for it in lines("bag/").splitlines(keepends=True) if b"  data/" not in it)
    bag, seal = put("bag/tagmanifest-sha256.txt", tags), put("seal/seal.json", b"{}")
    put("SHA256SUMS", lines(""))
    listed = [
        {"path": name, "sha256": files[name][0], "size": files[name][1]} for name in sorted(files)
    ]
    head = {
        "authority": "xa/central-authority",
        "bag": bag,
        "event": "0" * 64,
        "exported": "2026-11-24T03:00:00Z",
        "files": listed,
        "network": "0" * 64,
        "officer": None,
        "package": "00000000-0000-7000-8000-000000000000",
        "reason": "x",
        "seal": seal,
        "version": 1,
    }
    (folder / "bundle.json").write_text(json.dumps(head, separators=(",", ":")))
    return folder
