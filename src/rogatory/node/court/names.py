# SPDX-License-Identifier: Apache-2.0
"""The names of a bundle's checks, and the meaning of each for a person who must rely on it."""

from collections.abc import Mapping

from rogatory.evidence.checks import Title
from rogatory.evidence.sealed.seal_chain import CHAIN
from rogatory.evidence.sealed.sealed_files import SEAL_FORM, SEAL_SIGNED, STAMPED
from rogatory.evidence.sealed.sealed_files import SEGMENT_LIST as SEGMENTS
from rogatory.evidence.verification.bag_check import (
    BAG_FILES,
    BAG_FORM,
    BAG_INVENTORY,
    BAG_ROOT,
    BAG_SEALED,
    BAG_SIGNED,
    BAG_SIZE,
    BAG_TAGS,
)
from rogatory.evidence.verification.conditions_check import BAG_CONDITIONS
from rogatory.evidence.verification.examined_check import BAG_EXAMINED
from rogatory.evidence.verification.verify import EARLIER
from rogatory.node.certificate.check import CERTIFIED
from rogatory.node.workstation.verification.consent_checks import CONSENTS
from rogatory.node.workstation.verification.destroyed_checks import DESTROYED
from rogatory.node.workstation.verification.journal_checks import JOURNAL, LOGGED, WITNESSED
from rogatory.node.workstation.verification.officers_named import OFFICERS
from rogatory.wire.words import N_

__all__ = [
    "BAG_CONDITIONS",
    "BAG_EXAMINED",
    "BAG_FILES",
    "BAG_FORM",
    "BAG_INVENTORY",
    "BAG_ROOT",
    "BAG_SEALED",
    "BAG_SIGNED",
    "BAG_SIZE",
    "BAG_TAGS",
    "CERTIFICATES",
    "CERTIFIED",
    "CHAIN",
    "COMPLETE",
    "CONDITIONS",
    "CONSENTS",
    "DESTROYED",
    "DIRECTORY",
    "EARLIER",
    "EXPECTED",
    "EXPORTED",
    "EXPORTER",
    "IDENTITY",
    "JOURNAL",
    "LAYOUT",
    "LOGGED",
    "MEANINGS",
    "MESSAGES",
    "MESSAGE_EVENTS",
    "OFFICERS",
    "RECEIPTS",
    "REPORTS",
    "REQUEST",
    "SEAL_FORM",
    "SEAL_SIGNED",
    "SEGMENTS",
    "SIGNED",
    "STAMPED",
    "TOGETHER",
    "WITNESSED",
]

COMPLETE = Title(
    "bundle-complete", N_("The bundle is complete, and nothing in it was added or changed")
)
LAYOUT = Title("bundle-layout", N_("Everything in the bundle has a place there"))
SIGNED = Title("bundle-signed", N_("The bundle is signed by the authority that exported it"))
EXPORTER = Title("exporter", N_("The bundle was exported by an authority that had the evidence"))
EXPORTED = Title("custody-exported", N_("The journal has the event of this export"))
EXPECTED = Title(
    "custody-expected", N_("The journal has the events that this bundle cannot be without")
)
REPORTS = Title("reports", N_("The reports are those that this program makes of the bundle"))
IDENTITY = Title("identity", N_("The directory is one that you trust"))
DIRECTORY = Title("directory", N_("The directory held when the evidence was sealed"))
REQUEST = Title("request", N_("The request is signed, and approved as its State demands"))
MESSAGES = Title("messages", N_("The other messages are signed, approved, and follow one another"))
RECEIPTS = Title("receipts", N_("The receipts are signed by the nodes that gave them"))
MESSAGE_EVENTS = Title("message-events", N_("The messages are in the log of a State"))
TOGETHER = Title("together", N_("Request, delivery, seal and evidence belong together"))
CONDITIONS = Title("conditions", N_("The conditions of use are stated"))
CERTIFICATES = Title(
    "certificates", N_("The certificates for stock tools are those of the directory")
)


