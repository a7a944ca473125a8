# SPDX-License-Identifier: Apache-2.0
"""Reading a law that was stored, in the form of today and in that of before."""
