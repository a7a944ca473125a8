# SPDX-License-Identifier: Apache-2.0
"""Refusals of dispatches and of the receipts for them."""

from rogatory.errors import Code

SENDER = "The sending authority must correct the message and send it again."
_OPERATOR = "The operator of the sending node must fix this; no new draft is needed."

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
    SENDER,
)
SENDER_NOT_PEER = Code(
    "sender-other-state",
    "The message is from {authority}, but the node of {state} handed it over.",
    "Each State hands over its own messages.",
)
ATTACHMENT_MISSING = Code(
    "attachment-missing", "The attachment {name} was not delivered.", _OPERATOR
)
ATTACHMENT_SURPLUS = Code(
    "attachment-surplus",
    "The dispatch contains {digest}, which the message does not name.",
    _OPERATOR,
)
ATTACHMENT_DIGEST = Code(
    "attachment-digest", "The attachment {name} is not the one that the message names.", _OPERATOR
)
MESSAGES_TOO_FAST = Code(
    "messages-too-fast",
    "{state} hands over more than {limit} messages a minute.",
    "Its node tries again automatically in {seconds} seconds; the operator of the receiving "
    "node sets the limit.",
)
MESSAGES_TOO_MUCH = Code(
    "messages-too-much",
    "{state} hands over messages of more than {limit} bytes a day.",
    "Its node tries again automatically in {seconds} seconds; the operator of the receiving "
    "node sets the limit. Large content is sent as evidence.",
)
MESSAGES_KEPT = Code(
    "messages-kept",
    "The messages kept of {state} have reached {limit} bytes.",
    "The operator of the receiving node must free space and set a higher limit; the node of "
    "{state} keeps what it could not deliver and tries again automatically.",
)
THREAD_FULL = Code(
    "thread-full",
    "{state} has written {count} messages of {size} bytes in the thread {thread}; at most {most} messages of "
    "{limit} bytes are kept.",
    "The officers of {state} must open a new thread that names this one as related.",
)

# Receipts
RECEIPT_MALFORMED = Code(
    "receipt-malformed", "The receipt is not in its form: {problem}.", _OPERATOR
)
RECEIPT_OTHER = Code(
    "receipt-other",
    "The receipt is for a different {what}.",
    "The operator of {state} must be informed.",
)
RECEIPT_UNLOGGED = Code(
    "receipt-unlogged",
    "The receipt does not show that the message is in the log of {state}: {problem}.",
    "The operator of {state} must be informed.",
)
DELIVERY_REFUSED = Code(
    "delivery-refused",
    "The node of {state} refused the message: {codes}.",
    "An officer must read the reasons and draft it again.",
)
DIRECTORY_DEPENDENT = (
    "addressee-other",
    "approval-credential",
    "approval-key",
    "approval-origin",
    "approvals-too-few",
    "authority-not-listed",
    "call-back-authority",
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
