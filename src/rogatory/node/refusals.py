# SPDX-License-Identifier: Apache-2.0
"""What the node refuses; what belongs to one of its inner rooms stands there."""

from rogatory.errors import Code

_SENDER = "The sending authority must correct the message and send it anew."
_OPERATOR = "The operator of the sending node must put this right; nobody needs to draft anew."

# Who may act
OFFICER_OFFICE = Code(
    "officer-office",
    "Officer {officer} does not act for {authority}.",
    "An officer of {authority} must do this.",
)
OFFICER_ROLE = Code(
    "officer-role",
    "Officer {officer} has no role that allows {permission}.",
    "An officer with one of the roles {roles} must do this.",
)

# Drafting, approving, sending
OWN_AUTHORITY = Code(
    "sender-not-own",
    "{authority} is not an authority of {state}.",
    "Choose an authority of this State as the sender.",
)
ADDRESSEE_OWN_STATE = Code(
    "addressee-own-state",
    "{authority} is an authority of the sender's own State.",
    "Reach an authority of your own State by your own State's ways.",
)
KIND_UNKNOWN = Code("kind-unknown", "There is no kind of message {kind}.", "Choose a listed kind.")
KIND_NOT_SPOKEN = Code(
    "kind-not-spoken",
    "The node of {state} does not speak messages of the kind {kind}.",
    "Choose another kind, or another way to reach {authority}.",
)
LANGUAGE_NOT_SPOKEN = Code(
    "language-not-accepted",
    "{state} accepts {accepted}, not {language}.",
    "Have the message translated into a language that {state} accepts, and attach the translation "
    "signed, or write it in such a language (article 40(13); certainty: parallel).",
)
THREAD_NEEDED = Code(
    "thread-needed",
    "A message of the kind {kind} answers a thread, and none is named.",
    "Open the thread that it belongs to and draft it there.",
)
THREAD_OPENED = Code(
    "thread-opened",
    "A message of the kind {kind} opens a thread, and one is named.",
    "Draft it as a new request, and name the other thread as related.",
)
THREAD_UNKNOWN = Code("thread-unknown", "There is no thread {thread} here.", "Choose a thread.")
MESSAGE_UNKNOWN = Code(
    "message-unknown", "There is no such message {message} here.", "Choose a message of the list."
)
THREAD_OF_OTHERS = Code(
    "thread-of-others",
    "The thread {thread} belongs to other States.",
    "Open a thread of your own and name the other one as related.",
)
NOT_NEXT = Code(
    "kind-not-next",
    "A message of the kind {kind} cannot follow in this thread; what can is {allowed}.",
    "Choose a kind that can follow.",
)
ATTACHMENT_UNKNOWN = Code(
    "attachment-unknown",
    "The attachment {name} is not among the kept objects.",
    "Add the file to the draft again.",
)
DRAFT_TOO_LARGE = Code(
    "draft-too-large",
    "With its attachments the message would travel as {size} bytes; at most {limit} arrive.",
    "The officer who drafts it must leave attachments out, or have them sent in a sealed package.",
)
DRAFT_UNKNOWN = Code("draft-unknown", "There is no draft {draft}.", "Choose a draft of the list.")
DRAFT_SENT = Code("draft-sent", "The draft {draft} has been sent.", "Nobody needs to do anything.")
DRAFT_TAKEN_BACK = Code(
    "draft-taken-back",
    "Officer {officer} took the draft {draft} back at {at} to change it.",
    "Wait for the changed draft; it needs its approvals anew.",
)
DRAFT_DISCARDED = Code(
    "draft-discarded",
    "Officer {officer} discarded the draft {draft} at {at}.",
    "Nobody needs to do anything; what is still to be said is written anew.",
)
OWN_APPROVAL = Code(
    "approval-own-draft",
    "Officer {officer} wrote the draft and cannot approve it.",
    "A second officer must approve it.",
)
APPROVED_TWICE = Code(
    "approval-given",
    "Officer {officer} has given an approval already.",
    "Another officer must approve.",
)
ALONE_NO_EMERGENCY = Code(
    "alone-no-emergency",
    "A message of kind {kind} outside an emergency is not sent by one officer alone.",
    "A second officer must approve it.",
)
ALONE_DEMANDED = Code(
    "alone-approvals",
    "The State's entry demands {demanded} approvals for the kind {kind}, and other States check that.",
    "With none, send it; with more than one, call another officer.",
)
ALONE_SECOND = Code(
    "alone-second-officer",
    "Officer {officer} wrote the draft, so you are the second officer.",
    "Approve it as such.",
)
ALONE_TRIED = Code(
    "alone-tried",
    "It does not say whom you tried to reach, in 1 to {limit} characters.",
    "Write whom you tried to reach, when and how.",
)
ALONE_NOTHING = Code(
    "alone-nothing",
    "Nothing that was sent alone waits here for a review of that name.",
    "Look at the thread's page again.",
)
ALONE_OWN_REVIEW = Code(
    "alone-own-review",
    "Officer {officer} sent it alone and cannot review that.",
    "Another officer must review it.",
)
APPROVAL_USED = Code(
    "approval-used",
    "What {officer}'s passkey gave has left with another message of the thread.",
    "Approve this draft itself, by a new touch of the passkey; if the answer is the same again, change a word of the draft.",
)
APPROVAL_REPEATED = Code(
    "approval-repeated",
    "What {officer}'s passkey gave has come with another message of the thread.",
    "The sending State must look who sent this one, and have it approved by itself.",
)
PASSKEY_ELSEWHERE = Code(
    "passkey-relying-party",
    "The passkey was not made for {relying_party}, which the State's entry lists.",
    "Make another one at the console's address that the entry lists.",
)
PASSKEY_KIND = Code(
    "passkey-kind",
    "The passkey's key is of a kind that no approval is checked with.",
    "Make a passkey on a device that uses ES256 or Ed25519; nearly all do.",
)
APPROVAL_VERDICT = Code(
    "approval-verdict",
    "Officer {officer} signed the verdict {verdict}, not approve.",
    "An officer who agrees must approve.",
)
APPROVALS_TOO_FEW = Code(
    "approvals-too-few",
    "The kind {kind} needs {demanded} approvals of {authority}; {given} hold.",
    "A further officer of {authority} must approve.",
)
HEADS_MOVED = Code(
    "thread-moved",
    "Another message of the thread was sent in the same moment, again and again.",
    "Send the draft again.",
)

