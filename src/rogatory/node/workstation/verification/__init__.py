# SPDX-License-Identifier: Apache-2.0
"""The verification of a package, a bag or a disclosure, and the sources on which its result rests."""
