# SPDX-License-Identifier: Apache-2.0
"""From the first word that an officer types to the draft that another may approve, and back."""
