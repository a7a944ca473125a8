# SPDX-License-Identifier: Apache-2.0
"""Pages on letters: transcribing, comparing, dispatching, letting proceed."""
