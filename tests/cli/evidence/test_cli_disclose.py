# SPDX-License-Identifier: Apache-2.0
"""`evidence disclose`: some items, each proved; what is shown of the others; what is refused."""

import hashlib
import hmac
import json
import os
import shutil
import subprocess
from datetime import timedelta

import pytest

from casts.cli.commands import keys_of, listing, run, this_moment
from casts.cli.disclosed import (  # noqa: F401 - fixtures
    CHOSEN,
    OTHERS,
    bag,
    below,
    checked,
    chosen,
    disclose,
    lines_of,
    opened,
    packed,
)
from rogatory.evidence.conditions import StatedConditions
from rogatory.evidence.options import RunSettings
from rogatory.node.workstation.acting import Actor
from rogatory.node.workstation.collect import Collector, Describing, collect
from rogatory.node.workstation.keys.authority_folder import open_authority_folder
from rogatory.seal.certificates.reading import der_to_pem
from rogatory.seal.certificates.state_ca import new_state_ca
from rogatory.seal.timestamping.timestamps import TimestampAuthority, request, token_of

DAY = timedelta(days=1)


def test_items_are_handed_over_and_every_check_holds(bag, xa, xb):
    folder = chosen(bag, xa)
    for path in CHOSEN:
        assert (folder / "items" / path).read_bytes() == (bag / "data" / path).read_bytes()
    result = checked(folder)
    assert (result.status, result.json["outcome"], result.json["kind"]) == (
        0,
        "holds",
        "disclosure",
    )
    assert len(result.json["checks"]) == 13
    assert [one for one in result.json["not_checked"] if "time" not in one] == []
    trusted = checked(folder, "--trust", xb / "certificates" / "ca.mldsa65.pem")
    assert trusted.json["outcome"] == "undecided", "a certificate of one family vouches for one"
    assert trusted.status == 3


def test_trusting_one_state_leaves_the_other_undecided(bag, xa, xb, tmp_path):
    folder = chosen(bag, xa)
    cas = b"".join(
        (xb / "certificates" / f"ca.{one}.pem").read_bytes() for one in ("p256", "mldsa65")
    )
    (tmp_path / "xb.pem").write_bytes(cas)
    result = checked(folder, "--trust", tmp_path / "xb.pem")
    outcomes = {one["id"]: one["outcome"] for one in result.json["checks"]}
    assert outcomes["disclosure-signed"] == "undecided"
    assert outcomes["disclosure-package-signed"] == "holds"
    assert result.status == 3


def stamped_elsewhere(bag, folder, *, over=None):
    """A timestamp beside the kept seal, by an authority of a third State; its State CA, PEM."""
    ca = new_state_ca("XT", at=this_moment() - DAY, years=9, random=os.urandom)
    issued = ca.issue(
        "xt", "tsa", "p256", at=this_moment() - DAY, until=this_moment() + DAY, random=os.urandom
    )
    kept = bag.with_name("opened-custody") / "seal"
    digest = hashlib.sha256(over or (kept / "seal.json").read_bytes()).digest()
    reply = TimestampAuthority(issued.key, issued.certificate).reply(
        request(digest), this_moment(), 1
    )
    (kept / "seal.json.tst").write_bytes(token_of(reply))
    path = folder / "trusted.pem"
    path.write_bytes(b"".join(der_to_pem(der) for der in ca.certificates.values()))
    return path


def test_a_timestamp_that_nothing_here_vouches_for_is_reported_not_refused(bag, xa, tmp_path):
    stamped_elsewhere(bag, tmp_path)
    result = disclose(bag, xa, "--item", CHOSEN[0])
    assert (result.status, result.json["not_checked"]) == (0, ["seal-stamped"])
    output = run("evidence", "disclose", bag, "--key", xa, "--officer", "xa-0005", "--item",
               CHOSEN[0], "--reason", "again", "--out", tmp_path / "again")  # fmt: skip
    assert "nothing here vouches for the authority" in output.out
    assert "--trust" in output.out
    check = checked(bag.parent / "disclosed")
    assert (check.status, check.json["outcome"]) == (0, "holds")
    assert check.json["proved_at"] is None, "it proves no time to who does not know who gave it"


def test_with_what_vouches_for_it_the_timestamp_holds(bag, xa, xb, tmp_path):
    path = stamped_elsewhere(bag, tmp_path)
    with path.open("ab") as file:
        for family in ("p256", "mldsa65"):
            file.write((xb / "certificates" / f"ca.{family}.pem").read_bytes())
    result = disclose(bag, xa, "--item", CHOSEN[0], "--trust", path)
    assert (result.status, result.json["not_checked"]) == (0, [])


