# SPDX-License-Identifier: Apache-2.0
"""Readers of bytes that somebody else wrote, each as a function of bytes.

A target passes if the bytes are refused with a code, or read. Where a writer of the same form
exists, what was read and written again must be the same bytes: two spellings of one document
would be two digests of one fact. Any other exception, a hang or a growing memory is a finding.
"""

import atexit
import hashlib
import json
import os
import shutil
import tempfile
import unicodedata
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import UTC, date, datetime
from io import BytesIO
from pathlib import Path
from unittest.mock import patch
from zoneinfo import ZoneInfo

from rogatory_verify import (
    OUT_OF_FORM,
    Undecided,
    Wrong,
    certificate,
    check_proof,
    cose_key,
    parsed,
    signed_by,
    stamped,
)

from rogatory.custody.events.event import build_event, parse_event
from rogatory.custody.log.misbehaviour import check_misbehaviour
from rogatory.custody.log.proof import parse_proof, write_proof
from rogatory.custody.log.quorum import WitnessKey, witnessed_by
from rogatory.custody.log.tombstone import build_tombstone, parse_tombstone
from rogatory.custody.log.witness import parse_add_checkpoint
from rogatory.directory.ceremony.keys import parse_public, public_bytes
from rogatory.directory.ceremony.metadata import Root, read_metadata
from rogatory.directory.ceremony.signing import standings
from rogatory.directory.entry.card import parse_card
from rogatory.directory.entry.depositary import build_depositary, parse_depositary
from rogatory.directory.entry.reading import parse_entry
from rogatory.directory.entry.register import build_register, parse_register
from rogatory.directory.publish.proposal import read_proposal
from rogatory.directory.submission.document import decode_submission, encode_submission
from rogatory.directory.view.split import check_split
from rogatory.errors import Refused, RogatoryError
from rogatory.evidence.bag.texts import parse_bag_info, read_manifest
from rogatory.evidence.collecting.journal import JournalRead
from rogatory.evidence.conditions import parse_conditions
from rogatory.evidence.disclosure.document import item_line, parse_disclosure, parse_item_line
from rogatory.evidence.inventory import parse_line, read_items, read_lines
from rogatory.evidence.media import ewf_chunks, ewf_sections
from rogatory.evidence.media.document import parse_media
from rogatory.evidence.pictures.raster import raster_of
from rogatory.evidence.plain_text import text_of
from rogatory.evidence.returns.document import Archive, parse_lines
from rogatory.evidence.returns.document import encode as encode_line
from rogatory.evidence.returns.document import parse_member as parse_member_line
from rogatory.evidence.returns.listing import ArchiveListing
from rogatory.evidence.returns.members import Budget, ListingStoppedError
from rogatory.evidence.scope.authorised import encode_authorised, parse_authorised
from rogatory.evidence.scope.check import READERS, ReadRecords
from rogatory.evidence.scope.judging import judge
from rogatory.evidence.sealed.seal_document import parse_seal
from rogatory.evidence.stream.tar_reader import TarReader
from rogatory.evidence.trust.archive_list import Documents, build_archive, read_archive
from rogatory.node.case_files.orders import OrderKind
from rogatory.node.certificate.document import parse_certificate
from rogatory.node.certificate.form import fill, in_language, parse_form
from rogatory.node.courier.disk_list import parse_list, parse_segment_list, segment_lines
from rogatory.node.court.listing import files_in, parse_head
from rogatory.node.court.report.made_with import parse_made_with
from rogatory.node.duty.calendars.read_calendar import read_calendar
from rogatory.node.duty.plan import work_out
from rogatory.node.duty.plan_file import read_roster_plan
from rogatory.node.duty.roster import build_roster, parse_roster, roster_reasons
from rogatory.node.misbehaviour.unlogged import build_unlogged, parse_unlogged
from rogatory.node.packages.package_documents import decode_documents, encode_documents
from rogatory.node.provider_orders.document import (
    AccountKind,
    Authoriser,
    OrderDocument,
    OrderedAccount,
    parse_order,
)
from rogatory.node.provider_orders.etsi_compare import refuse_differing
from rogatory.node.provider_orders.etsi_read import read_hi1
from rogatory.node.provider_orders.layout import OF_ORDER
from rogatory.node.provider_orders.withdrawal import parse_withdrawal
from rogatory.node.served_orders.archive import LARGEST_FOLDER, pack, unpack
from rogatory.node.snapshots.form import decode_snapshots
from rogatory.node.threads.dispatch import build_dispatch, parse_dispatch
from rogatory.node.threads.receipt import build_receipt, parse_receipt
from rogatory.node.viewer.showing import readable
from rogatory.node.workstation.consent.document import parse_consent
from rogatory.requests.envelope import parse_message
from rogatory.seal.age import HybridIdentity
from rogatory.seal.age.files import decrypt
from rogatory.seal.age.header import parse_header, write_header
from rogatory.seal.approval_document import encode_approvals, parse_approvals
from rogatory.seal.certificates.reading import certificate_name, validity
from rogatory.seal.cms import examine
from rogatory.seal.cosigner import CosignerKey
from rogatory.seal.notes import parse_note
from rogatory.seal.timestamping.token import parse_token
from rogatory.treaty.corrections import correction_document, parse_correction
from rogatory.treaty.law import FEDERATION, packaged_law
from rogatory.treaty.parties.csv_table import Provenance, corrections_of_table
from rogatory.wire import canonical
from rogatory.wire.witness_policy import parse_policy

