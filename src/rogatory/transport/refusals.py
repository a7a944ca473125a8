# SPDX-License-Identifier: Apache-2.0
"""Faults of connections, and refusals of a door."""

from rogatory.errors import Code

_TRIES_LATER = (
    "It asks again in {seconds} seconds by itself; the operator of the asked node sets the limit."
)
_LATER = "It is tried again; if it lasts, call the operator of that node."

PEER_SILENT = Code("peer-silent", "The node at {address} cannot be reached: {problem}.", _LATER)
PEER_BUSY = Code(
    "peer-busy",
    "The node at {address} asks to come again in {seconds} seconds.",
    "It is requested again automatically; the operator of that node sets the rate.",
)
REQUESTS_TOO_FAST = Code(
    "requests-too-fast",
    "The node of {state} asks more than {limit} times a minute.",
    _TRIES_LATER,
)
REQUESTS_AT_ONCE = Code(
    "requests-at-once",
    "The node of {state} asks for more than {limit} things at the same time.",
    _TRIES_LATER,
)
REQUEST_FORGOTTEN = Code(
    "request-forgotten",
    "The request of {state} was signed before this node lost its record of requests.",
    "The node of {state} signs it again and sends it in {seconds} seconds; nobody must do anything.",
)
PEER_CERTIFICATE = Code(
    "peer-certificate",
    "The node at {address} does not show the certificate that the directory lists.",
    "Call the operator of that node: it was replaced, or the connection is intercepted.",
)
PEER_STATUS = Code(
    "peer-status", "The node at {address} answered with the status {status}.", _LATER
)
SUBMISSION_REFUSED = Code(
    "directory-submission-refused",
    "The publisher at {address} refused the submission: {reasons}",
    "The State must correct what it submits, sign it and submit it again.",
)
PEER_REFUSED = Code(
    "peer-refused",
    "The node at {address} refused the request: {codes}.",
    "It is tried again; look up the codes and inform the operator of that node.",
)
ANSWER_TOO_LARGE = Code(
    "answer-too-large", "The answer of {address} exceeds {limit} bytes.", _LATER
)
ANSWER_MALFORMED = Code(
    "answer-malformed", "The answer of {address} is not in its form: {problem}.", _LATER
)
ADDRESS_FORBIDDEN = Code(
    "address-forbidden",
    "The directory lists {address}, to which this node sends nothing: {problem}.",
    "The State must list a public https address of its node.",
)
LINE_SIGNATURE = Code(
    "line-signature",
    "The request has no accepted signature: {problem}.",
    "The operator of the sending node must look at its key, its clock and the directory.",
)
QUERY_UNKNOWN = Code(
    "line-query",
    "The address has an unsupported query: {query}.",
    "The operator of the asking node must bring its program in line with SPECIFICATION 12.3.",
)
TIMESTAMP_REFUSED = Code(
    "timestamp-refused", "No timestamp authority gave a token that holds.", _LATER
)
"""With the reasons of each authority beside it."""
NODE_REFUSED = Code(
    "node-refused",
    "The node of {state} refused: {codes}.",
    "Look up the codes, correct the faults, and hand it over again.",
)
LOG_IN_SERVICE = Code(
    "log-in-service",
    "The log-in service gave no JSON object of the size that it may have: {problem}.",
    "The node's operator must see to the service, and to the line to it.",
)