MEANINGS: Mapping[str, str] = {
    COMPLETE: N_(
        "Each file of this bundle has the digest that the signed list gives, none is missing, "
        "and none lies here that the list does not name."
    ),
    LAYOUT: N_(
        "Every file is one that a bundle has, under its name and of its kind; nothing foreign lies "
        "beside the evidence."
    ),
    SIGNED: N_(
        "The list was signed by the authority that exported the bundle, with a key that its "
        "State lists. Who changes a file cannot make this signature anew."
    ),
    EXPORTER: N_(
        "Who exported the bundle sealed the evidence, or it was sealed for him or delivered to him. "
        "Nobody else can put a report of his own before it."
    ),
    EXPORTED: N_(
        "The exporting authority recorded this export, with the digest of what it exported, for "
        "whom and why. It cannot take that entry away."
    ),
    EXPECTED: N_(
        "Sealing, receiving, opening and exporting are each recorded by the authority that must have "
        "done it. Other acts, collecting among them, may have been left out."
    ),
    REPORTS: N_(
        "The reports are the words of the exporting authority. Where this program knows their "
        "version, it made the page again from the bundle, and it is the same."
    ),
    IDENTITY: N_(
        "All other checks rest on the directory, the register in which States list each "
        "other's keys. A forger could make another directory; the fingerprint of its root "
        "distinguishes it from the real one. Compare it with one that you have from elsewhere."
    ),
    DIRECTORY: N_(
        "The register was signed by as many of its key holders as it demands, and had not "
        "expired when the evidence was sealed."
    ),
    REQUEST: N_(
        "The request comes from the authority that it names, and as many officers approved "
        "exactly this text as its State demands."
    ),
    MESSAGES: N_(
        "Every message of the case comes from the authority that it names; none is missing "
        "between two that are here."
    ),
    RECEIPTS: N_(
        "Each receipt here is signed by the node of the State that got the message. When it came is "
        "that State's word."
    ),
    MESSAGE_EVENTS: N_(
        "For every message, a State recorded, signed and logged that it had it; an entry in a "
        "log cannot be removed unnoticed."
    ),
    SEAL_FORM: N_("The seal says what it must: who sealed what for whom, and when."),
    STAMPED: N_(
        "A timestamp authority that a State lists confirmed that the seal existed at the stated time. An "
        "authority of the sealing State proves it for that State alone."
    ),
    SEAL_SIGNED: N_("The seal comes from the authority that it names, by keys its State lists."),
    SEGMENTS: N_("The list of the encrypted parts is the one that the seal names."),
    CHAIN: N_(
        "The authority that encrypted the evidence again could open it before, and changed "
        "only who can open it: each seal names the one before it, back to the first."
    ),
    BAG_FORM: N_("The evidence lies in the standard container of archives (RFC 8493)."),
    BAG_SIZE: N_("There is as much evidence as was announced, not a byte more or less."),
    BAG_TAGS: N_("What was written down about the evidence is unchanged."),
    BAG_SIGNED: N_("Who sealed the evidence signed the list of everything in it."),
    BAG_FILES: N_(
        "Every file of the evidence is byte for byte the one that the signed list names."
    ),
    BAG_INVENTORY: N_("The inventory made at the source names the same files and digests."),
    BAG_ROOT: N_("Single items could be proved later without naming the others."),
    EARLIER: N_("What was signed at collection, before the sealing, holds as well."),
    BAG_CONDITIONS: N_(
        "The conditions of the State that gave the evidence are still in it: no later sealing "
        "relaxed any of them."
    ),
    BAG_SEALED: N_("The evidence here is exactly what the seal was put on."),
    BAG_EXAMINED: N_(
        "What is said of disk images and of archives that a provider sent is said of exactly the "
        "files that lie here; no image was read again."
    ),
    TOGETHER: N_("The delivery answers the request, names this seal, and the seal this evidence."),
    CONDITIONS: N_("What the evidence may be used for is stated, and is printed in this report."),
    JOURNAL: N_(
        "Each act that is here is signed by the authority that it names, and no entry is missing between "
        "two of one authority. Its last acts may have been left out."
    ),
    LOGGED: N_(
        "Each act is in the log of its State, where it cannot be altered or omitted later "
        "without every proof failing."
    ),
    DESTROYED: N_(
        "Records of acts were destroyed. A log proves that something was recorded at these places; nobody "
        "can show what it said."
    ),
    CONSENTS: N_(
        "Two officers signed their consent to each act for which the record names one, each with a "
        "key of their own."
    ),
    WITNESSED: N_(
        "As many other States as the policy of the State that keeps the log asks for signed that they saw "
        "no other history of it. If they are honest, no other was shown to them."
    ),
    OFFICERS: N_(
        "Each officer named in the journal is in the register of their State. The authority's "
        "key signed for the number, not the officer."
    ),
    CERTIFICATES: N_("The certificates that the commands below use are the listed ones."),
    CERTIFIED: N_(
        "The officer who collected the evidence answered the questions of the form under their "
        "own signature. The form also lists what the officer declined to declare."
    ),
}
"""By the check's name; what it means if it holds."""
