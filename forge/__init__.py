# SPDX-License-Identifier: Apache-2.0
"""The forger's bench: honest evidence, forgers that each hold one thing, and every judge's answer.

`python -m forge` makes the forgeries of one or more seeds and compares what the judges say with the
table of `forge.tables.allowed_forgeries`. Reading order: `material` (what is honest), `forgers` (who holds what),
`changes` (what each of them does to it), `resigning`, `judges`, `allowed_forgeries`, `bench`, `findings`,
`running`.

Each distinct artifact is judged once. A forger whose keys sign nothing of a change again makes the
artifact of who holds no key, byte for byte: it is skipped, and that one's verdict is compared with his
row of the table. Where a forger's signature is refused already over an honest artifact, or only the
reader's directory is another one, a seed in ten judges the changes that anybody can make. Several seeds
share the table: of ten, each distinct artifact is judged in one, unless `--whole` is given.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
"""The checkout: the casts of the tests play the honest case, and the verifier is in no package."""

for _place in ("tests", "verifier"):
    if str(ROOT / _place) not in sys.path:
        sys.path.insert(0, str(ROOT / _place))
