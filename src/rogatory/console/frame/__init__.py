# SPDX-License-Identifier: Apache-2.0
"""Parts around every page: access, the answer, the frame, values posted, refusals."""
