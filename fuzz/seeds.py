# SPDX-License-Identifier: Apache-2.0
"""Where each target begins: well-formed bytes of its form, from the public vectors or made here."""

import base64
import bz2
import gzip
import hashlib
import json
import lzma
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from fuzz.targets import AUTHORISED, HI1_ORDER, IDENTITY, TOP
from rogatory.directory.entry.card import Card, CardChannel, CardName, CardNumber, build_card
from rogatory.directory.entry.depositary import Depositary, StateFact, build_depositary
from rogatory.directory.entry.hours import OpeningHours
from rogatory.directory.submission.document import encode_submission
from rogatory.directory.submission.state_role import Submission
from rogatory.evidence.conditions import Conditions
from rogatory.evidence.disclosure.document import DisclosedDocument, Disclosure, item_line
from rogatory.evidence.items_root import ItemProof
from rogatory.evidence.media.document import Media, check_image
from rogatory.evidence.returns.document import archive_line
from rogatory.evidence.returns.document import encode as encode_line
from rogatory.evidence.returns.members import ArchiveMember
from rogatory.evidence.sealed.derivative import Derivative
from rogatory.evidence.sealed.seal_document import Addressee, Seal
from rogatory.evidence.stream.tar_format import END, Locator, member_header, offset_line, padding
from rogatory.evidence.trust.archive_list import Documents, build_archive
from rogatory.node.case_files.orders import OrderKind
from rogatory.node.certificate.document import Certificate
from rogatory.node.certificate.facts import Acquired
from rogatory.node.certificate.form import SHIPPED, FormStatement, shipped_form
from rogatory.node.courier.disk_list import segment_lines
from rogatory.node.court.report.made_with import MadeWith
from rogatory.node.misbehaviour.unlogged import Unlogged, build_unlogged
from rogatory.node.packages.package_documents import encode_documents
from rogatory.node.provider_orders.document import (
    AccountKind,
    Authoriser,
    OrderDocument,
    OrderedAccount,
    OrderRenewal,
    parse_order,
)
from rogatory.node.provider_orders.etsi_elements import Hi1Endpoint
from rogatory.node.provider_orders.etsi_names import CORE
from rogatory.node.provider_orders.etsi_write import Hi1Envelope, write_hi1
from rogatory.node.provider_orders.withdrawal import WithdrawalDocument
from rogatory.node.repositories.snapshots import SeenSnapshot
from rogatory.node.snapshots.form import encode_snapshots
from rogatory.node.threads.dispatch import Dispatch, build_dispatch
from rogatory.node.threads.receipt import LogEntry, Receipt, build_receipt
from rogatory.node.workstation.consent.document import ConsentText
from rogatory.seal.age.files import encrypt
from rogatory.seal.approval_document import encode_approvals
from rogatory.seal.approvals import Approval
from rogatory.seal.signatures import Signatures
from rogatory.treaty.corrections import Correction, correction_document
from rogatory.treaty.law import FEDERATION, packaged_law
from rogatory.treaty.parties.csv_table import table_of
from rogatory.treaty.rows import written
from rogatory.treaty.sections import SECTIONS
from rogatory.treaty.tables.instruments import THE_CONVENTION
from rogatory.wire import canonical

VECTORS = Path(__file__).parents[1] / "tests" / "vectors"

LIST = (
    b'{"authority":"xa/central-authority","bag":"%(d)s","check_sh":"%(d)s",'
    b'"exported":"2026-11-24T03:00:00Z","files":[{"path":"SHA256SUMS","sha256":"%(d)s","size":1}],'
    b'"network":"%(d)s","officer":null,"package":"019ab3e2-1c80-7000-8000-000000000000",'
    b'"reason":"for the court","seal":"%(d)s","version":1}'
) % {b"d": b"ab" * 32}

_MAIL = (
    b"From: =?utf-8?q?Anna?= <anna@example.net>\r\nTo: b@example.org, (x) c@example.org\r\n"
    b"Cc: d: e@example.org;\r\nDate: Thu, 15 Jan 2026 10:00:00 +0100 (CET)\r\n\r\nx\r\n"
)

