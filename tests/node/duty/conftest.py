# SPDX-License-Identifier: Apache-2.0
"""The folder of the casts stands on the path."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
