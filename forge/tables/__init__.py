# SPDX-License-Identifier: Apache-2.0
"""What the bench knows of the format, and what each judge must answer, with the reason of each exception."""