type Target = Callable[[bytes], None]

IDENTITY = HybridIdentity(bytes(range(32)))
"""The recipient of the seeds of `age-file`; anybody may have it."""

_WITNESSED = json.loads(
    (
        Path(__file__).parents[1] / "tests/vectors/custody/cosigned-mldsa-and-ed25519.json"
    ).read_text()
)
LOG_KEY = json.loads(
    (Path(__file__).parents[1] / "tests/vectors/custody/misbehaviour-fork.json").read_text()
)["vkey"]
_SPLIT = json.loads(
    (Path(__file__).parents[1] / "tests/vectors/directory/split-proves.json").read_text()
)
_ROOT = read_metadata(Root, "root", _SPLIT["root"].encode()).signed
ONLINE_KEYS = {keyid: _ROOT.keys[keyid] for keyid in _ROOT.roles["snapshot"].keyids}
WITNESS_KEYS = [
    WitnessKey(
        "XB",
        CosignerKey.parse(one["vkey"]),
        datetime(2026, 1, 1, tzinfo=UTC),
        datetime(2027, 1, 1, tzinfo=UTC),
    )
    for one in _WITNESSED["witnesses"]
]
"""Of the seeds' log and witness: their own lines are verified, whatever the fuzzer makes of them."""

TOP = "019ab3e2-1c80-7000-8000-000000000000"

AUTHORISED = (
    b'{"accounts":[{"kind":"email","value":"anna@example.net"},{"kind":"id","value":"anna17"},'
    b'{"kind":"ip","value":"192.0.2.7"},{"kind":"phone","value":"+431234567"}],"article":"27(1)(a)",'
    b'"categories":["content","traffic"],'
    b'"period":{"begin":"2026-01-01T00:00:00Z","end":"2026-03-01T00:00:00Z"}}'
)

TARGETS: dict[str, Target] = {}

ROSTER_ZONE = ZoneInfo("Europe/Vienna")
ROSTER_PERIOD = (datetime(2026, 11, 1, tzinfo=UTC), datetime(2027, 5, 1, tzinfo=UTC))

_MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own below it


