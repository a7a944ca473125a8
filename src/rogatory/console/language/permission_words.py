# SPDX-License-Identifier: Apache-2.0
"""Short words for what each permission lets an officer do: the table of roles is for people,
too.
"""

from collections.abc import Mapping

from rogatory.node.permissions import Permission
from rogatory.wire.words import N_

PERMISSIONS: Mapping[str, str] = {
    Permission.READ_THREAD: N_("Read requests and their messages"),
    Permission.ACKNOWLEDGE_PAGE: N_("Acknowledge an alert"),
    Permission.DRAFT_MESSAGE: N_("Write a message"),
    Permission.APPROVE_MESSAGE: N_("Approve a message with a passkey"),
    Permission.SEND_MESSAGE: N_("Send an approved message"),
    Permission.SEND_BY_ONE: N_("Send without a second approval in an emergency, reviewed later"),
    Permission.HAND_OVER_PACKAGE: N_("Hand over a sealed package to the node"),
    Permission.READ_TIMELINE: N_("See sealed packages and their custody"),
    Permission.CONFIRM_STATE_KEY: N_("Confirm a State's changed key"),
    Permission.READ_CARD: N_("See contacts in another State"),
    Permission.ACCEPT_EPOCH: N_("Accept another State's new log"),
    Permission.PROPOSE_POLICY: N_("Propose a policy towards another State"),
    Permission.CONFIRM_POLICY: N_("Confirm a policy as the second officer"),
    Permission.REVIEW_HELD: N_("Decide on a held request"),
    Permission.KEEP_COUNTERPARTS: N_("Keep the register of States without a node"),
    Permission.TRANSCRIBE: N_("Enter a paper of a State without a node"),
    Permission.COMPARE_TRANSCRIPTION: N_("Compare such an entry with the paper"),
    Permission.DISPATCH_LETTER: N_("Record that a letter went out"),
    Permission.READ_CASE_FILE: N_("Read the work inside this State"),
    Permission.WRITE_CASE_FILE: N_("Add notes, numbers and stages to it"),
    Permission.ASSIGN_CASE_FILE: N_("Assign it to an officer or authority"),
    Permission.REFER_CASE_FILE: N_("Refer to an executing authority"),
    Permission.RECORD_ORDER: N_("Record a domestic order"),
    Permission.EXPORT_CASE_FILE: N_("Export the complete record of a request"),
    Permission.RESTRICT_CASE_FILE: N_("Restrict a request to named officers"),
    Permission.READ_STATISTICS: N_("See the statistics of requests"),
    Permission.READ_UNIT: N_("See how the unit is doing, and who has what"),
    Permission.READ_LAW: N_("Read the law in force here"),
    Permission.CORRECT_LAW: N_("Propose a correction to the law's data"),
    Permission.REVIEW_LAW: N_("Accept or decline it as the second person"),
    Permission.DECIDE: N_("Record a decision under the law"),
    Permission.CLASSIFY_OFFENCE: N_("Classify the offence of a received request"),
    Permission.SENIOR_REVIEW: N_("Review a decision as a senior officer"),
    Permission.READ_ROSTER: N_("See who is on duty"),
    Permission.WRITE_ROSTER: N_("Set the roster"),
    Permission.HAND_OVER_WATCH: N_("Hand over duty, or act as substitute"),
    Permission.KEEP_CONTACT: N_("Set where you are alerted"),
    Permission.ACKNOWLEDGE_DRILL: N_("Acknowledge a drill"),
    Permission.READ_DRILLS: N_("See how contact points did in drills"),
    Permission.READ_AUDIT: N_("Read what was done and read, by whom"),
    Permission.VERIFY_LOG: N_("Have the custody log verified"),
    Permission.READ_NODE_HEALTH: N_("See the node's health, storage and keys"),
    Permission.REPEAT_JOB: N_("See the node's failed work, and run it again"),
    Permission.ADMINISTER_ACCOUNTS: N_("Create, close and reset accounts"),
}
