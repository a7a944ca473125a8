# SPDX-License-Identifier: Apache-2.0
"""The nodes of the other tests of this package, and the case that the demo plays."""