HI1_ACCOUNT = "a@b.example"
HI1_ORDER = OrderDocument(
    network="ab" * 32, authority="xb/contact-point", officer="xb-0001", order=TOP,
    signed=datetime(2026, 11, 24, 3, tzinfo=UTC), kind=OrderKind.PRODUCTION, provider="Borealia Mail",
    reference="Gs 12/26", issuer="District Court", authorised_by=Authoriser.JUDGE, independent=True,
    issued=datetime(2026, 11, 24, 3, tzinfo=UTC), starts=datetime(2026, 11, 24, 3, tzinfo=UTC),
    ends=datetime(2027, 1, 24, 3, tzinfo=UTC), renewals=(), legal_basis="Code, section 1",
    scope="Log-in records\nof one account", categories=("traffic",),
    accounts=(OrderedAccount(AccountKind.EMAIL, HI1_ACCOUNT),),
    data_from=None, data_until=None, due=None, secret=False, secret_until=None,
    reply_to="orders@police.example",
).encode()  # fmt: skip
"""The order with which messages are compared that the fuzzer makes."""


def _target(name: str) -> Callable[[Target], Target]:
    def register(target: Target) -> Target:
        def run(data: bytes) -> None:
            with suppress(RogatoryError, Wrong, Undecided):
                target(data)

        TARGETS[name] = run
        return run

    return register


def _same(written: bytes, data: bytes) -> None:
    assert written == data, "read, and written otherwise"


@_target("canonical-json")
def _canonical(data: bytes) -> None:
    _same(canonical.encode(canonical.decode(data)), data)


@_target("message")
def _message(data: bytes) -> None:
    parse_message(data)


@_target("dispatch")
def _dispatch(data: bytes) -> None:
    _same(build_dispatch(parse_dispatch(data)), data)


@_target("receipt")
def _receipt(data: bytes) -> None:
    _same(build_receipt(parse_receipt(data)), data)


@_target("correction")
def _correction(data: bytes) -> None:
    _same(correction_document(parse_correction(data)), data)


@_target("party-table")
def _party_table(data: bytes) -> None:
    given = Provenance("2026-12", "fuzzing", "nowhere", "practice", date(2026, 12, 1))
    for one in corrections_of_table(packaged_law(FEDERATION), data, given):
        parse_correction(correction_document(one))


@_target("approvals")
def _approvals(data: bytes) -> None:
    _same(encode_approvals(parse_approvals(data)), data)


@_target("event")
def _event(data: bytes) -> None:
    _same(build_event(parse_event(data)), data)


@_target("tombstone")
def _tombstone(data: bytes) -> None:
    _same(build_tombstone(parse_tombstone(data)), data)


@_target("log-proof")
def _proof(data: bytes) -> None:
    read = parse_proof(data)
    _same(write_proof(read.salt, read.index, read.path, read.checkpoint), data)


@_target("witness-request")
def _witness_request(data: bytes) -> None:
    _same(parse_add_checkpoint(data).encode(), data)


@_target("witness-policy")
def _witness_policy(data: bytes) -> None:
    policy = parse_policy(data.decode(errors="replace"))
    assert parse_policy(policy.text()) == policy


@_target("misbehaviour")
def _misbehaviour(data: bytes) -> None:
    check_misbehaviour(data, [LOG_KEY])


@_target("unlogged")
def _unlogged(data: bytes) -> None:
    read, _receipt = parse_unlogged(data)
    _same(build_unlogged(read), data)


@_target("split")
def _split(data: bytes) -> None:
    check_split(data, ONLINE_KEYS, _SPLIT["network"])


@_target("snapshot-list")
def _snapshot_list(data: bytes) -> None:
    decode_snapshots(data, "XB")


@_target("cosigned")
def _cosigned(data: bytes) -> None:
    witnessed_by(data, WITNESS_KEYS)


@_target("note")
def _note(data: bytes) -> None:
    parse_note(data)


@_target("signature")
def _signature(data: bytes) -> None:
    examine(data, b"a document", label="fuzzed")


@_target("certificate")
def _certificate(data: bytes) -> None:
    certificate_name(data)
    validity(data)


@_target("timestamp")
def _timestamp(data: bytes) -> None:
    parse_token(data)


@_target("card")
def _card(data: bytes) -> None:
    parse_card(data)


