# SPDX-License-Identifier: Apache-2.0
"""The forger's bench: honest evidence, forgers that each hold one thing, and every judge's answer.

`python -m forge` makes the forgeries of one or more seeds and compares what the judges say with the
table of `forge.expected`. Reading order: `material` (what is honest), `forgers` (who holds what),
`changes` (what each of them does to it), `judges`, `expected`, `bench`.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
"""The checkout: the casts of the tests play the honest case, and the verifier is in no package."""

for _place in ("tests/casts", "verifier"):
    if str(ROOT / _place) not in sys.path:
        sys.path.insert(0, str(ROOT / _place))