# Receiving
DISPATCH_TOO_LARGE = Code(
    "dispatch-too-large",
    "The dispatch has {size} bytes; at most {limit} are read.",
    "Send what is large in a sealed package.",
)
DISPATCH_MALFORMED = Code(
    "dispatch-malformed", "The dispatch is not in its form: {problem}.", _OPERATOR
)
NOT_ADDRESSED_HERE = Code(
    "addressee-other",
    "The message is addressed to {authority}, which is no authority of this node.",
    _SENDER,
)
SENDER_NOT_PEER = Code(
    "sender-other-state",
    "The message is from {authority}, but the node of {state} handed it over.",
    "Each State hands over its own messages.",
)
ATTACHMENT_MISSING = Code(
    "attachment-missing", "The attachment {name} did not come along.", _OPERATOR
)
ATTACHMENT_SURPLUS = Code(
    "attachment-surplus",
    "The dispatch brings {digest}, which the message does not name.",
    _OPERATOR,
)
ATTACHMENT_DIGEST = Code(
    "attachment-digest", "The attachment {name} is not the one that the message names.", _OPERATOR
)

# Receipts
RECEIPT_MALFORMED = Code(
    "receipt-malformed", "The receipt is not in its form: {problem}.", _OPERATOR
)
RECEIPT_OTHER = Code(
    "receipt-other", "The receipt is for another {what}.", "The operator of {state} must be told."
)
RECEIPT_UNLOGGED = Code(
    "receipt-unlogged",
    "The receipt does not show that the message stands in the log of {state}: {problem}.",
    "The operator of {state} must be told.",
)
DELIVERY_REFUSED = Code(
    "delivery-refused",
    "The node of {state} refused the message: {codes}.",
    "A human must look at the reasons and draft anew.",
)