COURIER = (
    b'{"addressee":"XA","left":2,"network":"%(d)s","packages":[{"documents":{"seal.json":"%(d)s"},'
    b'"seal":"%(d)s","thread":"019ab3e2-1c80-7000-8000-000000000000"}],"segment_list":"%(d)s",'
    b'"segments":1,"sender":"XB","size":1048576,"version":1,"written":"2026-11-24T03:00:00Z"}'
) % {b"d": b"ab" * 32}


CALENDAR = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//a//EN\r\nBEGIN:VEVENT\r\nUID:1@xb\r\n"
    b"SUMMARY:xb-0001 / xb-0003\r\nDTSTART;TZID=Europe/Vienna:20261201T220000\r\n"
    b"DTEND;TZID=Europe/Vienna:20261202T060000\r\nRRULE:FREQ=WEEKLY;BYDAY=MO,TU;COUNT=9\r\n"
    b"EXDATE;TZID=Europe/Vienna:20261207T220000\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2@xb\r\n"
    b"SUMMARY:Feast\r\nDTSTART;VALUE=DATE:20261225\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)

PLAN = b"""authority = "xb/contact-point"
time_zone = "Europe/Vienna"
from = 2026-12-01
until = 2027-04-01
heads = ["xb-0002"]
default = "xb-0001"
[[shift]]
days = ["mon", "holiday"]
from = "22:00"
to = 06:00:00
officers = ["xb-0001", "xb-0003"]
substitutes = ["xb-0002"]
turn = "week"
[[once]]
from = 2026-12-24T20:00:00
to = 2026-12-25T08:00:00+01:00
officer = "xb-0003"
[[absence]]
officer = "xb-0001"
from = 2026-12-10
until = 2026-12-20
[[holiday]]
date = 2027-01-01
name = "New Year"
[waits]
emergency = [5, 5, 10]
"""


def seeds(target: str) -> list[bytes]:
    """At least one seed; a target that begins from nothing finds the form's first byte and no more."""
    return list(_SEEDS[target]()) if target in _SEEDS else [b"{}"]


def _vectors(folder: str, pattern: str) -> Iterator[dict[str, Any]]:
    for path in sorted((VECTORS / folder).glob(pattern)):
        yield json.loads(path.read_text())


def _stream() -> Iterator[bytes]:
    """A whole stream of three members, as sealing writes it, behind the byte that cuts it."""
    members = [("bagit.txt", b"x" * 55), ("data/", None), ("data/a", b"evidence" * 200)]
    out, lines = bytearray(), b""
    for name, data in members:
        out += member_header(f"{TOP}/{name}", len(data or b""), folder=data is None)
        if data is not None:
            lines += offset_line(name, len(out), len(data))
            out += data + bytes(padding(len(data)))
    out += member_header(f"{TOP}/offsets", len(lines))
    locator = Locator(len(out), len(lines), 0, len(lines), len(members) + 1)
    out += lines + bytes(padding(len(lines))) + END + locator.encode()
    yield b"\x20" + bytes(out)


def _pictures() -> Iterator[bytes]:
    """Yield pictures with format and canvas in each, and in one the frames that a reader steps
    over.
    """
    yield b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0"
    yield b"GIF89a\x05\0\x06\0" + bytes(5)
    yield bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffdb00040000ffc00011080040006003")
    yield b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x03\0\0\x04\0\0"
    yield b"RIFF\0\0\0\0WEBPVP8L\x0a\0\0\0\x2f\x03\x40\x01\0" + bytes(8)


def _texts() -> Iterator[bytes]:
    text = "act today \u202e\u0007 \N{LATIN SMALL LETTER E WITH ACUTE}\r\n\t"
    yield text.encode()
    yield text.encode("utf-16")
    yield b"caf\xe9"


def _age_files() -> Iterator[bytes]:
    chance = random.Random(0)  # noqa: S311 - seeds are to be the same each time
    for size in (0, 100, 65536, 70000):
        yield encrypt(bytes(size), [IDENTITY.recipient], chance.randbytes)


MAC_TEXT = 43
"""Characters of the authenticator that ends an age header."""


def _age_headers() -> Iterator[bytes]:
    for sealed in _age_files():
        yield sealed[: sealed.index(b"\n---") + len(b"\n--- ") + MAC_TEXT + len(b"\n")]


