# SPDX-License-Identifier: Apache-2.0
"""A State's entry in the making, in a folder at the State: written, judged, signed, handed in."""
