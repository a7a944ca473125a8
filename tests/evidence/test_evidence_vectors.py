# SPDX-License-Identifier: Apache-2.0
"""The vectors of packages: what each says holds, and their generator writes the same."""

import base64
import importlib.util
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from rogatory.errors import Refused
from rogatory.evidence.disclosure.proof_tree import ProofTree
from rogatory.evidence.items_root import ItemProof, ItemsRoot, item_entry, item_is_proved, salt_of
from rogatory.evidence.names import is_plain, stored_names
from rogatory.evidence.sealed.seal_chain import documents_in, read_chain
from rogatory.evidence.sealed.seal_document import parse_seal
from rogatory.evidence.spool import Spools
from rogatory.evidence.stream.tar_reader import TarReader
from rogatory.evidence.trust.anchors import Trust
from rogatory.evidence.verification.verify import verify_bag
from rogatory.seal.signatures import Anchors
from rogatory.wire import canonical

FOLDER = Path(__file__).parents[1] / "vectors" / "evidence"
FILES = ("bag", "items", "names", "seals", "stream")
BAG = json.loads((FOLDER / "bag.json").read_text())
NAMES, ITEMS, STREAM, SEALS = (
    json.loads((FOLDER / f"{name}.json").read_text())
    for name in ("names", "items", "stream", "seals")
)


@pytest.mark.parametrize("name", FILES)
def test_the_generator_writes_the_vectors_that_are_there(name):
    spec = importlib.util.spec_from_file_location("evidence_generate", FOLDER / "generate.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.text_of(name) == (FOLDER / f"{name}.json").read_text()
    assert set(module.VECTORS) == set(FILES)


@pytest.mark.parametrize("name", NAMES["folders"])
def test_names_of_a_folder(name):
    names = {base64.b64decode(original): stored for original, stored in NAMES["folders"][name]}
    assert stored_names(names) == names


def test_components():
    assert {one: is_plain(one) for one, _holds in NAMES["components"]} == dict(NAMES["components"])


@pytest.mark.parametrize(
    "expected", ITEMS["inventories"], ids=lambda expected: str(len(expected["items"]))
)
def test_items_root(expected):
    secret, root = bytes.fromhex(ITEMS["secret"]), ItemsRoot(bytes.fromhex(ITEMS["secret"]))
    with Spools(None) as spools:
        tree = ProofTree(spools)
        for index, one in enumerate(expected["items"]):
            line = one["line"].encode()
            root.add(line)
            tree.append(item_entry(salt_of(secret, index), line))
        tree.root()
        paths = [tree.path(index) for index in range(tree.size)]
    assert root.encode() == expected["items_root"].encode()
    for index, one in enumerate(expected["items"]):
        salt = salt_of(secret, index)
        found = ItemProof(index, one["line"].encode(), salt, tuple(paths[index]))
        assert (salt.hex(), [each.hex() for each in found.path]) == (one["salt"], one["path"])
        assert item_is_proved(found, root.encode())
        altered = ItemProof(found.index, found.line + b" ", found.salt, found.path)
        assert not item_is_proved(altered, root.encode())


def read_stream(data):
    """Members and locator of a stream, its table of offsets compared as an opener does."""
    reader = TarReader(STREAM["top"])
    found = list(reader.feed(memoryview(data)))
    return found, reader.finish(), reader.members


def test_the_stream():
    data = base64.b64decode(STREAM["stream"])
    found, locator, members = read_stream(data)
    files = [one for one in STREAM["members"] if not one["path"].endswith("/")]
    assert [(member.path, member.start, member.size) for member, *_ in found] == [
        (one["path"], one["data"], one["size"]) for one in files
    ]
    assert (locator.offsets_start, locator.offsets_size) == (files[-1]["data"], files[-1]["size"])
    assert members == len(STREAM["members"])


@pytest.mark.parametrize("name", [one for one in STREAM["cases"] if one != "offsets"])
def test_a_stream_of_another_form_is_refused(name):
    case, data = STREAM["cases"][name], bytearray(base64.b64decode(STREAM["stream"]))
    for at, written in case.get("edits", ()):
        data[at : at + len(written) // 2] = bytes.fromhex(written)
    data = data[: case.get("cut")] + bytes.fromhex(case.get("append", ""))
    with pytest.raises(Refused) as caught:
        read_stream(bytes(data))
    assert caught.value.codes == (case["code"],)


def seal_of(form):
    fields = {**SEALS["base"], **form["change"]}
    kept = {name: value for name, value in fields.items() if name not in form.get("without", ())}
    return canonical.encode(kept)


@pytest.mark.parametrize("name", SEALS["forms"])
def test_the_form_of_a_seal(name):
    form = SEALS["forms"][name]
    assert codes(lambda: parse_seal(seal_of(form["seal"]))) == form["codes"]


@pytest.mark.parametrize("name", SEALS["chains"])
def test_a_chain_of_seals(name):
    chain = SEALS["chains"][name]
    documents = {path: seal_of(one) for path, one in chain["documents"].items()}
    newest = parse_seal(documents["seal.json"])
    assert codes(lambda: read_chain(newest, documents_in(documents))) == chain["codes"]


def test_a_table_of_offsets_that_lies_is_found_by_comparing_it():
    """The reader of the tar gives the members; the opener compares the table with them."""
    whole = base64.b64decode(STREAM["stream"])
    ((at, written),) = STREAM["cases"]["offsets"]["edits"]
    *files, table = [one for one in STREAM["members"] if not one["path"].endswith("/")]
    lines = "".join(f"{one['data']} {one['size']} {one['path']}\n" for one in files).encode()
    assert whole[table["data"] :][: table["size"]] == lines
    assert at == table["data"]
    assert bytes.fromhex(written) != lines[: len(written) // 2]


@pytest.mark.parametrize("name", BAG["cases"])
def test_a_bag(name, tmp_path):
    case = BAG["cases"][name]
    for path, data in {**BAG["files"], **case["change"]}.items():
        if data is not None:
            place = tmp_path / "bag" / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(base64.b64decode(data))
    trust = Trust(datetime(2026, 11, 25, tzinfo=UTC), Anchors(()))
    found = {one.id: one.outcome for one in verify_bag(tmp_path / "bag", trust=trust).checks}
    assert {one: reported for one, reported in found.items() if reported != "holds"} == case[
        "checks"
    ]


def codes(call):
    try:
        call()
    except Refused as error:
        return list(error.codes)
    return []