@_target("duty-calendar")
def _duty_calendar(data: bytes) -> None:
    read = read_calendar(data, ROSTER_ZONE, *ROSTER_PERIOD)
    assert all(one.start < one.end for one in read.shifts)


@_target("duty-plan")
def _duty_plan(data: bytes) -> None:
    roster = work_out(read_roster_plan(data.decode(errors="replace")))
    if not list(roster_reasons(roster)):
        assert parse_roster(build_roster(roster)) == roster


@_target("entry")
def _entry(data: bytes) -> None:
    parse_entry(data)


@_target("submission")
def _submission(data: bytes) -> None:
    _same(encode_submission(decode_submission(data)), data)


@_target("ceremony-step")
def _ceremony_step(data: bytes) -> None:
    """Read what a holder is handed to sign; once it can be shown, its signatures can be counted,
    too.
    """
    proposal = read_proposal(data, None)
    if proposal.kind == "root":
        standings(data, ())


@_target("directory-key")
def _directory_key(data: bytes) -> None:
    public_key = parse_public(data)
    _same(public_bytes(public_key), data)


@_target("depositary")
def _depositary(data: bytes) -> None:
    _same(build_depositary(parse_depositary(data)), data)


@_target("register")
def _register(data: bytes) -> None:
    _same(build_register(parse_register(data)), data)


@_target("age-header")
def _age_header(data: bytes) -> None:
    read = parse_header(data)
    _same(write_header(read.stanzas, read.mac), data[: read.size])


@_target("age-file")
def _age_file(data: bytes) -> None:
    decrypt(data, [IDENTITY])


@_target("seal")
def _seal(data: bytes) -> None:
    _same(parse_seal(data).encode(), data)


@_target("bag-info")
def _bag_info(data: bytes) -> None:
    _same(parse_bag_info(data).encode(), data)


@_target("manifest")
def _manifest(data: bytes) -> None:
    lines = [
        f"{digest}  {path}\n"
        for path, digest in read_manifest("manifest-sha256.txt", BytesIO(data), "sha256")
    ]
    _same("".join(lines).encode(), data)


@_target("inventory")
def _inventory(data: bytes) -> None:
    for number, line in enumerate(read_lines(BytesIO(data)), 1):
        _same(parse_line(line, number).line(), line)
    list(read_items(read_lines(BytesIO(data))))


@_target("stream")
def _stream(data: bytes) -> None:
    """The first byte says how the stream is cut: a reader must not depend on it."""
    if not data:
        return
    found = [_members(data[1:], size) for size in (max(1, data[0]) * 16, len(data))]
    assert found[0] == found[1], "the same stream, cut otherwise, is read otherwise"


def _members(data: bytes, size: int) -> object:
    """Return what a reader finds in a stream given in pieces, up to its end or its refusal."""
    read: dict[str, bytes] = {}
    reader = TarReader(TOP)
    try:
        for at in range(0, len(data), size):
            piece = memoryview(data)[at : at + size]
            for member, start, stop, _ in reader.feed(piece):
                read[member.path] = read.get(member.path, b"") + bytes(piece[start:stop])
        return read, reader.finish()
    except Refused as refused:
        return refused.codes


@_target("documents")
def _documents(data: bytes) -> None:
    _same(encode_documents(decode_documents(data)), data)


@_target("bundle-list")
def _bundle_list(data: bytes) -> None:
    parse_head(data)
    list(files_in(data))


@_target("report-list")
def _report_list(data: bytes) -> None:
    _same(parse_made_with(data).encoded(), data)


@_target("conditions")
def _conditions(data: bytes) -> None:
    _same(parse_conditions(data).encode(), data)


@_target("archive-list")
def _archive_list(data: bytes) -> None:
    """A list of timestamps that lies alone: what it names is compared, and none of it is there."""
    found = read_archive("archive.1.json", Documents((), lambda _: data, lambda _: "00" * 64))
    listed = Documents(tuple(found.files), lambda _: data, found.files.__getitem__)
    _same(build_archive(listed), data)


