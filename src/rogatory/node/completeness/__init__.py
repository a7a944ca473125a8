# SPDX-License-Identifier: Apache-2.0
"""The completeness of the store after a loss, and what is closed until it is complete."""