# States without a node
COUNTERPART_MALFORMED = Code(
    "counterpart-malformed",
    "The entry of a State without a node cannot stand: {problem}.",
    "The officer must correct it.",
)
COUNTERPART_LISTED = Code(
    "counterpart-listed",
    "{state} cannot be kept as a State without a node: the directory lists {listed} under that code "
    "or name.",
    "Its messages come on the line, signed. Whoever writes in its name by another road must be told "
    "so, and the State be asked.",
)
COUNTERPART_VERIFIED = Code(
    "counterpart-verified",
    "The entry of {state}, which has no node, was last verified on {verified} (article 41(2); certainty:"
    " memory).",
    "Whoever has reason to doubt it calls the State back by a number known from elsewhere.",
)
COUNTERPART_STALE = Code(
    "counterpart-stale",
    "The entry of {state}, which has no node, has not been verified since {verified}, for more than"
    " {days} days (article 41(2); certainty: memory).",
    "Two officers must verify it and enter it anew.",
)
COUNTERPART_UNKNOWN = Code(
    "counterpart-unknown",
    "The register of States without a node has no confirmed entry of {authority}.",
    "Two officers must enter it, with source and date, or the right authority must be named.",
)
LETTER_LANGUAGE = Code(
    "letter-language",
    "By the register, {state} reads {accepted}, not {language} (article 40(13); certainty: parallel).",
    "Have the message translated, or correct the register.",
)
THREAD_BY_LETTER = Code(
    "thread-by-letter",
    "The thread {thread} goes by letter; nothing in it comes on the line.",
    "The sending authority must open a thread of its own, which may name this one as related.",
)
THREAD_ON_THE_LINE = Code(
    "thread-on-the-line",
    "The thread {thread} goes on the line; nothing in it is transcribed.",
    "What {state} says in it comes from its node, signed; on paper it counts for nothing here.",
)
TRANSCRIPTION_INCOMPLETE = Code(
    "transcription-incomplete",
    "By its own kind the transcription lacks something, or has no place in its thread.",
    "Look at the paper again. If it says no more, transcribe it as written, and ask the other State.",
)
TRANSCRIPTION_ORIGINAL = Code(
    "transcription-original",
    "The original cannot be kept: {problem}.",
    "The officer must attach what came, as it came.",
)
TRANSCRIPTION_DATES = Code(
    "transcription-dates",
    "A paper is written before it arrives, and has arrived when it is transcribed.",
    "The officer must correct the dates.",
)
TRANSCRIPTION_COMPARED = Code(
    "transcription-compared",
    "The original that was compared has another digest than the one that was transcribed.",
    "The second officer must compare with the original that is kept, {original}.",
)
TRANSCRIPTION_CORRECTS = Code(
    "transcription-corrects",
    "{message} is no transcribed message of {state} in the thread.",
    "Name the message whose transcription is wrong.",
)
TRANSCRIPTION_KIND = Code(
    "transcription-kind",
    "A message of the kind {kind} cannot come on paper.",
    "Choose the kind that the paper is.",
)
TRANSCRIPTION_MOVED = Code(
    "transcription-moved",
    "Another message was added to the thread in the same moment, again and again.",
    "Compare and confirm it again.",
)
NOT_A_LETTER = Code(
    "not-a-letter",
    "The message {message} does not go by letter.",
    "Nobody needs to dispatch it.",
)
LETTER_DATES = Code(
    "letter-dates",
    "A letter is dispatched after it was signed, and not in the future.",
    "The officer must correct the date.",
)
LETTER_REFERENCE = Code(
    "letter-reference",
    "The reference of the dispatch is missing or has more than {limit} characters.",
    "Give the number of the registered letter, the message id, the note number.",
)