def _decoded(folder: str, pattern: str, *keys: str) -> Callable[[], Iterator[bytes]]:
    def read() -> Iterator[bytes]:
        for vector in _vectors(folder, pattern):
            value: Any = vector
            for key in keys:
                value = value[key]
            if value is not None:
                yield base64.b64decode(value)

    return read


def _text(folder: str, pattern: str, key: str) -> Callable[[], Iterator[bytes]]:
    def read() -> Iterator[bytes]:
        for vector in _vectors(folder, pattern):
            yield vector[key].encode()

    return read


def _messages() -> Iterator[bytes]:
    for vector in _vectors("requests", "message-*.json"):
        for key in ("message", "bytes"):
            if isinstance(vector.get(key), str):
                yield vector[key].encode()


def _certificates() -> Iterator[bytes]:
    for vector in _vectors("seal", "signature-holds.json"):
        yield from map(base64.b64decode, vector["anchors"])


def _keys() -> Iterator[bytes]:
    for vector in _vectors("seal", "approval-*.json"):
        yield base64.b64decode(vector["key"])


def _approvals() -> Iterator[bytes]:
    binary = ("credential", "authenticator_data", "client_data", "signature")
    for vector in _vectors("seal", "approval-*.json"):
        fields = {name: base64.b64decode(vector[name]) for name in binary}
        yield encode_approvals([Approval(vector["officer"], vector["verdict"], **fields)])


SIGNATURES = Signatures(b"one", b"another")


def _dispatches() -> Iterator[bytes]:
    approvals = next(_approvals())
    for message in _messages():
        files = {hashlib.sha256(b"a").hexdigest(): b"a"}
        yield build_dispatch(Dispatch(message, SIGNATURES, approvals, files))


def _corrections() -> Iterator[bytes]:
    """One of a row of each section, and one that takes a row away."""
    day = datetime(2026, 11, 24, tzinfo=UTC).date()
    law = packaged_law(FEDERATION)
    for name in SECTIONS:
        for row in getattr(law, name)[:1]:
            stated = cast("Any", written(row))
            yield correction_document(
                Correction(name, name, stated, "for a seed", "invented", "practice", day, None)
            )
    gone = Correction(
        "gone", "parties", None, "for a seed", "invented", "practice", day, "XA/untoc"
    )
    yield correction_document(gone)


def _card() -> Iterator[bytes]:
    at, authority = datetime(2026, 11, 24, tzinfo=UTC), "xa/contact-point"
    night = OpeningHours(("fri",), "22:00", "06:00")
    yield build_card(
        Card(
            "XA", at, "ab" * 32,
            (CardNumber(authority, "Duty", "+99900000001", (night,)),),
            (CardChannel(authority, "telephone", "+99900000002"),),
            (CardName(authority, "head", "answers"),),
        )
    )  # fmt: skip


def _receipts() -> Iterator[bytes]:
    at = datetime(2026, 11, 24, 3, tzinfo=UTC)
    log = LogEntry(f"{'ab' * 32}/xb/1", "cd" * 32, "ef" * 32, 0, "a checkpoint")
    for verdict, codes, where in (("kept", (), log), ("refused", ("message-clock",), None)):
        yield build_receipt(
            Receipt("ab" * 32, "cd" * 32, "XB", at, 1, "ef" * 32, verdict, codes, where)
        )


def _seals() -> Iterator[bytes]:
    """The seal of a package, and that of one that was derived from another."""
    header = next(_age_headers())
    plain = Seal(
        network="ab" * 32,
        package=TOP,
        thread=None,
        sender="xb/central-authority",
        recipients=(Addressee("xa/central-authority", str(IDENTITY.recipient)),),
        sealed=datetime(2026, 11, 24, 3, tzinfo=UTC),
        bag="cd" * 32,
        header=header,
        payload_size=16 + 65552,
        segment_size=1 << 20,
        segments=1,
        root="ef" * 32,
    )
    made = Derivative(
        bag="ab" * 32,
        seal=None,
        items=3,
        items_digest="cd" * 32,
        tool="a converter",
        tool_version="1.0",
        settings="ef" * 32,
        act="converted",
    )
    yield plain.encode()
    yield replace(plain, thread=TOP, replaces="ab" * 32, derivative=made).encode()


