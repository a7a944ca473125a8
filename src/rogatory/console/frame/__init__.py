# SPDX-License-Identifier: Apache-2.0
"""What stands around every page: access, the answer, the frame, values posted, refusals."""
