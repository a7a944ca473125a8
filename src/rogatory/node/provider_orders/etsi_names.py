# SPDX-License-Identifier: Apache-2.0
"""Names of ETSI TS 103 120 (HI-1): namespaces, types of objects, dictionaries, and the version that was tried."""

from collections.abc import Mapping

CORE = "http://uri.etsi.org/03120/common/2019/10/Core"
COMMON = "http://uri.etsi.org/03120/common/2016/02/Common"
AUTHORISATION = "http://uri.etsi.org/03120/common/2020/09/Authorisation"
DOCUMENT = "http://uri.etsi.org/03120/common/2020/09/Document"
TASK = "http://uri.etsi.org/03120/common/2020/09/Task"
XSI = "http://www.w3.org/2001/XMLSchema-instance"

PREFIXES: Mapping[str, str] = {
    "": CORE,
    "xsi": XSI,
    "common": COMMON,
    "auth": AUTHORISATION,
    "doc": DOCUMENT,
    "task": TASK,
}
"""The prefixes of what we write, as ETSI's examples have them."""

OWN_NAMESPACES = frozenset(
    {
        *PREFIXES.values(),
        "http://uri.etsi.org/03120/common/2016/02/Notification",
        "http://uri.etsi.org/03120/common/2019/10/Delivery",
        "http://uri.etsi.org/03120/common/2022/07/TrafficPolicy",
        "http://uri.etsi.org/03280/common/2017/07",
    }
)
"""ETSI's own: a name of another namespace is shown with it, since it may only look like one of these."""

SIGNATURE = "Signature"

ETSI_VERSION = "V1.12.1"
"""The version that is written, and the only one whose schemas and examples the reader was tried with."""

PROFILE_OWNER, PROFILE_VERSION = "rogatory", "1"
"""The profile that a message of ours names: section 24.1 of the specification."""

ETSI, OWN = "ETSI", "rogatory"
"""Owners of dictionaries: ETSI's values, and those of the profile where ETSI has none."""

LONGEST_SHORT = 255
"""Characters of ETSI's ShortString."""