def test_a_timestamp_over_something_else_stays_refused(bag, xa, tmp_path):
    path = stamped_elsewhere(bag, tmp_path, over=b"another seal")
    for words in ((), ("--trust", path)):
        result = disclose(bag, xa, "--item", CHOSEN[0], *words)
        assert result.status == 1
        assert not (bag.parent / "disclosed").exists()


def test_what_is_trusted_must_speak_for_who_sealed(bag, xa, tmp_path):
    path = stamped_elsewhere(bag, tmp_path)
    result = disclose(bag, xa, "--item", CHOSEN[0], "--trust", path)
    assert result.status == 0
    assert "disclosure-package-signed" in result.json["not_checked"]


def test_nothing_in_the_folder_names_another_item(bag, xa):
    folder = chosen(bag, xa)
    secret = (bag / "package-secret.bin").read_bytes()
    taken = set(CHOSEN) | {"Mail", "Photos", "Photos/2026"}
    looked_for: set[bytes] = {secret, secret.hex().encode()}
    for index, line in enumerate((bag / "inventory.jsonl").read_bytes().splitlines(keepends=True)):
        item = json.loads(line)
        salt = hmac.digest(secret, b"rogatory/item/v1\n%d" % index, "sha256")
        if item["path"] in CHOSEN:
            continue
        looked_for |= {salt, salt.hex().encode(), line}
        if item["path"] not in taken:
            looked_for |= {item["path"].encode(), item["path"].rsplit("/", 1)[-1].encode()}
        if "sha256" in item:
            looked_for |= {item["sha256"].encode(), bytes.fromhex(item["sha256"])}
    assert len(looked_for) > 30
    assert b"beach.jpg" in looked_for
    for path in folder.rglob("*"):
        assert path.name.encode() not in looked_for
        if path.is_file():
            data = path.read_bytes()
            assert not [one for one in looked_for if one in data], path


def test_each_act_is_in_the_journal_with_its_selection(bag, xa):
    folder = chosen(bag, xa)
    selection = hashlib.sha256((folder / "items.jsonl").read_bytes()).hexdigest()
    events = sorted(bag.with_name("opened-custody").glob("[0-9]*.json"))
    last = json.loads(events[-1].read_bytes())
    assert last["action"] == "exported"
    fields = last["fields"]
    assert (fields["selection"], fields["items"], fields["of"]) == (selection, 2, 11)
    assert run("evidence", "verify", bag).status == 3  # its timestamp is pending


def test_a_second_person_discloses_less_and_both_prove_alike(bag, xa):
    first, second = chosen(bag, xa), bag.parent / "less"
    list_file = bag.parent / "list"
    list_file.write_text(f"\ndata/{CHOSEN[1]}\n")
    assert disclose(bag, xa, "--list", list_file, out="less").status == 0
    assert checked(second).status == 0
    assert lines_of(second) == lines_of(first)[1:]
    roots = {(one / "package" / "items-root.txt").read_bytes() for one in (first, second)}
    assert len(roots) == 1
    assert listing(second / "items") == [b"Photos", b"Photos/2026", b"Photos/2026/harbour.jpg"]


def test_from_a_package_that_was_rewrapped(tmp_path, opened, xa, xb):
    """The bag was signed under the first seal; the chain from there comes along."""
    made = run(
        "evidence", "rewrap", opened.with_name("sealed"), "--key", xa, "--to", xb / "recipient.json",
        "--out", tmp_path / "rewrapped", "--officer", "xa-0005", "--reason", "For another office",
    )  # fmt: skip
    assert made.status == 0, made.err
    made = run(
        "evidence", "open", tmp_path / "rewrapped", "--key", xb, "--out", tmp_path / "again",
        "--officer", "xb-0005",
    )  # fmt: skip
    assert made.status == 0, made.err
    folder = chosen(tmp_path / "again", xb, "--officer", "xb-0005")
    result = checked(folder)
    assert (result.status, result.json["outcome"]) == (0, "holds")
    assert (folder / "seal" / "seals" / "1" / "seal.json").is_file()
    seal = folder / "seal" / "seals" / "1" / "seal.json"
    seal.write_bytes(seal.read_bytes().replace(b"xb/central", b"xb/another"))
    assert checked(folder).status == 1


@pytest.fixture
def sealed(tmp_path, opened):
    """The sealed package that the bag was opened from."""
    return shutil.copytree(opened.with_name("sealed"), tmp_path / "sealed")


