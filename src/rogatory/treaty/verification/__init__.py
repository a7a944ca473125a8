# SPDX-License-Identifier: Apache-2.0
"""The lawyer's verification of the law: its lines, the sheet in which they are read, and progress."""
