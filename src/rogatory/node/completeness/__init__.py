# SPDX-License-Identifier: Apache-2.0
"""Whether the store is complete after a loss, and what is closed until it is."""
