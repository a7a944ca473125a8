# SPDX-License-Identifier: Apache-2.0
"""A home after the loss of its disk: a new log epoch, and taking back what was lost."""
