# SPDX-License-Identifier: Apache-2.0
"""The law as this node has it, and the provisions of it that a request is cited under."""
