# SPDX-License-Identifier: Apache-2.0
"""Which State is bound by which instrument, since when, with which reservations, and who states it."""
