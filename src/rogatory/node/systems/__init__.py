# SPDX-License-Identifier: Apache-2.0
"""Systems of the State itself: the tokens with which they use the API, and what each may read."""
