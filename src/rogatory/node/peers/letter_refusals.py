# SPDX-License-Identifier: Apache-2.0
"""Refusals where a State has no node: of its entry, its letters, their transcriptions."""

from rogatory.errors import Code

COUNTERPART_MALFORMED = Code(
    "counterpart-malformed",
    "The entry of a State without a node is not valid: {problem}.",
    "The officer must correct it.",
)
COUNTERPART_LISTED = Code(
    "counterpart-listed",
    "{state} cannot be kept as a State without a node: the directory lists {listed} under that code "
    "or name.",
    "Its messages arrive over the network, signed. A sender who writes in its name by another "
    "channel must be informed of this, and the State be asked.",
)
COUNTERPART_VERIFIED = Code(
    "counterpart-verified",
    "The entry of {state}, which has no node, was last verified on {verified}.",
    "An officer in doubt calls the State back at a number known from elsewhere.",
    cites="contact_list",
)
COUNTERPART_STALE = Code(
    "counterpart-stale",
    "The entry of {state}, which has no node, has not been verified since {verified}, for "
    "more than {days} days.",
    "Two officers must verify it and enter it again.",
    cites="contact_list",
)
COUNTERPART_UNKNOWN = Code(
    "counterpart-unknown",
    "The register of States without a node has no confirmed entry of {authority}.",
    "Two officers must enter it, with source and date, or the right authority must be named.",
)
LETTER_LANGUAGE = Code(
    "letter-language",
    "By the register, {state} reads {accepted}, not {language}.",
    "Have the message translated, or correct the register.",
    cites="language",
)
THREAD_BY_LETTER = Code(
    "thread-by-letter",
    "The thread {thread} is conducted by letter; no message in it is accepted on the line.",
    "The sending authority must open a thread of its own, which may name this one as related.",
)
THREAD_ON_THE_LINE = Code(
    "thread-on-the-line",
    "The thread {thread} is conducted over the network; no message in it is transcribed.",
    "Messages from {state} come signed from its node; they are not accepted on paper here.",
)

# Transcriptions of what came on paper
TRANSCRIPTION_INCOMPLETE = Code(
    "transcription-incomplete",
    "By its own kind the transcription lacks something, or has no place in its thread.",
    "Check the paper again. If it contains no more, transcribe it as written, and ask the "
    "other State.",
)
TRANSCRIPTION_ORIGINAL = Code(
    "transcription-original",
    "The original cannot be kept: {problem}.",
    "The officer must attach the reply unchanged.",
)
TRANSCRIPTION_DATES = Code(
    "transcription-dates",
    "A paper is written before it arrives, and has arrived when it is transcribed.",
    "The officer must correct the dates.",
)
TRANSCRIPTION_COMPARED = Code(
    "transcription-compared",
    "The original that was compared has another digest than the one that was transcribed.",
    "The second officer must compare it with the stored original {original}.",
)
TRANSCRIPTION_CORRECTS = Code(
    "transcription-corrects",
    "{message} is no transcribed message of {state} in the thread.",
    "Name the message whose transcription is wrong.",
)
TRANSCRIPTION_KNOWN = Code(
    "transcription-known",
    "This paper was transcribed before, by {officer} at {moment}, in the request {thread}.",
    "Open that request. If this is another paper, or opens another request, state so and save it.",
)
TRANSCRIPTION_KNOWN_CLOSED = Code(
    "transcription-known-closed",
    "This paper was transcribed before, in a request that is restricted to others.",
    "Ask an officer who may open it. If this is another paper, or opens another request, state so and save it.",
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

# Dispatch on paper
NOT_A_LETTER = Code(
    "not-a-letter",
    "The message {message} does not go by letter.",
    "It need not be dispatched.",
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
