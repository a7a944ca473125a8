# SPDX-License-Identifier: Apache-2.0
"""Witnesses: this node cosigns its peers' logs, and they cosign its own."""
