# SPDX-License-Identifier: Apache-2.0
"""Cases as files, and what plays them: over real nodes, or over twins in one process.

A file describes for a trainer what it teaches, which States meet and which instruments are in force
between them; then who does what, what is refused, and what must be true at both ends.
"""
