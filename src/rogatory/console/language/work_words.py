# SPDX-License-Identifier: Apache-2.0
"""Words for the work of a node, and for the keys and certificates that run out."""

from collections.abc import Mapping

from django.utils.translation import gettext_noop as _n

JOBS: Mapping[str, str] = {
    "apply": _n("counting messages in their request"),
    "deliver": _n("delivering a message"),
    "gap": _n("asking for missing messages"),
    "fetch": _n("fetching a package"),
    "call": _n("alerting an officer"),
    "shift-alert": _n("sending the test alert at the start of a shift"),
    "checkpoint": _n("publishing how far the custody log has grown"),
    "directory": _n("refreshing the directory"),
    "clocks": _n("monitoring deadlines"),
    "call-back": _n("asking for a call-back"),
    "call-back-review": _n("reminding of the review of an emergency"),
    "alone-review": _n("reminding of the review of a message sent without a second approval"),
    "drills": _n("planning drills"),
    "drill": _n("sending a drill"),
    "cards": _n("asking which cards other States have"),
    "card": _n("fetching another State's card"),
    "logs": _n("following the custody logs of other States"),
    "follow-log": _n("following a custody log of another State"),
    "verify-log": _n("verifying the custody log"),
    "relist": _n("bringing the list of requests up to date"),
    "witnesses": _n("having the custody log witnessed"),
    "cosign": _n("asking a witness to cosign"),
    "witness-mark": _n("asking how far other States know a custody log"),
    "witness-explain": _n("asking for the explanation of a contradiction"),
    "spread-proof": _n("handing a proof of misbehaviour to another State's node"),
    "views": _n("asking a witness which directory it uses"),
    "compare-snapshots": _n("comparing two versions of the directory"),
    "recovery": _n("asking a State for what was lost"),
    "taken-back": _n("recording the events of what was recovered"),
    "knock": _n("announcing to another State's node that this one is open"),
    "hook": _n("notifying a system of this State of a change"),
    "object-removal": _n("removing stored files that nothing refers to"),
}
"""By the kind of a job (`node.work.HANDLERS`)."""

EXPIRIES: Mapping[str, str] = {
    "state-ca": _n("certificate of the State's own certification authority"),
    "authority": _n("certificate of an authority"),
    "node-tls": _n("certificate of the node's line"),
    "node-http": _n("certificate of the node's requests"),
    "receipts": _n("certificate of the receipts"),
    "tsa": _n("certificate of the timestamps"),
    "recipient": _n("key that evidence is sealed to"),
    "log": _n("key of the custody log"),
    "witness": _n("key of the witness"),
    "console-tls": _n("certificate of the console"),
    "file": _n("certificate in a file of the node"),
    "system-token": _n("access token of a system"),
}
"""Keys and certificates that end: those of a State's entry by their use, and those in files of the node."""
