# SPDX-License-Identifier: Apache-2.0
"""How an officer is called outside the node: by mail, by a signed webhook.

Both carry a reference and a level of urgency, and nothing of a case: mail is read on telephones and
by those who run mail servers, an on-call service is somebody else's machine.
"""