@_target("courier-list")
def _courier_list(data: bytes) -> None:
    assert parse_list(data).encode() == data


@_target("courier-segments")
def _courier_segments(data: bytes) -> None:
    assert segment_lines(parse_segment_list(data)) == data


# What a collection examines: files as they came from a suspect's disk or from a provider.

_PLACE = Path(tempfile.mkdtemp(prefix="rogatory-fuzz-", dir=_MEMORY if _MEMORY.is_dir() else None))
atexit.register(shutil.rmtree, _PLACE, ignore_errors=True)


class _AsWritten(int):
    """A checksum that is the one written, whichever that is."""

    def __eq__(self, other: object) -> bool:
        return True

    def __ne__(self, other: object) -> bool:
        return False

    __hash__ = int.__hash__


@_target("ewf")
def _ewf(data: bytes) -> None:
    """The first byte says whether checksums are compared, behind which no change would be seen."""
    if not data:
        return
    place = _PLACE / "image.E01"
    place.write_bytes(data[1:])
    path = bytes(place)
    with ExitStack() as stack:
        if data[0] & 1:
            for module in (ewf_sections, ewf_chunks):
                patched = patch.object(module, "checksum", lambda _: _AsWritten())
                stack.enter_context(patched)
        with suppress(ewf_sections.DamagedSectionError):
            reader, size = ewf_chunks.EwfReader([path]), 0
            for number, chunk in enumerate(reader.chunks()):
                assert chunk.index == number
                assert chunk.data is None or len(chunk.data) == chunk.size
                size += chunk.size
            assert reader.stated.volume is not None
            assert size <= reader.stated.volume.size
        with suppress(ewf_sections.DamagedSectionError):
            ewf_chunks.stated_at_end(path)
        ewf_chunks.ends_in(path)
        ewf_chunks.geometry_of(path)


@_target("archive")
def _archive(data: bytes) -> None:
    """Unpacks at most 16 MiB: how far a bomb may go is a question of time, and tested elsewhere."""
    file = os.memfd_create("archive", os.MFD_CLOEXEC)
    try:
        os.write(file, data)
        listing = ArchiveListing(file, lambda _done: None)
        listing.budget = Budget(0, freely=16 << 20)
        with suppress(ListingStoppedError):
            for index, member in enumerate(listing.members()):
                parse_member_line(member.line("data/archive", index))
    finally:
        os.close(file)


@_target("authorised")
def _authorised(data: bytes) -> None:
    written = encode_authorised(parse_authorised(data))
    _same(encode_authorised(parse_authorised(written)), written)


def _scope_target(ending: str) -> None:
    """Register a reader of returns; each of its records is judged."""
    read: ReadRecords = READERS[ending]
    scope = parse_authorised(AUTHORISED)

    @_target(f"scope{ending.replace('.', '-')}")
    def _records(data: bytes) -> None:
        for record in read(BytesIO(data)):
            judge(record, scope)


for _ending in (".csv", ".eml", ".html", ".js", ".json", ".mbox"):
    _scope_target(_ending)


@_target("media")
def _media(data: bytes) -> None:
    _same(parse_media(data).encode(), data)


@_target("members")
def _members_list(data: bytes) -> None:
    lines = list(read_lines(BytesIO(data)))
    read = list(parse_lines(lines))
    as_facts = (one.facts if isinstance(one, Archive) else one for one in read)
    _same(b"".join(map(encode_line, as_facts)), data)


@_target("collect-journal")
def _collect_journal(data: bytes) -> None:
    """As it is, and with its last batch ended as a writer would, whose digest nobody guesses."""
    batch = b"".join(line for line in data.splitlines(True) if line.startswith(b'{"file":'))
    end = {"durable": "2026-11-24T03:00:00Z", "sha256": hashlib.sha256(batch).hexdigest()}
    place = _PLACE / "bag.collecting"
    for written in (data, data + json.dumps(end).encode() + b"\n"):
        place.write_bytes(written)
        with suppress(RogatoryError):
            journal = JournalRead(bytes(place))
            assert journal.good <= len(written)
            for part in journal.parts():
                list(part)


