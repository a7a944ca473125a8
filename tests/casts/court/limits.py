# SPDX-License-Identifier: Apache-2.0
"""Honest artifacts that are altered at a limit of the specification, and just above it.

Each change takes the folder of a copy and what is one at the limit more than admitted: 0 or 1.
"""

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

type Change = Callable[[Path, int], None]

MIB = 1 << 20
DIGEST = "ab" * 32


@dataclass(frozen=True, slots=True)
class AtLimit:
    """A change; `check` comes to `below` at the limit, and to `above` with one more."""

    change: Change
    check: str
    kind: str = "bundle"
    below: str = "holds"
    above: str = "fails"

    @property
    def name(self) -> str:
        return self.change.__name__


def canonical(value):
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def rewrite(path, change):
    """Change a document of JSON."""
    document = json.loads(path.read_bytes())
    change(document)
    path.write_bytes(canonical(document))


def padded(path, member, size):
    """Give a member of a document a text with which the document has so many bytes."""
    rewrite(path, lambda document: document.update({member: ""}))
    short = size - path.stat().st_size
    rewrite(path, lambda document: document.update({member: "x" * short}))


# --- The bag ----------------------------------------------------------------------------------------------------------


def purpose_of_conditions(folder, more):
    rewrite(folder / "bag/conditions.json", lambda one: one.update(purpose="x" * (2000 + more)))


def size_of_bag_info(folder, more):
    path = folder / "bag/bag-info.txt"
    lines = path.read_text().split("\n")
    lines[1] += "x" * (MIB + more - path.stat().st_size)
    path.write_text("\n".join(lines))


def size_of_case(folder, more):
    padded(folder / "bag/case.jsonld", "padding", MIB + more)


def elements_of_case(folder, more):
    path = folder / "bag/case.jsonld"
    document = {"@graph": [{"@id": "one"}], "more": []}
    document["more"] = [0] * (65536 - 4 + more)
    path.write_bytes(canonical(document))


def levels_of_case(folder, more):
    value = 0
    for _ in range(31 + more):
        value = [value]
    (folder / "bag/case.jsonld").write_bytes(canonical({"@graph": [], "more": value}))


def inventory_of(folder, change):
    path = folder / "bag/inventory.jsonl"
    first, rest = path.read_text().split("\n", 1)
    line = json.loads(first)
    change(line)
    path.write_bytes(canonical(line) + b"\n" + rest.encode())


def extents_of_an_item(folder, more):
    extents = [[0, 0]] * (1000 + more)
    inventory_of(folder, lambda line: line.update(allocated=0, extents=extents))


def line_of_the_inventory(folder, more, path="bag/inventory.jsonl"):
    def lengthen(line):
        line["unreadable"] = ""
        line["unreadable"] = "x" * (MIB + more - len(canonical(line)))

    inventory_of(folder, lengthen)


def line_of_an_earlier_inventory(folder, more):
    """The line is not in the bag's own inventory, so that the record fails at the limit, too."""
    (folder / "bag/earlier/1/inventory.jsonl").write_bytes(b"x" * (MIB + more) + b"\n")


def line_of_offsets(folder, more):
    """No line of that table is so long."""
    (folder / "bag/offsets").write_bytes(b"x" * (MIB + more) + b"\n")


