# SPDX-License-Identifier: Apache-2.0
"""What the bootstrap room refuses."""

from rogatory.errors import Code

_OPERATOR = "The node's operator must"

HOME_EXISTS = Code(
    "home-exists", "{path} already holds a node.", f"{_OPERATOR} name another folder."
)
HOME_ABSENT = Code(
    "home-absent",
    "{path} holds no node: node.toml is not there.",
    f"{_OPERATOR} name the node's home, or create one.",
)
HOME_SETTING = Code(
    "home-setting", "In node.toml, {name} {problem}.", f"{_OPERATOR} correct node.toml."
)
KEY_ABSENT = Code(
    "key-absent",
    "The key file {path} is not there.",
    f"{_OPERATOR} put the node's keys in place, or make new ones and have them listed.",
)
KEY_READABLE = Code(
    "key-readable",
    "Others than the owner may read {path} (mode {mode}).",
    f"{_OPERATOR} take their rights away (chmod 600) and consider the key seen.",
)
DIRECTORY_STALE = Code(
    "directory-stale",
    "The directory was last known to be current at {since}, longer ago than {grace}.",
    f"{_OPERATOR} restore the way to the directory and refresh it.",
)
SIGNER_NOT_OURS = Code(
    "signer-not-ours",
    "This node holds no signing key of {authority}.",
    f"{_OPERATOR} install the key of that authority, or the message be sent from its own node.",
)
APPROVALS_TOO_FEW = Code(
    "approvals-too-few",
    "A message of the kind {kind} from {authority} needs {needed} approvals; {found} count.",
    "Further officers of the authority with the role approver must approve it.",
)
APPROVAL_VERDICT = Code(
    "approval-verdict",
    "Officer {officer} gave the verdict {verdict}, not approve.",
    "The officer must judge the message again, or the draft be withdrawn.",
)
APPROVAL_TWICE = Code(
    "approval-twice",
    "Officer {officer} approved more than once; that counts as one.",
    "Leave the second approval out.",
)
APPROVER_NOT_OF_AUTHORITY = Code(
    "approver-not-of-authority",
    "Officer {officer} does not belong to {authority}.",
    "An officer of that authority must approve it.",
)
APPROVER_ROLE = Code(
    "approver-role",
    "Officer {officer} has not the role approver.",
    "An approver must approve it, or the State's register of officers be changed.",
)
EVENT_NOT_OURS = Code(
    "event-not-ours",
    "A custody event of the network {network} is not signed on this node.",
    "Whoever made the event must name this network.",
)
NODE_ALREADY_RUNS = Code(
    "node-already-runs",
    "A node already runs in {path} (process {pid}).",
    f"{_OPERATOR} stop it first.",
)
CHILD_FAILED = Code(
    "node-child-failed",
    "The {name} of the node ended {times} times within {seconds} seconds.",
    f"{_OPERATOR} read its log, {{log}}.",
)
PORT_TAKEN = Code(
    "port-taken",
    "Port {port} of {host}, which node.toml names for the {name}, is in use.",
    f"{_OPERATOR} stop what uses it, or choose another port and have it listed.",
)
