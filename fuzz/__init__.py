# SPDX-License-Identifier: Apache-2.0
"""Coverage-guided fuzzing of every reader of foreign bytes: `just fuzz [--minutes N]`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "verifier"))  # one file, in no package
