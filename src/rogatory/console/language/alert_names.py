# SPDX-License-Identifier: Apache-2.0
"""Names of alerts, by the first part of their key; and the alerts whose own sentence is shown."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _n

CALLS: Mapping[str, str] = {
    "request": _n("A new request has come in"),
    "unfinished": _n("An unfinished text will be erased soon unless its author continues"),
    "fork": _n("Two messages of one State have the same number; a repair is needed"),
    "illegal": _n("A message has no place in its thread"),
    "undelivered": _n("A message awaits its receipt"),
    "silent": _n("Another State's node gives no receipts"),
    "test": _n("A test of paging"),
    "refused": _n("The other State's node refused a message"),
    "package": _n("A package cannot be taken"),
    "directory": _n("The directory could not be refreshed"),
    "state-held": _n("A State is suspended: nothing from it is relied on"),
    "unacknowledged": _n("A request waits for an officer's answer"),
    "to-compare": _n("A transcription awaits comparison by a second officer"),
    "to-dispatch": _n("A signed letter waits to be dispatched"),
    "transcription-corrected": _n("A transcription was corrected: read it again"),
    "policy-untold": _n("A State has not been informed of the policy towards it"),
    "policy-emergency": _n("A request that claims an emergency was refused by policy"),
    "call-back": _n("Another State asks whether an emergency is ours"),
    "call-back-denied": _n("An emergency was denied: data must not be given, keys may be misused"),
    "call-back-confirmed": _n("Requesting State confirmed the emergency"),
    "call-back-not-asked": _n("An emergency is waiting, and the call-back reached nobody"),
    "emergency-limit": _n("A State claims too many emergencies"),
    "emergency-no-danger": _n("An emergency states no danger"),
    "drill": _n("A drill: acknowledge it"),
    "emergency-review": _n("A decision in an emergency has not been reviewed"),
    "alone-review": _n("A message that an officer sent without a second approval awaits review"),
    "roster-ends": _n("A duty roster ends soon; the next one must be set"),
    "roster-gone": _n(
        "An officer on the roster may not answer alerts any more; a substitute is needed"
    ),
    "shift-starts": _n("A test alert at the start of a shift"),
    "shift-unreached": _n("The officer on duty could not be reached by a test alert"),
    "not-handed-over": _n("Duty changed, and nobody has confirmed the handover of open work"),
    "aside": _n("Work of the node was set aside after repeated failures"),
    "fault": _n("A fault of this program stops work of the node"),
    "missing": _n("Messages of a thread are missing, and their State has not sent them again"),
    "clock": _n("Deadline of a request near or missed"),
    "matter": _n("Internal deadline near or missed"),
    "clock-refused": _n("A message waits, since one of the two nodes' clocks is wrong"),
    "clock-skew": _n("Another node's clock and ours do not agree"),
    "log": _n("Another State's custody log does not show what it must"),
    "lost": _n("Another State relies on a message of ours that is not in our database"),
    "messages-limit": _n("A State sends more messages than this node takes from it"),
    "misbehaviour": _n("A custody log contradicts itself, and the proof is kept"),
    "snapshot-claim": _n("A node reports a different directory and does not show it"),
    "split-view": _n("States were shown different directories, and the proof is kept"),
    "recovery": _n(
        "What a State returned after our database was restored is invalid or incomplete"
    ),
    "recovery-fork": _n("Two messages of one State have the same number; a repair is needed"),
    "recovery-late": _n("Messages were taken back after the door was open"),
    "recovery-without": _n("The node was opened without what a State keeps of our lost records"),
    "key-end": _n("A key or certificate of this State must be renewed"),
    "token-end": _n("The token of a system of this State must be renewed"),
    "hook-paused": _n("The webhook of a system of this State is paused"),
    "witness": _n("A witness of our log gave an invalid answer"),
    "witness-policy": _n("The witness policy in our own entry cannot be read"),
    "witness-refuses": _n("A witness refuses to cosign our log"),
    "witnesses": _n("Witnesses have not cosigned our log for too long"),
}
"""By the first part of a call's key."""

WITH_PROBLEM = frozenset({"undelivered", "package", "directory", "clock-refused", "key-end"})
"""Alerts of which their name and their problem say all."""

SHOWN_WHOLE = frozenset(
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
        "refused",
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
"""Alerts of which the whole statement is shown, since it says more than their name."""
