# SPDX-License-Identifier: Apache-2.0
"""Codes of acts on evidence: collecting, sealing, opening, viewing, handing over, carrying.

Part of the append-only list of `act_codes`: nothing is changed here, and what is new goes to its end.
"""

from rogatory.custody.events.act_code import FROM_STATE, TWO, ActCode, count, digest, many, maybe
from rogatory.custody.events.act_fields import ActField, FieldType
from rogatory.custody.events.event import CustodyAction
from rogatory.wire.words import N_

_FILES = count("files")

_TEXT = ActField("text", FieldType.TEXT)

_PATH = ActField("path", FieldType.TEXT)

_PATHS = many("paths", FieldType.TEXT)

_MORE = maybe("more", FieldType.COUNT)

_SALVAGED = tuple(map(count, ("holds", "differs", "not_compared", "damaged", "lost")))

_BY_TWO = N_("Protected material: the officer {second} consented (consent {consent}).")

_AND_MORE = N_("Further names, not listed here: {more}.")

_COUNTED = N_(
    "Files by state: holds {holds}, differs {differs}, not compared {not_compared}, damaged {damaged}, "
    "lost {lost}."
)

_PROCEEDINGS = N_("For the proceedings {proceedings}.")

_RECIPIENT = N_("To {recipient}.")

EVIDENCE_ACT_CODES: tuple[ActCode, ...] = (
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
        (_FILES, ActField("folder", FieldType.TEXT), digest("replaced")),
        (
            N_("Files added at the source, in the folder {folder}: {files}."),
            N_("It replaces the bag {replaced}."),
        ),
    ),
    ActCode(
        "sealed",
        CustodyAction.SEALED,
        (many("recipients", FieldType.AUTHORITY), maybe("replaced", FieldType.DIGEST)),
        (N_("Sealed for {recipients}."), N_("It replaces the bag {replaced}.")),
    ),
    ActCode(
        "rewrapped",
        CustodyAction.SEALED,
        (many("recipients", FieldType.AUTHORITY), count("keys"), digest("replaced")),
        (
            N_("Re-wrapped for {recipients}, number of keys: {keys}."),
            N_("It replaces the seal {replaced}."),
        ),
    ),
    ActCode(
        "timestamped",
        CustodyAction.TIMESTAMPED,
        (digest("seal"),),
        (N_("A timestamp was put on the seal {seal}."),),
    ),
    ActCode(
        "timestamped-again",
        CustodyAction.TIMESTAMPED,
        (digest("seal"), ActField("list", FieldType.TEXT)),
        (N_("A timestamp was put on the list {list}, which names the seal {seal}."),),
    ),
    ActCode("opened", CustodyAction.OPENED, TWO, (N_("The whole package was opened."), _BY_TWO)),
    ActCode(
        "salvaged",
        CustodyAction.OPENED,
        (*_SALVAGED, *TWO),
        (N_("Salvaged from a damaged package: this is not evidence."), _COUNTED, _BY_TWO),
    ),
    ActCode(
        "salvaged-unproved",
        CustodyAction.OPENED,
        (*_SALVAGED, *TWO),
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
        (many("paths", FieldType.TEXT, or_null=True), _MORE),
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
        (_PATH, digest("sha256"), *TWO),
        (N_("The item {path} was viewed (SHA-256 {sha256})."), _BY_TWO),
    ),
    ActCode(
        "extracted-file",
        CustodyAction.EXTRACTED,
        (_PATH, digest("sha256"), *TWO),
        (N_("The file {path} was taken out (SHA-256 {sha256})."), _BY_TWO),
    ),
    ActCode(
        "extracted-files",
        CustodyAction.EXTRACTED,
        (_PATHS, _MORE, _FILES, count("bytes"), digest("list"), *TWO),
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
        (_PATH, count("start"), count("end"), count("size"), digest("sha256"), *TWO),
        (
            N_("Bytes {start} to {end} of the file {path} were taken out (SHA-256 {sha256})."),
            N_("The file has {size} bytes, was read whole and has its digest."),
            _BY_TWO,
        ),
    ),
    ActCode(
        "extracted-bytes-alone",
        CustodyAction.EXTRACTED,
        (_PATH, count("start"), count("end"), count("size"), digest("sha256"), *TWO),
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
            count("items"),
            count("of"),
            _FILES,
            digest("selection"),
            maybe("proceedings", FieldType.TEXT),
            maybe("recipient", FieldType.STATE),
            *TWO,
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
            digest("content"),
            many("recipients", FieldType.TEXT, or_null=True),
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
        (ActField("to", FieldType.STATE), digest("disk"), count("left")),
        (
            N_("By courier to {to}, on the disk whose list is {disk}."),
            N_("Segments left for another disk: {left}."),
        ),
    ),
    ActCode(
        "fetched-whole",
        CustodyAction.RECEIVED,
        (FROM_STATE,),
        (N_("Fetched whole from {from}: every segment has the digest that the seal names."),),
    ),
    ActCode(
        "received-by-courier",
        CustodyAction.RECEIVED,
        (
            FROM_STATE,
            count("by_disk"),
            count("by_line"),
            many("disks", FieldType.DIGEST),
            maybe("more", FieldType.COUNT),
        ),
        (
            N_("Complete from {from}: every segment has the digest that the seal names."),
            N_("Segments by courier: {by_disk}; by network: {by_line}."),
            N_("The lists of the disks: {disks}."),
            N_("Further disks: {more}."),
        ),
    ),
)