@_target("certificate-of-authenticity")
def _certificate_json(data: bytes) -> None:
    _same(parse_certificate(data).encode(), data)


@_target("consent")
def _consent(data: bytes) -> None:
    _same(parse_consent(data).encode(), data)


@_target("certificate-form")
def _certificate_form(data: bytes) -> None:
    form = parse_form(data, "form.json")
    for language in ("en", "fr"):
        in_language(form.title, language)
        fill(form, language, {}, {one.id: "not known" for one in form.statements})


@_target("picture")
def _picture(data: bytes) -> None:
    found = raster_of(data)
    assert found is None or found.is_bearable in {True, False}


@_target("text")
def _text(data: bytes) -> None:
    found = text_of(data, is_part=True)
    if found is not None:
        _nothing_unseen(readable(found))


def _nothing_unseen(shown: str) -> None:
    for character in shown:
        seen = character in "\n\t\u200c\u200d" or unicodedata.category(character) not in {
            "Cc",
            "Cf",
        }
        assert seen, ascii(character)


@_target("disclosure")
def _disclosure(data: bytes) -> None:
    _same(parse_disclosure(data).encode(), data)


@_target("provider-order")
def _provider_order(data: bytes) -> None:
    _same(parse_order(data).encode(), data)


@_target("provider-order-withdrawal")
def _provider_order_withdrawal(data: bytes) -> None:
    withdrawal = parse_withdrawal(data)
    _same(withdrawal.encode(), data)
    assert withdrawal.since <= withdrawal.signed


@_target("provider-order-archive")
def _provider_order_archive(data: bytes) -> None:
    folder = unpack(data, OF_ORDER)
    assert (
        sum(len(folder.bytes_of(name, LARGEST_FOLDER)) for name in folder.names) <= LARGEST_FOLDER
    )
    assert all(OF_ORDER.has_place(name) for name in folder.names)
    repacked = unpack(pack(folder), OF_ORDER)
    assert repacked.names == folder.names


@_target("provider-order-etsi")
def _provider_order_etsi(data: bytes) -> None:
    message = read_hi1(data)
    refuse_differing(message, parse_order(HI1_ORDER))
    stated = {one.value for action in message.actions for one in action.statements}
    assert HI1_ACCOUNT in stated, "it counts as what is written from an order, without its account"
    assert [one.kind for one in message.actions].count("LDTaskObject") == 1


@_target("disclosed-item")
def _disclosed_item(data: bytes) -> None:
    proof = parse_item_line(data, 1)
    _same(item_line(proof), data)
    parse_line(proof.line, 1)


# The stand-alone verifier catches `OUT_OF_FORM` around each check; nothing else may escape it.


@_target("verifier-json")
def _verifier_json(data: bytes) -> None:
    with suppress(*OUT_OF_FORM):
        read = parsed(data)
        with suppress(Refused):
            assert canonical.decode(data) == read
    # What ours reads, the other reads.
    with suppress(Refused):
        canonical.decode(data)
        parsed(data)


@_target("verifier-signature")
def _verifier_signature(data: bytes) -> None:
    with suppress(*OUT_OF_FORM):
        signed_by(b"a document", data)


@_target("verifier-timestamp")
def _verifier_timestamp(data: bytes) -> None:
    with suppress(*OUT_OF_FORM):
        stamped(data, b"a document")


@_target("verifier-certificate")
def _verifier_certificate(data: bytes) -> None:
    with suppress(*OUT_OF_FORM):
        certificate(data)


@_target("verifier-key")
def _verifier_key(data: bytes) -> None:
    with suppress(*OUT_OF_FORM):
        cose_key(data)


@_target("verifier-proof")
def _verifier_proof(data: bytes) -> None:
    with suppress(*OUT_OF_FORM):
        check_proof(data.decode(), b'{"network":null}', lambda _: [])
