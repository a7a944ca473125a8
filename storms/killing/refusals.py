# SPDX-License-Identifier: Apache-2.0
"""Why a kill test does not begin, or ends without what it was to show."""

from rogatory.errors import Code

SIEGE_BEGUN = Code(
    "exercise-siege-begun",
    "There is a kill test in {path} already.",
    "Go on with it by --resume, or give another --home to begin anew.",
)
SIEGE_LOST = Code(
    "exercise-siege-lost",
    "After the storm {seed}: {problem}.",
    "Look into the nodes' databases and logs, which are left as they are: the program is wrong.",
)
SIEGE_INTERRUPTED = Code(
    "exercise-siege-interrupted",
    "Interrupted; the part that was under way is forgotten, and what was sent in it is still judged.",
    "Go on with --resume.",
)
