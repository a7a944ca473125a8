# SPDX-License-Identifier: Apache-2.0
"""Bags of other tools: every rule of BagIt 1.0, and where a common reader is more lenient."""

import hashlib
import subprocess
import sys
import unicodedata

import pytest

from rogatory.evidence.verification.foreign_bag import is_foreign, verify_foreign

DECLARED = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"


def digest(data, name="sha256"):
    return hashlib.new(name, data).hexdigest()


def write(bag, files, *, tags=True):
    """A bag of these files, well made unless they say otherwise; None leaves a file out."""
    payload = {
        name: data for name, data in files.items() if name.startswith("data/") and data is not None
    }
    lines = "".join(f"{digest(data)}  {name}\n" for name, data in payload.items())
    made = {
        "bagit.txt": DECLARED.encode(),
        "manifest-sha256.txt": lines.encode(),
        "bag-info.txt": f"Payload-Oxum: {sum(map(len, payload.values()))}.{len(payload)}\n".encode(),
        **files,
    }
    made = {name: data for name, data in made.items() if data is not None}
    if tags and "tagmanifest-sha256.txt" not in files:
        listed = "".join(
            f"{digest(d)}  {n}\n" for n, d in made.items() if not n.startswith("data/")
        )
        made["tagmanifest-sha256.txt"] = listed.encode()
    (bag / "data").mkdir(parents=True)
    for name, data in made.items():
        (bag / name).parent.mkdir(parents=True, exist_ok=True)
        (bag / name).write_bytes(data)
    return bag


def outcomes(bag):
    return {check.id: check.outcome for check in verify_foreign(bag).checks}


def lenient(bag):
    """Decide whether bagit.py takes it."""
    done = subprocess.run(
        [sys.executable, "-m", "bagit", "--validate", "--quiet", str(bag)], capture_output=True
    )
    return done.returncode == 0


GOOD = {"data/a.txt": b"alpha", "data/b/c.txt": b"beta"}
LINE_A = f"{digest(b'alpha')}  data/a.txt\n"
LINES = f"{LINE_A}{digest(b'beta')}  data/b/c.txt\n"


def test_a_bag_of_version_1_holds_in_all_but_who_made_it(tmp_path):
    found = outcomes(write(tmp_path / "bag", GOOD))
    assert found.pop("bagit-signed") == "undecided"
    assert set(found.values()) == {"holds"}


FORMS_ALLOWED = {
    "tab between": {"manifest-sha256.txt": LINES.replace("  ", "\t").encode()},
    "one space": {"manifest-sha256.txt": LINES.replace("  ", " ").encode()},
    "capital digits": {"manifest-sha256.txt": (LINE_A[:64].upper() + LINE_A[64:] + LINES[len(LINE_A):]).encode()},
    "carriage returns": {"manifest-sha256.txt": LINES.replace("\n", "\r\n").encode()},
    "another order": {"manifest-sha256.txt": "\n".join(reversed(LINES.split("\n")[:-1])).encode()},
    "folded info": {"bag-info.txt": b"Contact-Name: one\n  and more\nPayload-Oxum: 9.2\n"},
    "no info": {"bag-info.txt": None},
    "no tag manifest": {"tagmanifest-sha256.txt": None},
    "escaped percent": {"data/50%.txt": b"x", "manifest-sha256.txt": (LINES + f"{digest(b'x')}  data/50%25.txt\n").encode()},
}  # fmt: skip


@pytest.mark.parametrize("what", FORMS_ALLOWED)
def test_every_form_that_the_standard_allows_is_read(tmp_path, what):
    found = outcomes(write(tmp_path / "bag", GOOD | FORMS_ALLOWED[what]))
    assert "fails" not in found.values(), found
    assert found["bagit-unchanged"] == "holds"


