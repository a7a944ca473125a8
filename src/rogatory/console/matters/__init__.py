# SPDX-License-Identifier: Apache-2.0
"""Pages on the work inside one's own State. Nothing of them leaves it."""
