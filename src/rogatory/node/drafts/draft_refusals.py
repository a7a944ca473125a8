# SPDX-License-Identifier: Apache-2.0
"""Refusals of a draft: its sender and recipient, its contents and place, and its state."""

from rogatory.errors import Code

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
    "Have the message translated into a language that {state} accepts, and attach the "
    "translation signed, or write it in such a language.",
    cites="language",
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
THREAD_OF_OTHERS = Code(
    "thread-of-others",
    "The thread {thread} belongs to other States.",
    "Open a thread of your own and name the other one as related.",
)
DATE_PAST = Code(
    "draft-date-past",
    "The date {date} has passed.",
    "Enter a date in the future.",
)
DATE_TO_COME = Code(
    "draft-date-to-come",
    "The date {date} in {field} has not come yet, and the message reports what happened then.",
    "The officer who drafts the message must correct it.",
)
DATE_TOO_FAR = Code(
    "draft-date-too-far",
    "The date {date} in {field} is more than ten years away.",
    "The officer who drafts the message must correct it.",
)
NOT_NEXT = Code(
    "kind-not-next",
    "A message of the kind {kind} cannot follow in this thread; what can is {allowed}.",
    "Choose a kind that can follow.",
)
DRAFT_TOO_LARGE = Code(
    "draft-too-large",
    "With its attachments the message would travel as {size} bytes; at most {limit} arrive.",
    "The officer who drafts it must leave attachments out, or have them sent in a sealed package.",
)
DRAFT_BY_SYSTEM = Code(
    "draft-by-system",
    "A system ({author}) wrote the draft: {needed} officers must approve it, one more than their own drafts need; {given} did.",
    "Another officer must approve it. Or an officer withdraws and edits it, and so becomes its author.",
)
DRAFT_UNKNOWN = Code("draft-unknown", "There is no draft {draft}.", "Choose a draft of the list.")
DRAFT_SENT = Code("draft-sent", "The draft {draft} has been sent.", "No action is needed.")
DRAFT_TAKEN_BACK = Code(
    "draft-taken-back",
    "Officer {officer} took the draft {draft} back at {at} to change it.",
    "Wait for the changed draft; it needs new approvals.",
)
DRAFT_DISCARDED = Code(
    "draft-discarded",
    "Officer {officer} discarded the draft {draft} at {at}.",
    "No action is needed; anything still to be sent is drafted again.",
)
HEADS_MOVED = Code(
    "thread-moved",
    "Another message of the thread was sent in the same moment, again and again.",
    "Send the draft again.",
)
