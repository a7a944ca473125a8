# SPDX-License-Identifier: Apache-2.0
"""Threads as the store keeps them: transcript, keys, channel, form in which a message travels."""
