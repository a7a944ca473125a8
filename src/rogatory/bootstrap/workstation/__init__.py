# SPDX-License-Identifier: Apache-2.0
"""The workstation: its door and server, and what it reaches outside itself."""
