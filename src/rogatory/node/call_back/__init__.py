# SPDX-License-Identifier: Apache-2.0
"""The call-back of an emergency: asked, answered, or decided without an answer."""
