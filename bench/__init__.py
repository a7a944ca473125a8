# SPDX-License-Identifier: Apache-2.0
"""How fast and how large: measured against what one would use today, and against the machine's own
limits, in the same run. Nothing here is asserted by a test; figures are printed, with their load.

    python -m bench --help        everything in docs/benchmarks.md
    python -m bench.scale         the demo with ten thousand odd files and with a 2 GiB image
"""
