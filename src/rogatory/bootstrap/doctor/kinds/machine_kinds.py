# SPDX-License-Identifier: Apache-2.0
"""The doctor's kinds of finding about the machine: only the command line prints them, in English."""

from rogatory.bootstrap.doctor.finding import FindingKind, advice, well

OPENSSL_ABSENT = advice(
    "doctor-openssl-absent",
    "openssl is not installed.",
    "The administrator must install it to run check.sh here.",
)
OPENSSL_OLD = advice(
    "doctor-openssl-old",
    "{version} cannot verify ML-DSA signatures.",
    "The administrator must bring OpenSSL 3.5; until then check.sh reports them as not checked.",
)
OPENSSL_HERE = well("doctor-openssl-here", "{version} verifies both signature algorithms.")
TOOL_ABSENT = advice(
    "doctor-tool-absent",
    "{tool} is not installed.",
    "The administrator must install it to {use}.",
)
TOOL_HERE = well("doctor-tool-here", "{tool} is here.")

KINDS: tuple[FindingKind, ...] = (
    OPENSSL_ABSENT,
    OPENSSL_OLD,
    OPENSSL_HERE,
    TOOL_ABSENT,
    TOOL_HERE,
)