def _report_lists() -> Iterator[bytes]:
    yield MadeWith(("en", "fr"), "0.1.0", 1).encoded()
    yield MadeWith(("ar",), "0.1.0", 1, "0.14.0", {"Noto.ttf": "ab" * 32}).encoded()


def _conditions() -> Iterator[bytes]:
    until = datetime(2027, 11, 24, tzinfo=UTC)
    yield Conditions().encode()
    yield Conditions(
        "the case", "AR-1", "forbidden", True, until, True, ("data/a", "data/b")
    ).encode()


def _section(kind: bytes, at: int, data: bytes, *, last: bool = False) -> bytes:
    """A section of an EWF file that begins at `at`, its data behind the descriptor."""
    size = 76 + len(data)
    head = struct.pack("<16sQQ40x", kind, at if last else at + size, 0 if last else size)
    return head + struct.pack("<I", zlib.adler32(head)) + data


def _summed(data: bytes) -> bytes:
    return data + struct.pack("<I", zlib.adler32(data))


def _ewf() -> Iterator[bytes]:
    """An image of twelve sectors in chunks of four, the last one packed; with and without checksums."""
    image = bytearray(b"EVF\x09\x0d\x0a\xff\x00" + struct.pack("<BHH", 1, 1, 0))
    head = struct.pack("<4xIIIQ", 3, 4, 512, 12)
    image += _section(b"volume", len(image), _summed(head.ljust(1048, b"\0")))
    chunks = [_summed(bytes([one]) * 2048) for one in (1, 2)] + [zlib.compress(bytes(2048))]
    first = len(image) + 76
    image += _section(b"sectors", len(image), b"".join(chunks))
    places = [first, first + len(chunks[0]), (first + 2 * len(chunks[0])) | 1 << 31]
    table = _summed(struct.pack("<I16x", 3)) + _summed(struct.pack("<3I", *places))
    for kind in (b"table", b"table2"):
        image += _section(kind, len(image), table)
    errors = _summed(struct.pack("<I512x", 1)) + _summed(struct.pack("<II", 4, 2))
    image += _section(b"error2", len(image), errors)
    image += _section(b"digest", len(image), _summed(bytes(range(76))))
    image += _section(b"hash", len(image), _summed(bytes(range(32))))
    image += _section(b"done", len(image), b"", last=True)
    yield from (b"\0" + image, b"\1" + image)


def _archives() -> Iterator[bytes]:
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for name, method in (("a.txt", zipfile.ZIP_STORED), ("b/c.txt", zipfile.ZIP_DEFLATED)):
            packed.writestr(zipfile.ZipInfo(name), b"evidence" * 20, method)
    yield made.getvalue()
    for form in (tarfile.PAX_FORMAT, tarfile.GNU_FORMAT):
        made = BytesIO()
        with tarfile.open(fileobj=made, mode="w", format=form) as archive:
            link = tarfile.TarInfo("link")
            link.type, link.linkname = tarfile.SYMTYPE, "../x"
            file = tarfile.TarInfo("n" * 120 + "\u00e9")
            file.size = 100
            archive.addfile(link)
            archive.addfile(file, BytesIO(bytes(100)))
        yield made.getvalue()
    yield gzip.compress(made.getvalue(), mtime=0)
    yield bz2.compress(made.getvalue())
    yield lzma.compress(b"no archive, but packed")


_DIGEST = "ab" * 32
_MOMENT = datetime(2026, 11, 24, 3, tzinfo=UTC)


def _media() -> Iterator[bytes]:
    none = {"complete": True, "ranges": [], "sectors": 0}
    image: dict[str, Any] = {
        "agreement": "not-compared",
        "bad_sectors": {"complete": True, "ranges": [[4, 2]], "sectors": 2},
        "differing_sectors": none,
        "digests": {"sha256": _DIGEST},
        "errors": [],
        "file_systems": [
            {"block_size": 4096, "label": "Arcadia", "size": 4096, "start": 512, "type": "ext4"}
        ],
        "files": [{"path": "data/disk.dd", "sha256": _DIGEST, "size": 65536}],
        "format": "raw",
        "header": {},
        "media": {"bytes_per_sector": None, "size": 65536},
        "partitions": [{"length": 4096, "start": 512, "type": "Linux (0x83)"}],
        "remarks": [{"code": "media-damaged", "what": "two sectors"}],
        "scheme": {"name": "DOS", "sector_size": 512},
        "stored": {},
        "tools": [{"name": "rogatory", "version": "0.1.0"}],
    }
    yield Media((check_image(image),)).encode()


