# SPDX-License-Identifier: Apache-2.0
"""Pages on the law as this node has it: every statement with its source, date and certainty."""
