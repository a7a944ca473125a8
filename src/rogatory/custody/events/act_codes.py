# SPDX-License-Identifier: Apache-2.0
"""The append-only list of codes that custody events have, with their fields and normative English.

SPECIFICATION 16.4 has the same list. A code, its action, its fields and its sentences never change once
released; another meaning is another code at the end.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rogatory.custody.events.act_fields import ActField, FieldType
from rogatory.custody.events.event import CustodyAction, Event
from rogatory.custody.events.values import CustodyAct, FieldValue
from rogatory.wire.words import N_

_FIELD = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class ActCode:
    """One code. A sentence is shown where none of its fields is null; its fields stand in braces."""

    code: str
    action: CustodyAction
    fields: tuple[ActField, ...]
    sentences: tuple[str, ...]

    def fits(self, fields: Mapping[str, FieldValue]) -> bool:
        """Decide whether fields are exactly those of this code, each in its form."""
        names = {one.name for one in self.fields}
        return names == fields.keys() and all(one.fits(fields[one.name]) for one in self.fields)

    def type_of(self, name: str) -> FieldType:
        return next(one.type for one in self.fields if one.name == name)

    def shown(self, fields: Mapping[str, FieldValue]) -> Iterator[str]:
        """Yield the sentences that these fields fill."""
        for sentence in self.sentences:
            if all(fields[name] is not None for name in _FIELD.findall(sentence)):
                yield sentence


def _many(name: str, kind: FieldType, *, or_null: bool = False) -> ActField:
    return ActField(name, kind, many=True, or_null=or_null)


def _maybe(name: str, kind: FieldType) -> ActField:
    return ActField(name, kind, or_null=True)


def _digest(name: str) -> ActField:
    return ActField(name, FieldType.DIGEST)


def _count(name: str) -> ActField:
    return ActField(name, FieldType.COUNT)


_FILES = _count("files")
_FROM_STATE = ActField("from", FieldType.STATE)
_STATE = ActField("state", FieldType.STATE)
_GIVER = ActField("giver", FieldType.STATE)
_TO = ActField("to", FieldType.AUTHORITY)
_FROM = ActField("from", FieldType.AUTHORITY)
_KIND = ActField("kind", FieldType.WORD)
_SECTION = ActField("section", FieldType.WORD)
_TEXT = ActField("text", FieldType.TEXT)
_PATH = ActField("path", FieldType.TEXT)
_PATHS = _many("paths", FieldType.TEXT)
_MORE = _maybe("more", FieldType.COUNT)
_TWO = (_maybe("second", FieldType.OFFICER), _maybe("consent", FieldType.DIGEST))
_POLICY = (
    _STATE,
    ActField("stance", FieldType.WORD),
    _many("kinds", FieldType.WORD, or_null=True),
)
_LETTER = (
    _FROM,
    _KIND,
    ActField("channel", FieldType.WORD),
    _digest("original"),
    _digest("transcription"),
    ActField("transcriber", FieldType.OFFICER),
)
_SALVAGED = tuple(map(_count, ("holds", "differs", "not_compared", "damaged", "lost")))

_BY_TWO = N_("Protected material: the officer {second} consented (consent {consent}).")
_SECOND = N_("The officer {second} consented (consent {consent}).")
_AND_MORE = N_("Further names, not listed here: {more}.")
_COUNTED = N_(
    "Files by state: holds {holds}, differs {differs}, not compared {not_compared}, damaged {damaged}, "
    "lost {lost}."
)
_READ_BY = N_(
    "Original {original}; transcription {transcription} by the officer {transcriber}, compared by the "
    "officer who signs for it."
)
_PROCEEDINGS = N_("For the proceedings {proceedings}.")
_RECIPIENT = N_("To {recipient}.")

ACT_CODES: tuple[ActCode, ...] = (
    ActCode(
        "collected",
        CustodyAction.COLLECTED,
        (_FILES,),
        (N_("Files collected at the source: {files}."),),
    ),
    ActCode(
        "collected-sealing",
        CustodyAction.COLLECTED,
        (_FILES,),
        (N_("Files collected at the source, in one pass with the sealing: {files}."),),
    ),
    ActCode(
        "collected-adding",
        CustodyAction.COLLECTED,
        (_FILES, ActField("folder", FieldType.TEXT), _digest("replaced")),
        (
            N_("Files added at the source, in the folder {folder}: {files}."),
            N_("It replaces the bag {replaced}."),
        ),
    ),
    ActCode(
        "sealed",
        CustodyAction.SEALED,
        (_many("recipients", FieldType.AUTHORITY), _maybe("replaced", FieldType.DIGEST)),
        (N_("Sealed for {recipients}."), N_("It replaces the bag {replaced}.")),
    ),
    ActCode(
        "rewrapped",
        CustodyAction.SEALED,
        (_many("recipients", FieldType.AUTHORITY), _count("keys"), _digest("replaced")),
        (
            N_("Re-wrapped for {recipients}, number of keys: {keys}."),
            N_("It replaces the seal {replaced}."),
        ),
    ),
    ActCode(
        "timestamped",
        CustodyAction.TIMESTAMPED,
        (_digest("seal"),),
        (N_("A timestamp was put on the seal {seal}."),),
    ),
    ActCode(
        "timestamped-again",
        CustodyAction.TIMESTAMPED,
        (_digest("seal"), ActField("list", FieldType.TEXT)),
        (N_("A timestamp was put on the list {list}, which names the seal {seal}."),),
    ),
    ActCode("opened", CustodyAction.OPENED, _TWO, (N_("The whole package was opened."), _BY_TWO)),
    ActCode(
        "salvaged",
        CustodyAction.OPENED,
        (*_SALVAGED, *_TWO),
        (N_("Salvaged from a damaged package: this is not evidence."), _COUNTED, _BY_TWO),
    ),
    ActCode(
        "salvaged-unproved",
        CustodyAction.OPENED,
        (*_SALVAGED, *_TWO),
        (
            N_("Salvaged from a damaged package: this is not evidence."),
            N_("It could not be shown who sealed it."),
            _COUNTED,
            _BY_TWO,
        ),
    ),
    ActCode(
        "listed",
        CustodyAction.EXTRACTED,
        (_many("paths", FieldType.TEXT, or_null=True), _MORE),
        (
            N_("Names and sizes were listed from the inventory."),
            N_("Listed: {paths}."),
            _AND_MORE,
        ),
    ),
    ActCode(
        "searched-by-name",
        CustodyAction.EXTRACTED,
        (_TEXT,),
        (N_("Items were searched by name: {text}."),),
    ),
    ActCode(
        "searched-by-digest",
        CustodyAction.EXTRACTED,
        (_TEXT,),
        (N_("Items were searched by digest: {text}."),),
    ),
    ActCode(
        "searched-by-kind",
        CustodyAction.EXTRACTED,
        (_TEXT,),
        (N_("Items were searched by kind: {text}."),),
    ),
    ActCode(
        "searched-by-words",
        CustodyAction.EXTRACTED,
        (_TEXT,),
        (N_("Items were searched by words: {text}."),),
    ),
    ActCode(
        "viewed",
        CustodyAction.EXTRACTED,
        (_PATH, _digest("sha256"), *_TWO),
        (N_("The item {path} was viewed (SHA-256 {sha256})."), _BY_TWO),
    ),
    ActCode(
        "extracted-file",
        CustodyAction.EXTRACTED,
        (_PATH, _digest("sha256"), *_TWO),
        (N_("The file {path} was taken out (SHA-256 {sha256})."), _BY_TWO),
    ),
    ActCode(
        "extracted-files",
        CustodyAction.EXTRACTED,
        (_PATHS, _MORE, _FILES, _count("bytes"), _digest("list"), *_TWO),
        (
            N_("Taken out: {paths}."),
            _AND_MORE,
            N_("Files: {files}; bytes: {bytes} (SHA-256 of their list {list})."),
            _BY_TWO,
        ),
    ),
    ActCode(
        "extracted-bytes",
        CustodyAction.EXTRACTED,
        (_PATH, _count("start"), _count("end"), _count("size"), _digest("sha256"), *_TWO),
        (
            N_("Bytes {start} to {end} of the file {path} were taken out (SHA-256 {sha256})."),
            N_("The file has {size} bytes, was read whole and has its digest."),
            _BY_TWO,
        ),
    ),
    ActCode(
        "extracted-bytes-alone",
        CustodyAction.EXTRACTED,
        (_PATH, _count("start"), _count("end"), _count("size"), _digest("sha256"), *_TWO),
        (
            N_("Bytes {start} to {end} of the file {path} were taken out (SHA-256 {sha256})."),
            N_("The file has {size} bytes; its digest was not computed."),
            _BY_TWO,
        ),
    ),
    ActCode(
        "disclosed",
        CustodyAction.EXPORTED,
        (
            _count("items"),
            _count("of"),
            _FILES,
            _digest("selection"),
            _maybe("proceedings", FieldType.TEXT),
            _maybe("recipient", FieldType.STATE),
            *_TWO,
        ),
        (
            N_("Items disclosed: {items} of {of}, files: {files} (selection {selection})."),
            _PROCEEDINGS,
            _RECIPIENT,
            _BY_TWO,
        ),
    ),
    ActCode(
        "bundle-exported",
        CustodyAction.EXPORTED,
        (
            _digest("content"),
            _many("recipients", FieldType.TEXT, or_null=True),
            ActField("purpose", FieldType.TEXT),
        ),
        (
            N_("A bundle was exported for a court (content {content})."),
            N_("For {recipients}."),
            N_("Purpose: {purpose}."),
        ),
    ),
    ActCode(
        "handed-over",
        CustodyAction.DISPATCHED,
        (),
        (N_("An officer handed the whole package over to the own node."),),
    ),
    ActCode(
        "arrived-from-workstation",
        CustodyAction.DISPATCHED,
        (),
        (
            N_("Every segment has arrived from the authority's workstation."),
            N_("The connection names no officer."),
        ),
    ),
    ActCode(
        "seal-arrived-from-workstation",
        CustodyAction.DISPATCHED,
        (),
        (
            N_("The seal has arrived from the authority's workstation."),
            N_("Every segment was here under another seal; the connection names no officer."),
        ),
    ),
    ActCode(
        "sent-by-courier",
        CustodyAction.DISPATCHED,
        (ActField("to", FieldType.STATE), _digest("disk"), _count("left")),
        (
            N_("By courier to {to}, on the disk whose list is {disk}."),
            N_("Segments left for another disk: {left}."),
        ),
    ),
    ActCode(
        "fetched-whole",
        CustodyAction.RECEIVED,
        (_FROM_STATE,),
        (N_("Fetched whole from {from}: every segment has the digest that the seal names."),),
    ),
    ActCode(
        "received-by-courier",
        CustodyAction.RECEIVED,
        (
            _FROM_STATE,
            _count("by_disk"),
            _count("by_line"),
            _many("disks", FieldType.DIGEST),
            _maybe("more", FieldType.COUNT),
        ),
        (
            N_("Complete from {from}: every segment has the digest that the seal names."),
            N_("Segments by courier: {by_disk}; by network: {by_line}."),
            N_("The lists of the disks: {disks}."),
            N_("Further disks: {more}."),
        ),
    ),
    ActCode(
        "message-sent",
        CustodyAction.MESSAGE_SENT,
        (_TO, _KIND),
        (N_("Sent to {to}: {kind}."),),
    ),
    ActCode(
        "message-sent-automatically",
        CustodyAction.MESSAGE_SENT,
        (_TO, _KIND),
        (N_("Sent to {to} by the node itself: {kind}."),),
    ),
    ActCode(
        "message-sent-by-one-officer",
        CustodyAction.MESSAGE_SENT,
        (_TO, _KIND),
        (N_("Sent to {to}, approved by its writer alone: {kind}."),),
    ),
    ActCode(
        "message-signed-for-letter",
        CustodyAction.MESSAGE_SENT,
        (_TO, _KIND),
        (N_("Signed for {to}, to be dispatched by letter: {kind}."),),
    ),
    ActCode(
        "letter-dispatched",
        CustodyAction.MESSAGE_SENT,
        (
            ActField("channel", FieldType.WORD),
            ActField("dispatched", FieldType.MOMENT),
            ActField("reference", FieldType.TEXT),
            _maybe("proof", FieldType.DIGEST),
        ),
        (
            N_("Dispatched by {channel} on {dispatched}, reference {reference}."),
            N_("Proof of posting: {proof}."),
            N_("Whether it arrived is not known."),
        ),
    ),
    ActCode(
        "message-received",
        CustodyAction.MESSAGE_RECEIVED,
        (_FROM, _KIND),
        (N_("Received from {from}: {kind}."),),
    ),
    ActCode(
        "letter-transcribed",
        CustodyAction.MESSAGE_RECEIVED,
        _LETTER,
        (N_("Transcribed from a letter of {from} by {channel}, not verified: {kind}."), _READ_BY),
    ),
    ActCode(
        "transcription-corrected",
        CustodyAction.DECIDED,
        _LETTER,
        (
            N_("Transcription of a letter of {from} by {channel} corrected, not verified: {kind}."),
            _READ_BY,
        ),
    ),
    ActCode(
        "transcription-declined",
        CustodyAction.DECIDED,
        (_FROM,),
        (N_("The transcription of a letter of {from} was declined."),),
    ),
    ActCode(
        "message-refused",
        CustodyAction.MESSAGE_REFUSED,
        (_FROM_STATE, _KIND, _many("codes", FieldType.WORD, or_null=True)),
        (N_("The node of {from} refused the message: {kind}."), N_("Its reasons: {codes}.")),
    ),
    ActCode(
        "message-taken-back-received",
        CustodyAction.MESSAGE_TAKEN_BACK,
        (
            _FROM_STATE,
            ActField("at", FieldType.MOMENT),
            _KIND,
            _maybe("receipt", FieldType.DIGEST),
        ),
        (
            N_("Received from {from} at {at}: {kind}. Its event was lost with the database."),
            N_("{from} returned it."),
            N_("The receipt: {receipt}."),
        ),
    ),
    ActCode(
        "message-taken-back-sent",
        CustodyAction.MESSAGE_TAKEN_BACK,
        (
            ActField("to", FieldType.STATE),
            ActField("at", FieldType.MOMENT),
            _KIND,
            _maybe("receipt", FieldType.DIGEST),
        ),
        (
            N_("Sent to {to}, as issued at {at}: {kind}. Its event was lost with the database."),
            N_("{to} returned it."),
            N_("The receipt: {receipt}."),
        ),
    ),
    ActCode(
        "directory-verified",
        CustodyAction.DIRECTORY_ACCEPTED,
        (_count("version"),),
        (N_("Version {version} of the directory was verified."),),
    ),
    ActCode(
        "state-key-confirmed",
        CustodyAction.DIRECTORY_ACCEPTED,
        (_STATE,),
        (N_("The new key of {state} was compared with {state} and confirmed."),),
    ),
    ActCode(
        "law-proposed",
        CustodyAction.LAW_CORRECTED,
        (_SECTION,),
        (N_("A correction of the law's data was proposed: {section}."),),
    ),
    ActCode(
        "law-accepted",
        CustodyAction.LAW_CORRECTED,
        (_SECTION,),
        (N_("A correction of the law's data was accepted: {section}."),),
    ),
    ActCode(
        "law-declined",
        CustodyAction.LAW_CORRECTED,
        (_SECTION,),
        (N_("A correction of the law's data was declined: {section}."),),
    ),
    ActCode(
        "decisions-recorded",
        CustodyAction.DECIDED,
        (_count("decisions"),),
        (N_("Decisions that the message rests on: {decisions}."),),
    ),
    ActCode(
        "held-request-admitted",
        CustodyAction.DECIDED,
        (_digest("policy"),),
        (N_("The request held under the policy {policy} may proceed."),),
    ),
    ActCode(
        "held-request-stopped",
        CustodyAction.DECIDED,
        (_digest("policy"),),
        (N_("The request held under the policy {policy} may not proceed."),),
    ),
    ActCode(
        "policy-confirmed",
        CustodyAction.DECIDED,
        _POLICY,
        (N_("Policy towards {state} confirmed: {stance}."), N_("For the kinds: {kinds}.")),
    ),
    ActCode(
        "policy-declined",
        CustodyAction.DECIDED,
        _POLICY,
        (N_("Policy towards {state} declined: {stance}."), N_("For the kinds: {kinds}.")),
    ),
    ActCode(
        "counterpart-confirmed",
        CustodyAction.DECIDED,
        (_STATE,),
        (N_("Register entry of {state}, a State without a node, confirmed."),),
    ),
    ActCode(
        "counterpart-declined",
        CustodyAction.DECIDED,
        (_STATE,),
        (N_("Register entry of {state}, a State without a node, declined."),),
    ),
    ActCode(
        "call-back-not-reached",
        CustodyAction.DECIDED,
        (ActField("answer", FieldType.WORD),),
        (N_("The call-back was not answered; telephoned, and decided: {answer}."),),
    ),
    ActCode(
        "roster-set",
        CustodyAction.ROSTER_SET,
        (
            ActField("starts", FieldType.MOMENT),
            ActField("ends", FieldType.MOMENT),
        ),
        (N_("Duty roster from {starts} to {ends}."),),
    ),
    ActCode(
        "watch-taken-over",
        CustodyAction.WATCH_HANDED_OVER,
        (ActField("from", FieldType.OFFICER),),
        (N_("Duty was taken over from the officer {from}."),),
    ),
    ActCode(
        "epoch-accepted",
        CustodyAction.EPOCH_ACCEPTED,
        (ActField("log", FieldType.TEXT),),
        (N_("The new epoch {log} of a State's log was accepted."),),
    ),
    ActCode(
        "warned-retention-ended",
        CustodyAction.VERIFIED,
        (_GIVER, ActField("until", FieldType.MOMENT)),
        (
            N_("Before the next act the officer was warned."),
            N_("{giver} gave the evidence to be destroyed after {until}."),
        ),
    ),
    ActCode(
        "warned-secret",
        CustodyAction.VERIFIED,
        (_GIVER,),
        (
            N_("Before the next act the officer was warned."),
            N_("{giver} gave the evidence to be kept secret."),
        ),
    ),
    ActCode(
        "recovery-used",
        CustodyAction.OPENED,
        (ActField("second", FieldType.OFFICER), _digest("consent")),
        (
            N_("The next act uses the recovery identity."),
            N_("The officer {second} consented (consent {consent})."),
        ),
    ),
    ActCode(
        "event-destroyed",
        CustodyAction.DESTROYED,
        (_digest("tombstone"), *_TWO),
        (N_("The record of an earlier act was destroyed (tombstone {tombstone})."), _SECOND),
    ),
    ActCode(
        "message-destroyed",
        CustodyAction.DESTROYED,
        (_digest("tombstone"), *_TWO),
        (N_("A stored message was destroyed (tombstone {tombstone})."), _SECOND),
    ),
    ActCode(
        "sealed-under",
        CustodyAction.SEALED,
        (
            _many("recipients", FieldType.AUTHORITY),
            _digest("seal"),
            _maybe("replaced", FieldType.DIGEST),
        ),
        (
            N_("Sealed for {recipients}."),
            N_("The seal is {seal}."),
            N_("It replaces the bag {replaced}."),
        ),
    ),
    ActCode(
        "rewrapped-under",
        CustodyAction.SEALED,
        (
            _many("recipients", FieldType.AUTHORITY),
            _count("keys"),
            _digest("seal"),
            _digest("replaced"),
        ),
        (
            N_("Re-wrapped for {recipients}, number of keys: {keys}."),
            N_("The seal is {seal}."),
            N_("It replaces the seal {replaced}."),
        ),
    ),
)

_BY_CODE: Mapping[str, ActCode] = {one.code: one for one in ACT_CODES}


def known_act(event: Event) -> ActCode | None:
    """Return the code of an event's act, if it is listed and the event is what the list says.

    None for version 1, an unknown code, another action, or other fields: such an event is shown as it
    is, and nothing is decided from its fields.
    """
    if event.act is None:
        return None
    found = _BY_CODE.get(event.act.code)
    if found is None or found.action is not event.action or not found.fits(event.act.fields):
        return None
    return found


def act(code: str, **fields: str | int | Sequence[str | int] | None) -> CustodyAct:
    """Return an act of a listed code; fields that are not those of the code are a fault of ours."""
    listed = _BY_CODE[code]
    found: dict[str, FieldValue] = {
        # `from` is a word of Python: its argument is called `from_`.
        name.removesuffix("_"): value if isinstance(value, str | int | None) else tuple(value)
        for name, value in fields.items()
    }
    if not listed.fits(found):
        raise ValueError(f"fields that the code {code} does not have: {found}")
    return CustodyAct(code, found)


def action_of(found: CustodyAct) -> CustodyAction:
    """Return the action that a listed code belongs to."""
    return _BY_CODE[found.code].action