def _member_lines() -> Iterator[bytes]:
    names = (b"a.txt", b"\xff.txt")
    lines = [
        ArchiveMember(name, "file", 8, 8, _DIGEST, method="zip").line("data/return.zip", number)
        for number, name in enumerate(names)
    ]
    found = {"expanded": 16, "format": "zip", "notes": ["a note"], "stopped": None}
    archive = archive_line("data/return.zip", _DIGEST, 300, found, members=len(names))
    yield b"".join(lines) + encode_line(archive.facts)


def _collect_journals() -> Iterator[bytes]:
    def line(value: dict[str, Any]) -> bytes:
        return json.dumps(value, separators=(",", ":")).encode() + b"\n"

    fields = {"started": "2026-11-24T03:00:00Z", "version": "0.1.0"}
    who = {"authority": "xb/central-authority", "officer": None}
    rows = b"".join(
        line({"file": [path, [1, 8, 2, 3], [4, 8, 5, 6], [_DIGEST], {"atime_ns": 7}]})
        for path in ("a", "b/c")
    )
    ended = {"durable": "2026-11-24T03:00:01Z", "sha256": hashlib.sha256(rows).hexdigest()}
    begun = line({"agreed": {"source": "x"}, "package": TOP}) + line({"run": fields | who})
    yield begun + rows + line(ended)
    yield begun + rows


def _certificates_of_authenticity() -> Iterator[bytes]:
    acquired = Acquired(
        officer="xb-0005", authority="xb/central-authority", started="2026-11-24T02:00:00Z",
        ended="2026-11-24T02:30:00Z", tool="rogatory 0.1.0", case="AR-2026-0417", source=None,
        place=None, authorisation=None, inventory=_DIGEST, items=2, files=1, size=8,
    )  # fmt: skip
    yield Certificate(
        network=_DIGEST, officer="xb-0005", authority="xb/central-authority", certified=_MOMENT,
        package=TOP, bag=_DIGEST, seal=None, request=_DIGEST, language="en", acquired=acquired,
        form=_DIGEST, statements=(FormStatement("copy", "It is a copy.", None, None),),
        renderings={"certificate.html": _DIGEST},
    ).encode()  # fmt: skip


def _consents() -> Iterator[bytes]:
    for act, bag, reason in (("opened", "ab" * 32, "For the indictment"), ("listed", None, None)):
        yield ConsentText(
            id=TOP,
            network=bag,
            act=act,
            bag=bag,
            authority="xa/central-authority",
            first="xa-0005",
            second="xa-0006",
            identity="workstation" if bag else "recovery",
            items=None if bag else ("Mail", "disk.img"),
            reason=reason,
            at=datetime(2026, 11, 24, 3, 0, tzinfo=UTC),
            until=datetime(2026, 11, 25, 3, 0, tzinfo=UTC),
        ).encode()


def _disclosures() -> Iterator[bytes]:
    yield Disclosure(
        network=None, authority="xa/central-authority", officer="xa-0005", disclosed=_MOMENT,
        reason="To the defence", package=TOP, bag=_DIGEST, sender="xb/central-authority", count=9,
        root=_DIGEST, selection=_DIGEST, items=1, files=1, size=8, conditions=Conditions(), giver=None,
        withheld=("seal",), documents=(DisclosedDocument("items.jsonl", _DIGEST, 8),),
    ).encode()  # fmt: skip


