# SPDX-License-Identifier: Apache-2.0
"""The nodes of the other tests of this room, and the case that the demo plays."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
