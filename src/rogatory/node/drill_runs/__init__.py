# SPDX-License-Identifier: Apache-2.0
"""A drill in progress: planned at random, sent, acknowledged by an officer on duty."""
