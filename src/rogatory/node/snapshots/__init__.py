# SPDX-License-Identifier: Apache-2.0
"""Snapshots of the directory compared with those that other nodes used, so that a split view is found."""
