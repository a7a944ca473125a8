# SPDX-License-Identifier: Apache-2.0
"""The use-cases of a node and of a workstation, one verb a file, over ports.

A use-case takes its ports and values as arguments and decides; `ports.py` declares what it needs
from outside. It never holds a transaction during input, output or signing.
"""
