# SPDX-License-Identifier: Apache-2.0
"""What a message's body holds: its rules, identifiers, labels and plain words."""
