# SPDX-License-Identifier: Apache-2.0
"""Whether a package, a bag or a disclosure is authentic, and whose word that rests on."""