FORBIDDEN = {
    # rule: what is changed, the check that fails, whether bagit.py takes it all the same
    "2.1 there is a declaration": ({"bagit.txt": None}, "bagit-declaration", False),
    "2.1.1 no byte order mark": ({"bagit.txt": b"\xef\xbb\xbf" + DECLARED.encode()}, "bagit-declaration", False),
    "2.1.1 no space before the colon": ({"bagit.txt": DECLARED.replace(":", " :").encode()}, "bagit-declaration", True),
    "2.1.1 two lines": ({"bagit.txt": (DECLARED + "More: 1\n").encode()}, "bagit-declaration", True),
    "2.1.1 a version of two numbers": ({"bagit.txt": DECLARED.replace("1.0", "one").encode()}, "bagit-declaration", False),
    "2.1.3 a payload manifest": ({"manifest-sha256.txt": None}, "bagit-manifests", False),
    "2.1.3 all of the payload is listed": ({"manifest-sha256.txt": LINE_A.encode()}, "bagit-complete", False),
    "2.1.3 each manifest lists all": ({"manifest-sha512.txt": f"{digest(b'alpha', 'sha512')}  data/a.txt\n".encode()}, "bagit-manifests", None),
    "2.1.3 nothing but payload": ({"manifest-sha256.txt": (LINES + f"{digest(DECLARED.encode())}  bagit.txt\n").encode()}, "bagit-manifests", None),
    "2.1.3 no path twice": ({"manifest-sha256.txt": (LINES + LINE_A).encode()}, "bagit-manifests", None),
    "2.1.3 a digest of its length": ({"manifest-sha256.txt": ("00" + LINES).encode()}, "bagit-manifests", None),
    "2.1.3 a stray percent": ({"data/a%.txt": b"x", "manifest-sha256.txt": (LINES + f"{digest(b'x')}  data/a%.txt\n").encode()}, "bagit-manifests", None),
    "2.2.1 no payload in a tag manifest": ({"tagmanifest-sha256.txt": LINE_A.encode()}, "bagit-manifests", None),
    "2.2.1 payload manifests in a tag manifest": ({"tagmanifest-sha256.txt": f"{digest(DECLARED.encode())}  bagit.txt\n".encode()}, "bagit-manifests", True),
    "2.2.1 tag files as listed": ({"tagmanifest-sha256.txt": f"{'0' * 64}  bagit.txt\n{digest(LINES.encode())}  manifest-sha256.txt\n".encode()}, "bagit-tags", False),
    "2.2.2 labels have a colon": ({"bag-info.txt": b"Payload-Oxum 9.2\n"}, "bagit-info", None),
    "2.2.2 one Payload-Oxum": ({"bag-info.txt": b"Payload-Oxum: 9.2\nPayload-Oxum: 9.2\n"}, "bagit-info", None),
    "2.2.2 as large as announced": ({"bag-info.txt": b"Payload-Oxum: 10.2\n"}, "bagit-info", False),
    "2.2.3 only payload is fetched": ({"fetch.txt": b"https://elsewhere.example/x 3 bagit.txt\n"}, "bagit-fetch", None),
    "2.2.3 what is fetched is listed": ({"fetch.txt": b"https://elsewhere.example/x 3 data/x\n"}, "bagit-fetch", None),
    "2.4 small letters and digits": ({"manifest-SHA512.txt": b""}, "bagit-manifests", None),
    "3 every file is there": ({"manifest-sha256.txt": (LINES + f"{'0' * 64}  data/none\n").encode()}, "bagit-complete", False),
    "3 every file is unchanged": ({"manifest-sha256.txt": LINES.replace(digest(b"beta"), "0" * 64).encode()}, "bagit-unchanged", False),
    "5.1 no way out": ({"manifest-sha256.txt": (LINES + f"{'0' * 64}  data/../../etc/passwd\n").encode()}, "bagit-manifests", False),
    "5.1 no absolute path": ({"manifest-sha256.txt": (LINES + f"{'0' * 64}  /etc/passwd\n").encode()}, "bagit-manifests", False),
    "5.1 no home": ({"manifest-sha256.txt": (LINES + f"{'0' * 64}  ~/x\n").encode()}, "bagit-manifests", None),
}  # fmt: skip


@pytest.mark.parametrize("rule", FORBIDDEN)
def test_each_rule_of_the_standard(tmp_path, rule):
    files, check, _ = FORBIDDEN[rule]
    assert outcomes(write(tmp_path / "bag", GOOD | files))[check] == "fails"


@pytest.mark.judge
@pytest.mark.parametrize(
    "rule", [rule for rule, (_, _, taken) in FORBIDDEN.items() if taken is not None]
)
def test_where_bagit_py_says_otherwise(tmp_path, rule):
    files, _, taken = FORBIDDEN[rule]
    assert lenient(write(tmp_path / "bag", GOOD | files)) == taken


def test_a_link_is_no_file_of_a_bag(tmp_path):
    bag = write(tmp_path / "bag", GOOD)
    (bag / "data" / "link").symlink_to("/etc/passwd")
    found = outcomes(bag)
    assert found["bagit-manifests"] == "fails"
    assert found["bagit-unchanged"] == "holds"


def test_one_name_in_two_unicode_forms_is_one_file_listed_twice(tmp_path):
    composed = "data/\u00fcber"
    twice = [composed, unicodedata.normalize("NFD", composed)]
    lines = LINES + "".join(f"{'0' * 64}  {name}\n" for name in twice)
    found = outcomes(write(tmp_path / "bag", GOOD | {"manifest-sha256.txt": lines.encode()}))
    assert found["bagit-manifests"] == "fails"