# Policy towards another State. The first two stand in signed refusals.
PEER_SUSPENDED = Code(
    "peer-suspended",
    "{state} takes no new requests of the kind {kind} from {peer} at present (its own policy; no "
    "article).",
    "The requesting State must read the policy notice it was sent, or ask by another instrument or "
    "channel. Existing threads go on; a request for emergency data is taken at any time.",
)
PEER_DIPLOMATIC_CHANNEL = Code(
    "peer-diplomatic-channel",
    "{state} takes new requests of the kind {kind} from {peer} by the diplomatic channel only "
    "(article 40(12); certainty: parallel).",
    "The requesting State must send it by the diplomatic channel. Existing threads go on; a request "
    "for emergency data is taken at any time.",
)
HELD_FOR_REVIEW = Code(
    "held-for-review",
    "The request is held: the policy {policy} towards {state} ({stance}) wants a senior officer's "
    "review before anything of it is executed (own policy; no article).",
    "A senior officer must record a review. Until then it may be acknowledged, asked about, "
    "postponed or refused.",
)
OWN_SUSPENSION = Code(
    "own-suspension",
    "This State takes no requests of the kind {kind} from {state} (policy {policy}), so it does not "
    "send any either (own policy; no article).",
    "The officers who set the policy must lift it first.",
)
PEER_TOLD_US = Code(
    "peer-told-us",
    "{state} has told that its stance to such requests of ours is {stance} since {since} "
    "(article 40(12); certainty: parallel): {reason}",
    "Use the channel that it named: {channel}. Its node refuses what it does not take.",
)
ENTRY_DIPLOMATIC = Code(
    "entry-diplomatic-only",
    "The entry of {state} in the directory demands the diplomatic channel (article 40(12); "
    "certainty: parallel).",
    "Send the request by the diplomatic channel, or expect that it is not executed before.",
)
ENTRY_INTERPOL = Code(
    "entry-interpol-urgent",
    "{state} takes urgent requests by INTERPOL as well, if both agree (article 40(12); certainty: "
    "parallel).",
    "Nobody needs to do anything.",
)
NO_ARTICLE = {"article": "-", "certainty": "practice"}
"""What a policy rests on that no article speaks of: practice, and the State's own reasons."""
POLICY_TERMS = Code(
    "policy-terms",
    "The policy cannot stand: {problem}.",
    "The officer must correct it and propose it anew.",
)
POLICY_OWN_STATE = Code(
    "policy-own-state", "{state} is this node's own State.", "Name another State."
)
PROPOSAL_UNKNOWN = Code(
    "proposal-unknown",
    "There is no such proposal {proposal} on this matter.",
    "Choose one of the list.",
)
PROPOSAL_DECIDED = Code(
    "proposal-decided",
    "The proposal {proposal} was decided by officer {officer}.",
    "Propose anew what shall be otherwise; the newest decision counts.",
)
SAME_PERSON = Code(
    "second-person",
    "Officer {officer} proposed it and cannot decide on it.",
    "A second officer must.",
)
REASON_NEEDED = Code(
    "reason-needed",
    "No reason is given, or one longer than {limit} characters.",
    "The officer must say why, in some sentences.",
)
NOT_HELD = Code(
    "not-held",
    "No request of the thread {thread} is held for review.",
    "Nobody needs to do anything.",
)

CERTIFICATE_UNLISTED = Code(
    "certificate-unlisted",
    "The {algorithm} certificate that signed for {holder} is not one that the directory lists today.",
    "The State must list the certificate, or sign with a listed one.",
)

