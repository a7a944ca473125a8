# SPDX-License-Identifier: Apache-2.0
"""Snapshots of the directory compared with those that other nodes went by: a split view is found so."""