def _provider_orders() -> Iterator[bytes]:
    day = timedelta(days=1)
    renewal = OrderRenewal("Gs 13/26", "District Court", _MOMENT, _MOMENT + 90 * day)
    for kind, renewals, until in (
        (OrderKind.PRESERVATION, (renewal,), None),
        (OrderKind.PRODUCTION, (), _MOMENT + 30 * day),
    ):
        yield OrderDocument(
            network=_DIGEST, authority="xb/contact-point", officer="xb-0001", order=TOP,
            signed=_MOMENT, kind=kind, provider="Borealia Mail", reference="Gs 12/26",
            issuer="District Court", authorised_by=Authoriser.JUDGE, independent=True,
            issued=_MOMENT, starts=_MOMENT, ends=_MOMENT + 90 * day, renewals=renewals,
            legal_basis="Code, section 1", scope="Log-in records\nof one account",
            categories=("traffic", "subscriber"),
            accounts=(OrderedAccount(AccountKind.EMAIL, "a@b.example"),),
            data_from=_MOMENT - day, data_until=_MOMENT, due=_MOMENT + day,
            secret=True, secret_until=until, reply_to="orders@police.example",
        ).encode()  # fmt: skip


def _withdrawals() -> Iterator[bytes]:
    yield WithdrawalDocument(
        network=_DIGEST, authority="xb/contact-point", officer="xb-0001", order=TOP,
        signed=_MOMENT, since=_MOMENT - timedelta(days=1), provider="Borealia Mail", reference="Gs 12/26",
    ).encode()  # fmt: skip


def _order_archives() -> Iterator[bytes]:
    """Yield a folder as our writer packs it, one that lies in one folder more, and one with what has no place."""
    (order, *_more) = _provider_orders()
    for below, stray in (
        ("", ()),
        ("order/", ("notes.txt",)),
        ("", ("../order.json", "directory/targets/a")),
    ):
        made = BytesIO()
        with zipfile.ZipFile(made, "w") as packed:
            for name in ("order.json", "order.json.p256.p7s", "order.json.mldsa65.p7s", *stray):
                packed.writestr(zipfile.ZipInfo(below + name), order, zipfile.ZIP_DEFLATED)
        yield made.getvalue()


def _hi1_messages() -> Iterator[bytes]:
    """Yield messages as they are written, the first from the order with which the target compares; and an answer."""
    envelope = Hi1Envelope(Hi1Endpoint("XB", "MAIL01"), UUID(int=7, version=4), _MOMENT)
    for order in (HI1_ORDER, *_provider_orders()):
        yield write_hi1(parse_order(order), envelope)
    yield (
        f'<HI1Message xmlns="{CORE}"><Header><SenderIdentifier><CountryCode>XB</CountryCode>'
        "<UniqueIdentifier>A</UniqueIdentifier></SenderIdentifier><ReceiverIdentifier><CountryCode>XB"
        "</CountryCode><UniqueIdentifier>B</UniqueIdentifier></ReceiverIdentifier><TransactionIdentifier>7"
        "</TransactionIdentifier><Timestamp>2026</Timestamp><Version><ETSIVersion>V1.22.1</ETSIVersion>"
        "<NationalProfileOwner>XB</NationalProfileOwner><NationalProfileVersion>1</NationalProfileVersion>"
        "</Version></Header><Payload><ResponsePayload><ErrorInformation><ErrorCode>1</ErrorCode>"
        "<ErrorDescription><![CDATA[no]]></ErrorDescription></ErrorInformation></ResponsePayload></Payload>"
        "<Signature/></HI1Message>"
    ).encode()


def _disclosed_items() -> Iterator[bytes]:
    line = b'{"kind":"file","path":"a","sha256":"%s","size":8}\n' % _DIGEST.encode()
    yield item_line(ItemProof(4, line, bytes(32), (bytes(range(32)), b"\xab" * 32)))


def _trees() -> Iterator[dict[str, bytes]]:
    """The files of the directories among the vectors."""
    for vector in _vectors("directory", "tree-*.json"):
        yield {path: text.encode() for path, text in vector["files"].items()}


def _submissions() -> Iterator[bytes]:
    for files in _trees():
        stored = {
            f"states/{path.split('.', 1)[1]}": data
            for path, data in files.items()
            if ".xa." in path and path.startswith("targets/")
        }
        yield encode_submission(Submission("XA", files["metadata/1.xa.json"], stored))