def size_of_a_tag_manifest(folder, more):
    """It lists files that lie there, by paths that are as long as a disk allows."""
    path, empty = folder / "bag/tagmanifest-sha256.txt", hashlib.sha256(b"").hexdigest()
    lines = path.read_text().splitlines(keepends=True)
    place = Path(*["x" * 220] * 15)
    (folder / "bag" / place).mkdir(parents=True)
    rest, longest = 4 * MIB + more - path.stat().st_size, 67 + 3500
    for left in range(-(-rest // longest), 0, -1):
        name = f"{place}/{left:05d}".ljust(rest // left - 67, "x")
        (folder / "bag" / name).write_bytes(b"")
        lines.append(f"{empty}  {name}\n")
        rest -= len(lines[-1])
    path.write_text("".join(sorted(lines, key=lambda line: line[66:].encode())))


def component_of_a_path(folder, more):
    (folder / "bag/data/letter.txt").rename(folder / "bag/data" / ("x" * (240 + more)))


def path_in_a_bag(folder, more):
    """16 folders of 235 bytes, and a name that brings the whole to 3800 bytes."""
    place = Path(*["x" * 230] * 16)
    name = "x" * (3800 + more - len(f"data/{place}/"))
    (folder / "bag/data" / place).mkdir(parents=True)
    (folder / "bag/data" / place / name).write_bytes(b"")


def levels_of_folders(folder, more):
    """`bag` is of level 1."""
    place = folder / "bag/data" / Path(*["x"] * (254 + more))
    place.mkdir(parents=True)
    (place / "file").write_bytes(b"")


def image(**members):
    data = b"xx"
    runs = {"complete": True, "ranges": [], "sectors": 0}
    return {
        "files": [
            {"path": "data/image", "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        ],
        "format": "ewf-1",
        "media": None,
        "digests": {},
        "stored": {},
        "agreement": "not-compared",
        "bad_sectors": runs,
        "differing_sectors": runs,
        "errors": [],
        "header": {},
        "scheme": None,
        "partitions": [],
        "file_systems": [],
        "remarks": [],
        "tools": [],
    } | members


def media(folder, **members):
    (folder / "bag/data/image").write_bytes(b"xx")
    (folder / "bag/media.json").write_bytes(canonical({"images": [image(**members)], "version": 1}))


def elements_of_media(folder, more):
    media(folder)
    short = MIB + more - elements(json.loads((folder / "bag/media.json").read_bytes()))
    media(folder, errors=[[0, 0]] * (short // 3), header={str(one): "" for one in range(short % 3)})


def elements(value):
    """Count the items of all arrays and the members of all objects (section 1)."""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return len(inside) + sum(map(elements, inside))


def runs_of_sectors(folder, more):
    """A writer lists 1000; a reader takes more."""
    ranges = [[one * 2, 1] for one in range(1000 + more)]
    media(folder, bad_sectors={"complete": True, "ranges": ranges, "sectors": len(ranges)})


def count_of_sectors(folder, more):
    media(folder, bad_sectors={"complete": True, "ranges": [[0, 5]], "sectors": 5 + more})


def order_of_sectors(folder, more):
    media(folder, bad_sectors={"complete": False, "ranges": [[0, 5 + more], [5, 1]], "sectors": 9})


def line_of_members(folder, more):
    data = b"archive"
    (folder / "bag/data/archive.zip").write_bytes(data)
    line = {
        "archive": "data/archive.zip",
        "expanded": 0,
        "format": "zip",
        "kind": "archive",
        "members": 0,
        "notes": [""],
        "sha256": hashlib.sha256(data).hexdigest(),
        "size": len(data),
        "stopped": None,
    }
    line["notes"] = ["x" * (MIB + more - len(canonical(line)))]
    (folder / "bag/members.jsonl").write_bytes(canonical(line) + b"\n")


# --- Names and contents of a bundle -----------------------------------------------------------------------------------


def certificates_in_a_file(folder, more):
    path = folder / "certificates/xb-ca.p256.pem"
    path.write_bytes(path.read_bytes() * (100 + more))


def name_of_a_certificate_file(folder, more):
    path = folder / "seal/certificates/xb-ca.p256.pem"
    (path.parent / f"{'x' * (100 + more)}.pem").write_bytes(path.read_bytes())


def number_of_a_token(folder, more):
    path = folder / "bundle.json.tst"
    (folder / f"bundle.json.{999 + more}.tst").write_bytes(path.read_bytes())


def number_of_an_event(folder, more):
    (folder / f"custody/{99999 + more}.json").write_bytes(
        (folder / "custody/0001.json").read_bytes()
    )


def number_of_an_earlier_form(folder, more):
    (folder / f"custody/earlier-{9999 + more}.0001.json").write_bytes(
        (folder / "custody/0001.json").read_bytes()
    )


def number_of_an_earlier_seal(folder, more):
    (folder / f"seal/seals/{32 + more}").mkdir(parents=True)
    (folder / f"seal/seals/{32 + more}/seal.json").write_bytes(b"{}")


def archived(folder, count):
    listed = [{"path": f"{one:05}", "sha512": "0" * 128} for one in range(count)]
    (folder / "archive.1.json").write_bytes(canonical({"files": listed, "version": 1}))
    (folder / "archive.1.json.tst").write_bytes((folder / "bundle.json.tst").read_bytes())


def files_in_a_list_of_what_was_stamped(folder, more):
    archived(folder, 2000 + more)


def tokens_of_a_seal(folder, more):
    """The one that is no token is the last in byte order but for the first: no longer read behind 200."""
    token = (folder / "seal/seal.json.tst").read_bytes()
    for number in range(100, 100 + 200 - more):
        (folder / f"seal/seal.json.{number}.tst").write_bytes(token)
    (folder / "seal/seal.json.999.tst").write_bytes(b"no token")


def size_of_a_report_list(folder, more):
    padded(folder / "report.json", "program", MIB + more)


# --- Consents and events: an event in its form gives the consent that it names a place --------------------------------


def consent(**members):
    return canonical(
        {
            "act": "opened",
            "at": "2026-11-24T03:00:00Z",
            "authority": "xa/central-authority",
            "bag": DIGEST,
            "first": "xa-0005",
            "id": "01a20b7f-5540-72e2-9b64-a0944ac9cd77",
            "identity": "workstation",
            "items": None,
            "network": None,
            "reason": None,
            "second": "xa-0006",
            "until": "2026-11-25T03:00:00Z",
            "version": 4,
        }
        | members
    )


def event(folder, change=lambda event: None, document=None, signature=b"none"):
    """Let an event of a code that nobody knows name a consent, which lies there."""
    document = document or consent()
    digest = hashlib.sha256(document).hexdigest()

    def name(one):
        one["code"] = "unknown"
        one["fields"] = {"consent": digest}
        change(one)

    rewrite(folder / "custody/0004.json", name)
    place = folder / "consents" / digest
    place.mkdir(parents=True)
    (place / "consent.json").write_bytes(document)
    for officer in ("first", "second"):
        for family in ("p256", "mldsa65"):
            (place / f"consent.{officer}.{family}.p7s").write_bytes(signature)


def items_of_a_consent(folder, more):
    event(folder, document=consent(act="extracted", items=["x"] * (1000 + more)))


def time_of_a_consent(folder, more):
    event(folder, document=consent(until=f"2026-11-25T03:00:0{more}Z"))


def reason_of_a_consent(folder, more):
    event(folder, document=consent(reason="x" * (2000 + more)))


def size_of_a_consent(folder, more):
    items = ["x" * 2000] * 32
    short = 65536 + more - len(consent(items=[*items, ""]))
    event(folder, document=consent(items=[*items, "x" * short]))


def size_of_an_unread_signature(folder, more):
    event(folder, signature=b"x" * (65536 + more))


def fields_of_an_event(folder, more):
    fields = {f"f{one}": 1 for one in range(31 + more)}
    event(folder, lambda one: one["fields"].update(fields))


def values_of_a_field(folder, more):
    event(folder, lambda one: one["fields"].update(f=[1] * (100 + more)))


def name_of_a_field(folder, more):
    event(folder, lambda one: one["fields"].update({"f" * (40 + more): 1}))


def text_of_a_field(folder, more):
    event(folder, lambda one: one["fields"].update(f="\U0001f600" * (2000 + more)))


def code_of_an_event(folder, more):
    event(folder, lambda one: one.update(code="c" * (64 + more)))


def words_of_an_event(folder, more):
    words = {"language": "en", "text": "x" * (2000 + more)}
    event(folder, lambda one: one.update(words=words))


def number_in_a_field(folder, more):
    event(folder, lambda one: one["fields"].update(f=2**53 - 1 + more))


def officer_of_an_event(folder, more):
    event(folder, lambda one: one.update(officer="xa-" + "1" * (8 + more)))


def authority_of_an_event(folder, more):
    event(folder, lambda one: one.update(authority="xa/" + "x" * (61 + more)))


def size_of_an_event(folder, more):
    def lengthen(one):
        one["fields"]["f"] = texts = ["x" * 2000] * 7 + [""]
        texts[-1] = "x" * (16384 + more - len(canonical(one)))

    event(folder, lengthen)


# --- Seals ------------------------------------------------------------------------------------------------------------


def seal(folder, **members):
    rewrite(folder / "seal.json", lambda one: one.update(members))


def derivative(folder, **members):
    seal(
        folder,
        derivative={
            "act": "converted",
            "items": {"count": 1, "digest": DIGEST},
            "parent": {"bag": DIGEST, "seal": None},
            "settings": None,
            "tool": {"name": "tool", "version": None},
        }
        | members,
    )


def largest_segment(folder, more):
    seal(folder, segment_size=1 << 26 + more)


def smallest_segment(folder, more):
    seal(folder, segment_size=1 << 20 - more)


def sender_of_a_seal(folder, more):
    seal(folder, sender="xb/" + "x" * (61 + more))


def tool_of_a_derivative(folder, more):
    derivative(folder, tool={"name": "\U0001f600" * (200 + more), "version": None})


def version_of_a_tool(folder, more):
    derivative(folder, tool={"name": "tool", "version": "1" * (200 + more)})


def act_of_a_derivative(folder, more):
    derivative(folder, act="x" * (64 + more))


def items_of_a_derivative(folder, more):
    derivative(folder, items={"count": 2**53 - 1 + more, "digest": DIGEST})


def recipients_of_a_seal(folder, more):
    """As many stanzas as recipients, none of whom is there twice."""
    document = json.loads((folder / "seal.json").read_bytes())

    lines = base64.b64decode(document["header"]).decode().split("\n")
    header = "\n".join([lines[0], *lines[1:3] * (100 + more), *lines[-2:]])
    recipients = [
        {"authority": "xa/central-authority", "recipient": recipient(one)}
        for one in range(100 + more)
    ]
    seal(folder, header=base64.b64encode(header.encode()).decode(), recipients=recipients)


LETTERS = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"


def recipient(number):
    """Write 1216 bytes in Bech32 under `age1pq` (BIP 173)."""
    bits = int.from_bytes(number.to_bytes(1216, "big"), "big") << 2
    values = [(bits >> 5 * place) & 31 for place in reversed(range(1946))]
    expanded = [ord(one) >> 5 for one in "age1pq"] + [0] + [ord(one) & 31 for one in "age1pq"]
    check = 1
    for one in [*expanded, *values, *[0] * 6]:
        top, check = check >> 25, (check & 0x1FFFFFF) << 5 ^ one
        for place, generator in enumerate(
            (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
        ):
            check ^= generator if top >> place & 1 else 0
    check ^= 1
    values += [check >> 5 * place & 31 for place in reversed(range(6))]
    return "age1pq1" + "".join(LETTERS[one] for one in values)


# --- Signatures, tokens, proofs, the directory ------------------------------------------------------------------------


def signatures_of_a_checkpoint(folder, more):
    """A line by an unknown key means nothing."""
    path = folder / "custody/0001.tlog-proof"
    lines = path.read_text().rsplit("\n\n", 1)[1].count("\n")
    for number in range(100 + more - lines):
        with path.open("a") as file:
            file.write(f"\u2014 unknown{number} AAAAAAA=\n")


def size_of_a_checkpoint(folder, more):
    path = folder / "custody/0001.tlog-proof"
    note = path.read_text().split("\n\n", 1)[1]
    short = MIB + more - len(note.encode())
    for one in count():
        name = "n" * (1 + one)
        line = f"\u2014 {name} "
        rest = short - len(line.encode()) - 1
        if rest % 4 == 0:
            break
    with path.open("a") as file:
        file.write(f"{line}{'A' * rest}\n")


def size_of_a_proof(folder, more):
    """It proves nothing at the limit, either."""
    (folder / "custody/0001.tlog-proof").write_bytes(b"x" * (1056768 + more))


def size_of_a_proof_by_far(folder, more):
    (folder / "custody/0001.tlog-proof").write_bytes(b"x" * (1056768 + more * MIB))


def size_of_a_token(folder, more):
    (folder / "seal/seal.json.tst").write_bytes(b"x" * (65536 + more * MIB))


def size_of_a_signature(folder, more):
    """A signature that lies there must hold, whether or not it is demanded (section 4, 1)."""
    (folder / "request/receipt.json.mldsa65.p7s").write_bytes(b"x" * (32768 + more * MIB))


def size_of_a_revocation_list(folder, more):
    (folder / "certificates/xb-ca.p256.crl").write_bytes(b"x" * ((16 << 20) + more))


def size_of_the_timestamp(folder, more):
    path = folder / "directory/metadata/timestamp.json"
    path.write_bytes(path.read_bytes() + b" " * (16384 + more - path.stat().st_size))


def size_of_a_root(folder, more):
    """A root that is no root breaks the chain, however large it is."""
    (folder / "directory/metadata/2.root.json").write_bytes(b"x" * (512000 + more * 5 * MIB))


def size_of_an_entry(folder, more):
    [path] = (folder / "directory/targets/states").glob("*.xa.json")
    path.write_bytes(path.read_bytes() + b" " * (MIB + more - path.stat().st_size))


# --- Disclosures ------------------------------------------------------------------------------------------------------


def items(folder, change):
    path = folder / "items.jsonl"
    first, rest = path.read_text().split("\n", 1)
    line = json.loads(first)
    change(line)
    path.write_bytes(canonical(line) + b"\n" + rest.encode())


def path_of_an_items_proof(folder, more):
    """It leads nowhere; but the files are compared, as long as each line is in its form."""
    items(folder, lambda line: line.update(proof=[DIGEST] * (63 + more)))


def line_of_an_item(folder, more):
    def lengthen(line):
        inner = json.loads(line["line"])
        inner["unreadable"] = ""
        inner["unreadable"] = "x" * (MIB + more - len(canonical(inner)))
        line["line"] = canonical(inner).decode()

    items(folder, lengthen)


def documents_of_a_disclosure(folder, more):
    """They do not lie there; what is asked is the form, on which all checks rest."""

    def list_more(one):
        listed = one["documents"]
        listed += [
            {"path": f"certificates/x{number:04}", "sha256": DIGEST, "size": 0}
            for number in range(1000 + more - len(listed))
        ]
        listed.sort(key=lambda one: one["path"].encode())

    rewrite(folder / "disclosure.json", list_more)


def size_of_a_disclosure(folder, more):
    """1 MiB holds no more than texts and paths: the paths are long."""

    def lengthen(one):
        listed = one["documents"]
        listed.append({"path": "", "sha256": DIGEST, "size": 0})
        listed[-1]["path"] = "z" * (MIB + more - len(canonical(one)))

    rewrite(folder / "disclosure.json", lengthen)


def reason_of_a_disclosure(folder, more):
    rewrite(folder / "disclosure.json", lambda one: one.update(reason="x" * (2000 + more)))


# --- The directory, signed with keys of one's own ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class EntryAtLimit:
    """A change of a State's entry and register: a State whose entry is in no form is held back."""

    change: Callable[[dict, dict, int], None]

    @property
    def name(self) -> str:
        return self.change.__name__


def text_of_an_entry(entry, register, more):
    entry["names"]["en"] = "\U0001f600" * (500 + more)


def list_of_an_entry(entry, register, more):
    entry["kinds"] = [f"k{one}" for one in range(10000 + more)]


def approvals_of_an_entry(entry, register, more):
    entry["approvals"]["delivery"] = 9 + more


def versions_of_an_entry(entry, register, more):
    entry["versions"] = [1, 1000 + more]


def drills_of_an_entry(entry, register, more):
    entry["drill_window"] = {
        "from": "09:00",
        "to": "10:00",
        "time_zone": "Europe/Vienna",
        "per_month": 60 + more,
    }


def length_of_a_policy(entry, register, more):
    entry["witness_policy"] = f"#{'x' * (4000 + more - 7)}\nnone\n"


def bytes_of_a_policy(entry, register, more):
    entry["witness_policy"] = f"#{'\u00e9' * 200}{'x' * (4096 + more - 407)}\nnone\n"


def address_of_a_node(entry, register, more):
    entry["node"]["url"] = "https://a.example/" + "x" * (500 + more - 18)


def port_of_a_node(entry, register, more):
    entry["node"]["url"] = f"https://a.example:{65535 + more}/"


def host_of_passkeys(entry, register, more):
    host = ".".join([*["a" * 60] * 4, "a" * (9 + more)])
    entry["relying_party"] = {"id": host, "origins": [f"https://{host}"]}


def name_of_a_passkey(entry, register, more):
    name = base64.urlsafe_b64encode(b"x" * (1023 + more)).decode().rstrip("=")
    register["officers"][0]["credential"] = name


def size_of_a_state_entry(entry, register, more):
    fact = {"date": "2026-01-01", "instrument": "", "source": "x" * 500, "status": "x"}
    entry["party"] = [fact | {"instrument": f"{one:04}"} for one in range(1600)]
    for one in range(1600):
        short = (1 << 20) + more - len(canonical(entry))
        entry["party"][one]["instrument"] += "x" * min(short, 400)


ENTRY_CASES = tuple(
    map(
        EntryAtLimit,
        (
            text_of_an_entry,
            list_of_an_entry,
            approvals_of_an_entry,
            versions_of_an_entry,
            drills_of_an_entry,
            length_of_a_policy,
            bytes_of_a_policy,
            address_of_a_node,
            port_of_a_node,
            host_of_passkeys,
            name_of_a_passkey,
            size_of_a_state_entry,
        ),
    )
)

METADATA = {
    "root": (512000, "identity"),
    "timestamp": (16384, "directory"),
    "snapshot": (2000000, "directory"),
    "targets": (5000000, "directory"),
    "xb": (128000, "directory"),
}
"""The largest metadata of each role, and the check of a bundle that reads them."""


FAILS = {"below": "fails"}

CASES = (
    AtLimit(purpose_of_conditions, "conditions"),
    AtLimit(size_of_bag_info, "bag-size"),
    AtLimit(size_of_case, "bag-form"),
    AtLimit(elements_of_case, "bag-form"),
    AtLimit(levels_of_case, "bag-form"),
    AtLimit(extents_of_an_item, "bag-inventory"),
    AtLimit(line_of_the_inventory, "bag-inventory"),
    AtLimit(line_of_an_earlier_inventory, "bag-earlier", **FAILS),
    AtLimit(line_of_offsets, "bag-files", **FAILS),
    AtLimit(size_of_a_tag_manifest, "bag-tags"),
    AtLimit(component_of_a_path, "bag-form"),
    AtLimit(path_in_a_bag, "bag-form"),
    AtLimit(levels_of_folders, "bag-form"),
    AtLimit(elements_of_media, "bag-examined"),
    AtLimit(runs_of_sectors, "bag-examined", above="holds"),
    AtLimit(count_of_sectors, "bag-examined"),
    AtLimit(order_of_sectors, "bag-examined"),
    AtLimit(line_of_members, "bag-examined"),
    AtLimit(certificates_in_a_file, "bundle-layout"),
    AtLimit(name_of_a_certificate_file, "bundle-layout"),
    AtLimit(number_of_a_token, "bundle-layout"),
    AtLimit(number_of_an_event, "bundle-layout"),
    AtLimit(number_of_an_earlier_form, "bundle-layout"),
    AtLimit(number_of_an_earlier_seal, "bundle-layout"),
    AtLimit(files_in_a_list_of_what_was_stamped, "bundle-layout"),
    AtLimit(tokens_of_a_seal, "seal-stamped", below="holds", above="fails"),
    AtLimit(size_of_a_report_list, "bundle-layout"),
    AtLimit(items_of_a_consent, "bundle-layout"),
    AtLimit(time_of_a_consent, "bundle-layout"),
    AtLimit(reason_of_a_consent, "bundle-layout"),
    AtLimit(size_of_a_consent, "bundle-layout"),
    AtLimit(size_of_an_unread_signature, "custody-consents", below="undecided"),
    AtLimit(fields_of_an_event, "bundle-layout"),
    AtLimit(values_of_a_field, "bundle-layout"),
    AtLimit(name_of_a_field, "bundle-layout"),
    AtLimit(text_of_a_field, "bundle-layout"),
    AtLimit(code_of_an_event, "bundle-layout"),
    AtLimit(words_of_an_event, "bundle-layout"),
    AtLimit(number_in_a_field, "bundle-layout"),
    AtLimit(officer_of_an_event, "bundle-layout"),
    AtLimit(authority_of_an_event, "bundle-layout"),
    AtLimit(size_of_an_event, "bundle-layout"),
    AtLimit(largest_segment, "seal-form", kind="sealed"),
    AtLimit(smallest_segment, "seal-form", kind="sealed"),
    AtLimit(sender_of_a_seal, "seal-form", kind="sealed"),
    AtLimit(tool_of_a_derivative, "seal-form", kind="sealed"),
    AtLimit(version_of_a_tool, "seal-form", kind="sealed"),
    AtLimit(act_of_a_derivative, "seal-form", kind="sealed"),
    AtLimit(items_of_a_derivative, "seal-form", kind="sealed"),
    AtLimit(recipients_of_a_seal, "seal-form", kind="sealed"),
    AtLimit(signatures_of_a_checkpoint, "custody-logged"),
    AtLimit(size_of_a_checkpoint, "custody-logged"),
    AtLimit(size_of_a_proof, "custody-logged", **FAILS),
    AtLimit(size_of_a_proof_by_far, "custody-logged", **FAILS),
    AtLimit(size_of_a_token, "seal-stamped", **FAILS),
    AtLimit(size_of_a_signature, "receipts", **FAILS),
    AtLimit(size_of_a_revocation_list, "bundle-layout", **FAILS),
    AtLimit(size_of_the_timestamp, "directory"),
    AtLimit(size_of_a_root, "identity", **FAILS),
    AtLimit(size_of_an_entry, "directory", **FAILS),
    AtLimit(path_of_an_items_proof, "disclosure-files", kind="disclosure", above="undecided"),
    AtLimit(line_of_an_item, "disclosure-files", kind="disclosure", above="undecided"),
    AtLimit(
        documents_of_a_disclosure,
        "disclosure-signed",
        kind="disclosure",
        **FAILS,
        above="undecided",
    ),
    AtLimit(
        size_of_a_disclosure, "disclosure-signed", kind="disclosure", **FAILS, above="undecided"
    ),
    AtLimit(
        reason_of_a_disclosure, "disclosure-signed", kind="disclosure", **FAILS, above="undecided"
    ),
)
