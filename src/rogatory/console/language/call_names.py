# SPDX-License-Identifier: Apache-2.0
"""What a call of an officer is about, by the first part of its key; and of which its own sentence is told."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _n

CALLS: Mapping[str, str] = {
    "request": _n("A new request has come in"),
    "unfinished": _n("An unfinished text is erased soon unless its writer goes on with it"),
    "fork": _n("Two messages of one State bear one number; a repair is needed"),
    "illegal": _n("A message has no place in its thread"),
    "undelivered": _n("A message has not been receipted yet"),
    "silent": _n("Another State's node gives no receipts"),
    "test": _n("A test of paging"),
    "refused": _n("The other State's node refused a message"),
    "package": _n("A package cannot be taken"),
    "directory": _n("The directory could not be refreshed"),
    "state-held": _n("A State is held back: nothing of it is relied on"),
    "unacknowledged": _n("A request waits for an officer's answer"),
    "to-compare": _n("A paper waits for a second officer to compare it"),
    "to-dispatch": _n("A signed letter waits to be dispatched"),
    "transcription-corrected": _n("A transcription was corrected: read it again"),
    "policy-untold": _n("A State has not been told of the policy towards it"),
    "policy-emergency": _n("A request that claims an emergency was refused by policy"),
    "call-back": _n("Another State asks whether an emergency is ours"),
    "call-back-denied": _n("An emergency was denied: data may not be given, keys may be misused"),
    "call-back-confirmed": _n("An emergency was confirmed by its State"),
    "call-back-not-asked": _n("An emergency waits, and nobody could be called back"),
    "emergency-limit": _n("A State claims too many emergencies"),
    "emergency-no-danger": _n("An emergency states no danger"),
    "drill": _n("A drill: acknowledge it"),
    "emergency-review": _n("A decision in an emergency has not been reviewed"),
    "alone-review": _n("A message that an officer sent alone waits for a review"),
    "roster-ends": _n("A duty roster runs out; the next one must be set"),
    "roster-gone": _n(
        "An officer on the roster may not answer calls any more; somebody must stand in"
    ),
    "not-handed-over": _n(
        "The watch changed, and nobody has confirmed a hand-over of what is open"
    ),
    "aside": _n("Work of the node was set aside after it had failed again and again"),
    "fault": _n("A fault of this program stops work of the node"),
    "missing": _n("Messages of a thread are missing, and their State has not sent them again"),
    "clock": _n("A time limit of a request comes near or is over"),
    "matter": _n("A time limit inside our State comes near or is over"),
    "clock-refused": _n("A message waits, since one of the two nodes' clocks is wrong"),
    "clock-skew": _n("Another node's clock and ours do not agree"),
    "log": _n("Another State's custody log does not show what it must"),
    "lost": _n("Another State builds on a message of ours that is not in our books"),
    "messages-limit": _n("A State sends more messages than this node takes from it"),
    "misbehaviour": _n("A custody log contradicts itself, and the proof is kept"),
    "snapshot-claim": _n("A node reports a different directory and does not show it"),
    "split-view": _n("States were shown different directories, and the proof is kept"),
    "recovery": _n(
        "What a State handed out after books were restored does not hold, or lacks something"
    ),
    "recovery-fork": _n("Two messages of one State bear one number; a repair is needed"),
    "recovery-late": _n("Messages were taken back after the door was open"),
    "recovery-without": _n("The node was opened without what a State keeps of lost books"),
    "witness": _n("A witness of our log gave an answer that does not hold"),
    "witness-policy": _n("The witness policy in our own entry cannot be read"),
    "witness-refuses": _n("A witness refuses to cosign our log"),
    "witnesses": _n("Witnesses have not cosigned our log for too long"),
}
"""By the first part of a call's key."""

TOLD_AFTER_COLON = frozenset({"undelivered", "refused", "package", "directory", "clock-refused"})

TOLD_WHOLE = frozenset(
    {
        "aside",
        "unfinished",
        "clock",
        "clock-skew",
        "fault",
        "log",
        "lost",
        "matter",
        "messages-limit",
        "misbehaviour",
        "missing",
        "recovery",
        "silent",
        "snapshot-claim",
        "split-view",
        "state-held",
        "recovery-fork",
        "recovery-late",
        "recovery-without",
        "witness",
        "witness-policy",
        "witness-refuses",
        "witnesses",
    }
)
"""Calls whose reason, as the node wrote it down in English, says more than what the call is named:
after its colon, or as a whole."""