@pytest.mark.parametrize("name", ["md5", "sha1"])
def test_a_digest_that_can_be_forged_decides_nothing(tmp_path, name):
    lines = "".join(f"{digest(data, name)}  {path}\n" for path, data in GOOD.items()).encode()
    files = GOOD | {"manifest-sha256.txt": None, f"manifest-{name}.txt": lines}
    assert outcomes(write(tmp_path / "bag", files))["bagit-unchanged"] == "undecided"


def test_files_that_lie_elsewhere_leave_it_undecided(tmp_path):
    lines = LINES + f"{'0' * 64}  data/far\n"
    fetch = b"https://elsewhere.example/far - data/far\n"
    found = outcomes(
        write(tmp_path / "bag", GOOD | {"manifest-sha256.txt": lines.encode(), "fetch.txt": fetch})
    )
    assert (found["bagit-complete"], found["bagit-fetch"]) == ("holds", "undecided")


@pytest.mark.judge
def test_a_bag_that_bagit_py_made(tmp_path):
    """It writes version 0.97, whatever the standard says."""
    for path, data in GOOD.items():
        (tmp_path / "bag" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "bag" / path).write_bytes(data)
    bag = tmp_path / "bag"
    subprocess.run(
        [sys.executable, "-m", "bagit", "--quiet", "--sha256", "--sha512", "--md5", str(bag)],
        check=True,
    )
    assert is_foreign(bag)
    checks = {check.id: check for check in verify_foreign(bag).checks}
    assert "0.97" in checks["bagit-declaration"].remark
    assert checks["bagit-unchanged"].remark == "sha256, sha512"
    left = {name for name, check in checks.items() if check.outcome != "holds"}
    assert left == {"bagit-signed"}
    (bag / "data/data/a.txt").write_bytes(b"alphA")
    assert outcomes(bag)["bagit-unchanged"] == "fails"


DRAFT = DECLARED.replace("1.0", "0.97")
ODD_NAMES = [
    "50%.txt",
    "a%25b",
    "a%0Ab",
    "%",
    "100%25%",
    "line\nfeed",
    "car\rret",
    "*star",
    "two  spaces",
    "\u2028sep",
]


@pytest.mark.judge
@pytest.mark.parametrize("name", ODD_NAMES)
def test_a_bag_of_bagit_python_is_read_as_it_wrote_it(tmp_path, name):
    (tmp_path / "bag").mkdir()
    (tmp_path / "bag" / name).write_bytes(b"odd")
    (tmp_path / "bag" / "other").write_bytes(b"plain")
    make = "import bagit, sys; bagit.make_bag(sys.argv[1], checksums=['sha256', 'md5'])"
    subprocess.run([sys.executable, "-c", make, tmp_path / "bag"], check=True)
    assert "fails" not in (found := outcomes(tmp_path / "bag")).values(), found
    (tmp_path / "bag" / "data" / name).write_bytes(b"ODD")
    assert outcomes(tmp_path / "bag")["bagit-unchanged"] == "fails"


DRAFT_FORMS = {
    "md5sum's star": {"manifest-sha256.txt": LINES.replace("  ", " *").encode()},
    "a dot before the path": {"manifest-sha256.txt": LINES.replace("  ", "  ./").encode()},
    "white space before the colon": {"bag-info.txt": b"Payload-Oxum  :9.2\nTest-Tag : 3\n"},
}


@pytest.mark.parametrize("what", DRAFT_FORMS)
def test_what_the_drafts_allowed_is_read_in_a_draft_alone(tmp_path, what):
    files = GOOD | DRAFT_FORMS[what]
    drafted = outcomes(write(tmp_path / "draft", files | {"bagit.txt": DRAFT.encode()}))
    assert "fails" not in drafted.values(), drafted
    assert "fails" in outcomes(write(tmp_path / "standard", files)).values()


@pytest.mark.parametrize(
    "way", ["data/../../etc/passwd", "./../x", "*/etc/passwd", "~/x", "data/%2E%2E/x"]
)
def test_no_reading_of_a_draft_leads_out_of_the_bag(tmp_path, way):
    lines = LINES + f"{'0' * 64}  {way}\n"
    files = GOOD | {"manifest-sha256.txt": lines.encode(), "bagit.txt": DRAFT.encode()}
    found = outcomes(write(tmp_path / "bag", files))
    assert "fails" in {found["bagit-manifests"], found["bagit-complete"]}


@pytest.mark.parametrize("encoding", ["ISO-8859-1", "UTF-16"])
def test_texts_in_another_encoding_cannot_be_decided(tmp_path, encoding):
    """They may be sound: nothing of them fails, and nothing holds but that it is a bag."""
    declared = DECLARED.replace("UTF-8", encoding).encode()
    lines = LINES.encode(encoding)
    found = outcomes(
        write(tmp_path / "bag", GOOD | {"bagit.txt": declared, "manifest-sha256.txt": lines})
    )
    assert found.pop("bagit-declaration") == "holds"
    assert set(found.values()) == {"undecided"}