class TestStraightFromASealedPackage:
    def test_it_is_what_the_opened_bag_gives(self, bag, sealed, xa):
        from_bag = below(chosen(bag, xa, out="from-bag"))
        result = disclose(
            sealed, xa, *(w for one in CHOSEN for w in ("--item", one)), out="straight"
        )
        assert result.status == 0, result.out
        straight = below(sealed.parent / "straight")
        signed = {name for name in straight if name.startswith("disclosure.json")}
        assert len(signed) == 3
        assert straight.keys() == from_bag.keys()
        assert all(straight[name] == from_bag[name] for name in straight.keys() - signed)
        assert checked(sealed.parent / "straight").json["outcome"] == "holds"
        last = max((sealed / "custody").glob("*.json"))
        event = json.loads(last.read_bytes())
        assert event["action"] == "exported"
        assert result.json["selection"] == event["fields"]["selection"]
        assert run("evidence", "verify", sealed).status == 3  # its timestamp is pending

    def test_from_one_that_was_rewrapped(self, tmp_path, sealed, xa, xb):
        made = run(
            "evidence", "rewrap", sealed, "--key", xa, "--to", xb / "recipient.json",
            "--out", tmp_path / "again", "--officer", "xa-0005", "--reason", "For another office",
        )  # fmt: skip
        assert made.status == 0, made.err
        folder = chosen(tmp_path / "again", xb, "--officer", "xb-0005")
        assert checked(folder).json["outcome"] == "holds"
        assert (folder / "seal" / "seals" / "1" / "seal.json").is_file()

    def test_who_cannot_open_it_gets_nothing_and_records_nothing(self, tmp_path, sealed, xb):
        stranger = keys_of("xm/central-authority", tmp_path / "xm")
        before = below(sealed)
        result = disclose(sealed, stranger, "--item", CHOSEN[0], "--officer", "xm-0005")
        assert result.status == 1
        assert below(sealed) == before
        assert not (tmp_path / "disclosed").exists()
        assert xb.exists()

    def test_of_the_payload_only_what_is_wanted_is_decrypted(self, tmp_path, xa, xb):
        """Damage in another file goes unseen; in the one wanted, or in the inventory, it does not."""
        source = tmp_path / "source"
        source.mkdir()
        for name in ("a.bin", "b.bin", "c.bin"):
            (source / name).write_bytes(name.encode() * 100_000)
        made = run(
            "evidence", "seal", source, "--key", xb, "--to", xa / "recipient.json",
            "--out", tmp_path / "sealed", "--officer", "xb-0005",
        )  # fmt: skip
        assert made.status == 0, made.err
        package = tmp_path / "sealed" / "package.age"
        data = bytearray(package.read_bytes())
        data[len(data) // 2] ^= 1  # in the middle of b.bin
        package.write_bytes(data)
        before = below(tmp_path / "sealed" / "custody")
        result = disclose(tmp_path / "sealed", xa, "--item", "b.bin", out="damaged")
        assert result.status == 1
        assert not (tmp_path / "damaged").exists()
        assert below(tmp_path / "sealed" / "custody") == before
        for name in ("a.bin", "c.bin"):
            result = disclose(tmp_path / "sealed", xa, "--item", name, out=name)
            assert result.status == 0, result.out
            assert checked(tmp_path / name).json["outcome"] == "holds"
        data[-1000] ^= 1  # among what is behind the payload, which everything is found by
        package.write_bytes(data)
        assert disclose(tmp_path / "sealed", xa, "--item", "a.bin", out="no").status == 1

    def test_police_information_stays_where_it_is(self, tmp_path, xa, xb):
        packed(tmp_path, xa, xb, "--police-information-only")
        result = disclose(tmp_path / "sealed", xa, "--item", CHOSEN[0])
        assert (result.status, result.codes) == (1, ["disclosure-police-information"])


def test_a_link_a_folder_and_a_pattern(bag, xa):
    result = disclose(bag, xa, "--item", "latest", "--item", "Bank", "--item", "Mail/*3.eml")
    assert (result.status, result.json["items"], result.json["files"]) == (0, 4, 2)
    assert checked(bag.parent / "disclosed").status == 0


def test_without_totals_nothing_reveals_the_size_of_the_whole(bag, xa):
    folder = chosen(bag, xa, "--without-totals")
    assert not (folder / "seal").exists()
    oxum = next(
        line.split(": ")[1]
        for line in (bag / "bag-info.txt").read_text().splitlines()
        if line.startswith("Payload-Oxum")
    )
    assert not [
        path
        for path in folder.rglob("*.*")
        if path.is_file() and oxum.encode() in path.read_bytes()
    ]
    document = checked(folder)
    assert document.json["outcome"] == "undecided", "nothing shows that XA was given the package"
    left = {"The seal is that of the package", "Who discloses gave the evidence or was given it"}
    assert set(document.json["not_checked"]) == left


def test_police_information_is_not_handed_over(tmp_path, xa, xb):
    bag = packed(tmp_path, xa, xb, "--police-information-only")
    before = listing(tmp_path)
    result = disclose(bag, xa, "--item", CHOSEN[0])
    assert (result.status, result.codes) == (1, ["disclosure-police-information"])
    assert listing(tmp_path) == before


PROTECTED = ("Bank", "Photos/2026/harbour.jpg")


@pytest.fixture
def protected(tmp_path, opened, xb):
    """A signed collection whose conditions name items under articles 14 to 16."""
    folder = open_authority_folder(xb)
    source = shutil.copytree(opened / "data", tmp_path / "source")
    collect(
        source,
        tmp_path / "bag",
        collector=Collector(
            folder=folder,
            authority=str(folder.authority),
            officer="xb-0005",
            actor=Actor(folder.signing_keys(), this_moment, os.urandom, "xb-0005"),
        ),
        run=RunSettings(clock=this_moment, random=os.urandom),
        describing=Describing(conditions=StatedConditions(protected_items=PROTECTED)),
    )
    return tmp_path / "bag"


def test_protected_items_are_handed_over_only_when_meant(protected, xb):
    before = listing(protected.parent)
    result = disclose(protected, xb, "--item", "Photos/2026", "--item", "Bank/*")
    assert (result.status, result.codes) == (1, ["disclosure-protected"] * 2)
    assert listing(protected.parent) == before
    assert disclose(protected, xb, "--item", "Mail", out="mail").status == 0


def test_conditions_that_name_other_items_are_kept_back(protected, xb):
    result = disclose(protected, xb, "--item", "Photos/2026/harbour.jpg", "--with-protected")
    assert (result.status, result.json["withheld"]) == (0, ["conditions.json"])
    folder = protected.parent / "disclosed"
    stated = json.loads((folder / "disclosure.json").read_bytes())["conditions"]
    assert stated["protected_items"] == ["Photos/2026/harbour.jpg"]
    assert not [p for p in folder.rglob("*") if p.is_file() and b"Bank" in p.read_bytes()]
    found = checked(folder).json
    [check] = [one for one in found["checks"] if one["id"] == "disclosure-conditions"]
    assert (check["outcome"], "kept back" in check["remark"]) == ("undecided", True)
    assert found["outcome"] == "undecided"  # what the discloser states of them binds nobody
    assert "gave the evidence" in check["who"]
    words = ("--item", "Photos/2026/harbour.jpg", "--item", "Bank", "--with-protected")
    assert disclose(protected, xb, *words, out="both").json["withheld"] == []


def test_the_screen_says_who_disclosed_what_under_which_conditions(bag, xa, protected, xb):
    assert disclose(bag, xa, "--item", CHOSEN[0], out="shown").status == 0
    folder = bag.parent / "shown"
    stated = json.loads((folder / "disclosure.json").read_bytes())
    shown = run("evidence", "verify", folder).out
    assert (
        f"Disclosed by {stated['authority']}, officer {stated['officer']}, at {stated['disclosed']} (both as it claims)."
        in shown
    )
    assert f"Reason stated: {stated['reason']}" in shown
    assert f"Given by {stated['giver']} (as it claims)." in shown
    assert "Conditions of use (package/conditions.json):" in shown
    words = ("--item", "Photos/2026/harbour.jpg", "--with-protected")
    assert disclose(protected, xb, *words, out="kept-back").status == 0
    shown = run("evidence", "verify", protected.parent / "kept-back").out
    assert "(conditions.json) were kept back" in shown


def test_what_is_refused_leaves_nothing(bag, xa):
    before = listing(bag.parent)
    for words, codes in (
        (("--item", "Mail/nothing.eml"), ["disclosure-no-such-item"]),
        ((), ["disclosure-nothing"]),
    ):
        result = disclose(bag, xa, *words)
        assert (result.status, result.codes) == (1, codes)
    (bag / "data" / CHOSEN[0]).write_bytes(b"changed since")
    result = disclose(bag, xa, "--item", CHOSEN[0])
    assert (result.status, result.codes) == (1, ["disclosure-package"])
    assert listing(bag.parent) == before


@pytest.mark.parametrize("reason", ["-", "n/a", "None."])
def test_a_disclosure_without_a_reason_in_words_is_refused_and_not_recorded(bag, xa, reason):
    before = sorted(bag.with_name("opened-custody").rglob("*"))
    result = disclose(bag, xa, "--item", CHOSEN[0], reason=reason)
    assert (result.status, result.codes) == (1, ["disclosure-no-reason"])
    assert not (bag.parent / "disclosed").exists()
    assert sorted(bag.with_name("opened-custody").rglob("*")) == before


def test_a_list_with_a_wrong_name_is_refused_with_every_one(bag, xa):
    list_file = bag.parent / "list"
    list_file.write_text("a\nb\nMail/0002.eml\n")
    assert disclose(bag, xa, "--list", list_file).codes == ["disclosure-no-such-item"] * 2
    list_file.write_bytes(b"../../etc/passwd\n")
    assert disclose(bag, xa, "--list", list_file).codes == ["disclosure-list-form"]


def test_an_unsigned_collection_proves_nothing(tmp_path, source, xa):
    assert run("evidence", "collect", source, "--out", tmp_path / "bag").status == 0
    result = disclose(tmp_path / "bag", xa, "--item", "disk.img")
    assert (result.status, result.codes) == (1, ["disclosure-unsigned"])


# --- An independent check, written from SPECIFICATION.md alone.


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def climbed(leaf, index, size, path):
    """RFC 6962 2.1.1, as it defines paths: split at the largest power of two below the size."""
    if size == 1:
        assert not path
        return leaf
    half = 1 << (size - 1).bit_length() - 1
    *rest, neighbour = path
    if index < half:
        return sha(b"\x01", climbed(leaf, index, half, rest), neighbour)
    return sha(b"\x01", neighbour, climbed(leaf, index - half, size - half, rest))


@pytest.mark.judge
def test_a_judge_with_hashlib_and_openssl_agrees(bag, xa):
    folder = chosen(bag, xa)
    for document, state in (
        ("disclosure.json", "xa"),
        ("package/tagmanifest-sha256.txt", "xb"),
        ("seal/seal.json", "xb"),
    ):
        for family in ("p256", "mldsa65"):
            done = subprocess.run(
                ["openssl", "cms", "-verify", "-cades", "-binary", "-inform", "DER",
                 "-purpose", "any", "-in", f"{document}.{family}.p7s", "-content", document,
                 "-CAfile", f"certificates/{state}-ca.{family}.pem", "-out", "/dev/null"],
                cwd=folder, capture_output=True, check=False,
            )  # fmt: skip
            assert done.returncode == 0, done.stderr
    subprocess.run(["sha256sum", "-c", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
    root_text = (folder / "package" / "items-root.txt").read_bytes()
    listed = (folder / "package" / "tagmanifest-sha256.txt").read_text()
    assert f"{hashlib.sha256(root_text).hexdigest()}  items-root.txt\n" in listed
    seal = json.loads((folder / "seal" / "seal.json").read_bytes())
    assert seal["bag"] == hashlib.sha256(listed.encode()).hexdigest()
    form, count, root = root_text.decode().splitlines()
    assert form == "rogatory/items-root/v1"
    for item in lines_of(folder):
        entry = sha(bytes.fromhex(item["salt"]), item["line"].encode(), b"\n")
        path = [bytes.fromhex(one) for one in item["proof"]]
        assert climbed(sha(b"\x00", entry), item["index"], int(count), path).hex() == root
        fact = json.loads(item["line"])
        data = (folder / "items" / fact["path"]).read_bytes()
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (fact["sha256"], fact["size"])


@pytest.mark.law_line(42, 43)
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--proceedings", "AR-2026-0555"), "law-use-without-consent"),
        (("--recipient", "xt"), "law-onward-unauthorised"),
    ],
)
def test_items_do_not_leave_for_another_use_without_the_givers_leave(bag, xa, words, code):
    result = disclose(bag, xa, "--item", CHOSEN[0], *words)
    assert result.status == 1
    assert result.codes == [code]
    assert not (bag.parent / "disclosed").exists()
    assert not [one for one in (bag.parent / "opened-custody").rglob("*") if "exported" in str(one)]


def test_items_may_go_back_to_who_gave_them(bag, xa):
    assert disclose(bag, xa, "--item", CHOSEN[0], "--recipient", "XB").status == 0
