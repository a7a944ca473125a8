# SPDX-License-Identifier: Apache-2.0
"""What a node and a workstation do: the use-cases, one verb a file, over ports.

A use-case takes its ports and values as arguments and decides; what it needs of the world
stands in `ports.py`. It holds no transaction over input, output or signing.
"""