def _ceremony_steps() -> Iterator[bytes]:
    for files in _trees():
        yield files["metadata/1.root.json"]


def _directory_keys() -> Iterator[bytes]:
    for files in _trees():
        for keyid, key in json.loads(files["metadata/1.root.json"])["signed"]["keys"].items():
            yield canonical.encode({"key": key, "keyid": keyid})


def _depositary() -> Iterator[bytes]:
    made = StateFact(
        "XT", "un-cybercrime", "reservation", "made", "2026-08-03", "42(5)", "As notified.", "17"
    )
    signed = StateFact(
        "XA", "un-cybercrime", "party-status", "signed", "2025-10-25", None, None, "List"
    )
    yield build_depositary(Depositary("2026-11-20", "List of the depositary", (made, signed)))


def _unlogged() -> Iterator[bytes]:
    for receipt in _receipts():
        signatures, checkpoint = SIGNATURES, "origin\n1\n-\n\n\u2014 log AAAA\n"
        yield build_unlogged(
            Unlogged(receipt, signatures, checkpoint, bytes(32), (bytes(32), bytes(range(32))))
        )


_SEEDS: dict[str, Callable[[], Iterator[bytes]]] = {
    "canonical-json": lambda: (bytes.fromhex(one["bytes"]) for one in _vectors("wire", "*.json")),
    "message": _messages,
    "event": _text("custody", "event-*.json", "event"),
    "tombstone": _text("custody", "destroyed-*.json", "tombstone"),
    "log-proof": _text("custody", "proof-*.json", "proof"),
    "witness-request": lambda: (
        b"old 3\n" + b"47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n" * 2 + b"\n" + note
        for note in _text("custody", "cosigned-by-*.json", "note")()
    ),
    "witness-policy": _text("custody", "policy-*.json", "text"),
    "unlogged": _unlogged,
    "split": _text("directory", "split-*.json", "proof"),
    "snapshot-list": lambda: iter(
        [encode_snapshots([SeenSnapshot("XB", 7, "ab" * 32, datetime(2026, 11, 24, tzinfo=UTC))])]
    ),
    "misbehaviour": _text("custody", "misbehaviour-*.json", "proof"),
    "cosigned": _text("custody", "cosigned-*.json", "note"),
    "approvals": _approvals,
    "dispatch": _dispatches,
    "receipt": _receipts,
    "correction": _corrections,
    "party-table": lambda: iter([table_of(packaged_law(FEDERATION), THE_CONVENTION)]),
    "seal": _seals,
    "documents": lambda: iter([encode_documents({"seal.json": b"{}", "custody/0001.json": b"x"})]),
    "verifier-json": lambda: (bytes.fromhex(one["bytes"]) for one in _vectors("wire", "*.json")),
    "verifier-signature": _decoded("seal", "signature-*.json", "signatures", "p256"),
    "verifier-timestamp": _decoded("seal", "timestamp-*.json", "token"),
    "verifier-certificate": _certificates,
    "verifier-key": _keys,
    "verifier-proof": _text("custody", "proof-*.json", "proof"),
    "note": _text("seal", "note-*.json", "note"),
    "signature": _decoded("seal", "signature-*.json", "signatures", "p256"),
    "certificate": _certificates,
    "timestamp": _decoded("seal", "timestamp-*.json", "token"),
    "submission": _submissions,
    "ceremony-step": _ceremony_steps,
    "directory-key": _directory_keys,
    "depositary": _depositary,
    "card": _card,
    "duty-calendar": lambda: iter([CALENDAR]),
    "duty-plan": lambda: iter([PLAN]),
    "entry": _text("directory", "pair-*.json", "entry"),
    "register": _text("directory", "pair-*.json", "register"),
    "age-header": _age_headers,
    "age-file": _age_files,
    "stream": _stream,
    "ewf": _ewf,
    "archive": _archives,
    "authorised": lambda: iter([AUTHORISED]),
    "scope-csv": lambda: iter(
        [
            b"Caller;Callee;Date;Time;Duration\n+431234567;06641;15.01.2026;10:00;3\n",
            b'user_id,ip,start_utc,end_utc\nanna17,192.0.2.7,2026-01-15 10:00:00,"1768471200"\n',
        ]
    ),
    "scope-eml": lambda: iter([_MAIL]),
    "scope-mbox": lambda: iter([b"From a\n" + _MAIL + b"\nFrom b\n" + _MAIL]),
    "scope-json": lambda: iter(
        [
            b'[{"from":"anna@example.net","to":["b@example.org"],"sent":1768471200,"body":"x"}]',
            b'{"user_id":"anna17","timestamp":"2026-01-15T10:00:00+01:00"}\n{"ip":"192.0.2.7"}\n',
            (b'{"account":{"email":"anna@example.net","createdAt":"2012-01-01"},"version":"2",'
            b'"logins":[{"ip":"192.0.2.7","loginTime":"2026-01-15T10:00:00Z","device":{"name":"x"}}],'
            b'"chats":[{"participants":[{"name":"A"}],"messages":[{"sender":{"email":"a@b.org"},'
            b'"timestamp_ms":1768471200000,"text":"x","mentions":[{"user_id":"b"}]}]}]}'),
        ]
    ),
    "scope-js": lambda: iter(
        [
            b'window.YTD.account.part0 = [{"account":{"accountId":"1","email":"anna@example.net"}}];\n',
            b'var data = {"messages":[{"senderId":"1","recipientId":"2","createdAt":"2026-01-15"}]}',
        ]
    ),
    "scope-html": lambda: iter(
        [
            (b'<html><head><meta charset="utf-8"><title>x</title></head><body><h1>IP</h1><ul><li>e-Mail: '
            b"anna@example.net</li><li>Name: Anna</li></ul><table><tr><th>Timestamp<th>IP Address"
            b"<tr><td>2026-01-15 10:00:00 Z<td>192.0.2.7</table><dl><dt>Phone<dd>+431234567</dl>"),
            (b'<div class="message default"><div class="date" title="15.01.2026 10:00:00 UTC+01:00">10:00'
            b'</div><div class="from_name">Anna</div><div class="text">x<br>y</div></div><p>beside'
            b'<section class="_a6-g"><h2 class="_a6-h">A</h2><div class="_a6-o">Jan 2, 2026 4:05 pm'),
            (b'<div class="outer-cell"><div class="content-cell">Searched<br>Jan 2, 2026, 4:05:00 PM UTC'
            b"</div></div><table><tr><td>Email<td>a@b.org<tr><td>Email<td>c@d.org</table><!-- x -->"
            b'<script>var a = 1</script><img src="data:x"><![if x]><time datetime="2026-01-15">'),
        ]
    ),
    "media": _media,
    "members": _member_lines,
    "collect-journal": _collect_journals,
    "certificate-of-authenticity": _certificates_of_authenticity,
    "consent": _consents,
    "certificate-form": lambda: (shipped_form(name).data for name in SHIPPED),
    "picture": _pictures,
    "text": _texts,
    "disclosure": _disclosures,
    "provider-order": _provider_orders,
    "provider-order-withdrawal": _withdrawals,
    "provider-order-archive": _order_archives,
    "provider-order-etsi": _hi1_messages,
    "disclosed-item": _disclosed_items,
    "courier-list": lambda: iter([COURIER]),
    "courier-segments": lambda: iter([segment_lines([bytes(32), b"\xab" * 32])]),
    "bundle-list": lambda: iter([LIST]),
    "report-list": _report_lists,
    "conditions": _conditions,
    "archive-list": lambda: iter(
        [build_archive(Documents(("seal.json", "seal.json.tst"), lambda _: b"", lambda _: "ab" * 64))]
    ),
    "manifest": lambda: iter([b"ab" * 32 + b"  data/a\n" + b"cd" * 32 + b"  data/b b\n"]),
    "inventory": lambda: iter(
        [b'{"kind":"folder","path":"a"}\n{"kind":"file","path":"a/b","sha256":"%s","size":1}\n' % (b"ab" * 32)]
    ),
    "bag-info": lambda: iter(
        [
            b"Bagging-Date: 2026-11-24\nBag-Software-Agent: rogatory 0.1.0\nPayload-Oxum: 1.1\n"
            b"External-Identifier: %s\n" % TOP.encode()
        ]
    ),
}  # fmt: skip
