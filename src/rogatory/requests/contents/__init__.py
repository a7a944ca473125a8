# SPDX-License-Identifier: Apache-2.0
"""The body of a message: its rules, identifiers, labels and plain words."""
