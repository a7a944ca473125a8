# SPDX-License-Identifier: Apache-2.0
"""Parts that tests of several folders share: a package for each domain."""
