# SPDX-License-Identifier: Apache-2.0
"""The custody log looked at from outside itself: computed again, exported, and others' followed."""