# Packages and custody
NO_CARD_OF = Code(
    "card-none",
    "No card of {state} is here.",
    "Ask {state} for it by a way that you trust; its entry names which one.",
)
CARD_UNKNOWN = Code(
    "card-unknown",
    "There is no card {digest} here.",
    "Ask the State whose entry names it, or another member.",
)
PACKAGE_UNKNOWN = Code(
    "package-unknown", "There is no package {seal} here for you.", "Ask the sending authority."
)
SEAL_MALFORMED = Code("package-seal-malformed", "The seal is not in its form: {problem}.", _SENDER)
SEAL_OTHER = Code(
    "package-seal-other",
    "The package says {what} {found}; {expected} was expected.",
    "The sending authority must say which package it meant.",
)
SEAL_THREADLESS = Code(
    "package-seal-threadless",
    "The seal names no thread, and on the line nothing else says whom the package is for.",
    "The officer must seal it for a thread, or hand the folder over on the node's own machine.",
)
SEGMENTS_ROOT = Code(
    "package-segments-root",
    "The list of segments does not have the root that the seal names.",
    "The sending authority must hand over the list that belongs to the seal.",
)
SEGMENT_DIGEST = Code(
    "package-segment-digest",
    "Segment {index} is not the one that the seal names.",
    "It is fetched again.",
)
SEGMENT_UNKNOWN = Code(
    "package-segment-unknown",
    "No package here has a segment {blake3}.",
    "Hand over the seal first.",
)
DOCUMENTS_MALFORMED = Code(
    "package-documents",
    "The documents beside the seal are not in their form: {problem}.",
    _SENDER,
)
DOCUMENTS_TOO_LARGE = Code(
    "package-documents-too-large",
    "What lies beside the seal would travel as {count} files in {size} bytes; at most {most} files "
    "in {limit} bytes are fetched.",
    "The sealing authority must seal it again, in larger segments or in several packages.",
)
PACKAGE_INCOMPLETE = Code(
    "package-incomplete",
    "The package {seal} lacks {missing} of its segments.",
    "Wait until the rest has arrived.",
)
BANDWIDTH_SPENT = Code(
    "bandwidth-spent",
    "No more evidence may go to {state} within the next {seconds} seconds.",
    "It is asked for again by itself; the operator of the sending node sets the limit.",
)
BANDWIDTH_OURS = Code(
    "bandwidth-ours",
    "No more evidence may come from {state} within the next {seconds} seconds.",
    "It is fetched then; the operator of this node sets the limit.",
)
MESSAGES_TOO_FAST = Code(
    "messages-too-fast",
    "{state} hands over more than {limit} messages a minute.",
    "Its node tries again in {seconds} seconds by itself; the operator of the receiving node sets the "
    "limit.",
)
MESSAGES_TOO_MUCH = Code(
    "messages-too-much",
    "{state} hands over messages of more than {limit} bytes a day.",
    "Its node tries again in {seconds} seconds by itself; the operator of the receiving node sets the "
    "limit. What is large goes as evidence.",
)
JOB_UNKNOWN = Code(
    "job-unknown",
    "No job {key} was set aside or waits for a further try.",
    "Look at the list: it may have run meanwhile.",
)
_COURIER = "Take the disk back to the State that sent it; it can write another one."
COURIER_MALFORMED = Code(
    "courier-malformed", "The list on the disk is not in its form: {problem}.", _COURIER
)
COURIER_OTHER = Code(
    "courier-other", "The disk says {what} {found}; {expected} was expected.", _COURIER
)
COURIER_CHANGED = Code(
    "courier-changed",
    "{path} on the disk is not what was written there.",
    "What holds was kept. The rest comes on the line, or the sending State writes another disk.",
)
COURIER_DISK_TAKEN = Code(
    "courier-disk-taken",
    "The disk at {disk} bears a finished list of other contents.",
    "The officer must take an empty disk, or name another folder on it.",
)
COURIER_DISK_SMALL = Code(
    "courier-disk-small",
    "The disk at {disk} has no room for {needed} bytes; segments of {fits} bytes would fit.",
    "The officer must take a larger disk, or give --capacity and write the rest on another one.",
)
THREAD_WITHOUT_PACKAGE = Code(
    "thread-without-package",
    "No complete package was handed over in the thread {thread}.",
    "The officer must hand the package over first, or name another thread.",
)
PACKAGE_NOT_FOR = Code(
    "package-not-for",
    "The package {seal} is not sealed to an authority of {state}, or is not complete.",
    "The officer must name the State that it is sealed to.",
)
EVENT_OTHER = Code(
    "custody-event-not-own",
    "The event was signed by {authority}, which is no authority of this node's State.",
    "Submit it to the node of that State.",
)
EVENT_NETWORK = Code(
    "custody-event-network",
    "The event belongs to the network {network}, not to this one.",
    "Submit it to a node of the network in which the act was done.",
)
EVENTS_TOO_MANY = Code(
    "custody-events-too-many",
    "{count} events were submitted at once; at most {limit} are read.",
    "Split them.",
)
EVENT_UNKNOWN = Code(
    "custody-event-unknown", "No event {event} stands in the log.", "Submit it first."
)
TILE_UNKNOWN = Code(
    "custody-tile-unknown", "The log has no such tile.", "Ask for a tile of the checkpoint."
)

# Statistics
STATISTICS_PERIOD = Code(
    "statistics-period",
    "Statistics of fewer than {days} days would tell of single requests.",
    "Choose a longer period.",
)
STATISTICS_AHEAD = Code(
    "statistics-ahead",
    "The period ends at {until}, which lies ahead; what is published now could be compared later.",
    "Choose a period that is over.",
)

DIRECTORY_DEPENDENT = (
    "addressee-other",
    "approval-credential",
    "approval-key",
    "approvals-too-few",
    "authority-not-listed",
    "certificate-",
    "directory-",
    "log-not-listed",
    "officer-",
    "state-key-changed",
    "state-not-listed",
)
"""How the codes begin whose reason a newer directory may take away. A refusal for these alone,
from a peer whose directory is older than ours, is tried again instead of being put before a
human."""

# A State whose key changed.
NO_KEY_WAITS = Code(
    "state-key-none-waits",
    "No changed key of {state} waits to be confirmed.",
    "The officer must refresh the directory, or look why the State is held otherwise.",
)
KEY_DIFFERS = Code(
    "state-key-differs",
    "What was heard is not the key {fingerprint}… that the directory shows.",
    "Nobody may rely on it: the officer must tell the State and the Secretariat at once.",
)
KEY_MISHEARD = Code(
    "state-key-misheard",
    "What was heard does not add up; it was misheard or mistyped, and says nothing of the key {fingerprint}….",
    "The officer must have it read out once more.",
)

# The own log
EPOCH_STALE = Code(
    "epoch-stale",
    "The custody log has left the epoch {origin} since this process was started.",
    "The administrator must start the node again.",
)
