# SPDX-License-Identifier: Apache-2.0
"""The use of what another State gave: what limits it, and what notices release of it."""
