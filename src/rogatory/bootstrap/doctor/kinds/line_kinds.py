# SPDX-License-Identifier: Apache-2.0
"""The doctor's kinds of finding about the lines to other States' nodes and the evidence fetched over them."""

from rogatory.bootstrap.doctor.finding import advice, kinds_in, well, wrong
from rogatory.wire.words import N_

LINE_SILENT = wrong(
    "doctor-line-silent",
    N_("The node of {state} has not answered since {since}."),
    N_(
        "The administrator must call its operator, or look at this node's own line; it is tried without an end."
    ),
)
_RAISE_THE_QUOTA = N_(
    "The administrator must free disk space or raise the quota under [fetching] in node.toml; "
    "until then nothing is lost, and the transfer continues automatically."
)
FETCH_DAY = wrong(
    "doctor-fetch-quota-day",
    N_("Evidence from {state} waits: the daily quota is used up."),
    _RAISE_THE_QUOTA,
)
FETCH_UNDER_WAY = wrong(
    "doctor-fetch-quota-under-way",
    N_("Evidence of {state} waits: as much is under way as may be at one time."),
    _RAISE_THE_QUOTA,
)
_SET_THE_CLOCK = N_(
    "The operator whose clock is wrong must set it: from 300 seconds on, nothing is accepted."
)
LINE_AHEAD = wrong(
    "doctor-line-ahead",
    N_("The clock of {state} is {span} ahead of this node's."),
    _SET_THE_CLOCK,
)
LINE_BEHIND = wrong(
    "doctor-line-behind",
    N_("The clock of {state} is {span} behind this node's."),
    _SET_THE_CLOCK,
)
LINE_WEAK = advice(
    "doctor-line-weak",
    N_("The line to {state} was keyed by {group}."),
    N_(
        "One of the two operators must install OpenSSL 3.5, which supports X25519MLKEM768: "
        "otherwise anyone who records the traffic can decrypt it later with a quantum computer."
    ),
)
LINES_WELL = well(
    "doctor-lines-well", N_("Other nodes that answer, or were not asked yet: {count}.")
)

KINDS = kinds_in(globals())
