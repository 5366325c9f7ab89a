"""What a KME says when it does not deliver: the standard's status codes, words and error object.

ETSI GS QKD 014 V1.1.1 knows four codes: 200, 400 (bad request), 401 (unauthorised) and 503 (error
on the server's side), and an object with a ``message`` and, optionally, ``details``.
"""

from typing import Any

BAD_FORMAT = "Bad request format"
NOT_FOUND = "One or more keys specified are not found on KME"
NOT_A_MULTIPLE = "size shall be a multiple of 8"
NO_EXTENSIONS = "not all extension_mandatory parameters are supported"
UNAUTHORISED = "Unauthorized"
TROUBLE = "Error of server side"


class Refusal(Exception):
    """Say why no key is delivered.

    Args:
        status: the HTTP status code.
        message: the standard's words.
        details: one object for each thing that is wrong, such as ``{"number": "at most 64"}``.

    Example:
        >>> Refusal(400, BAD_FORMAT, {"number": "at least 1"}).body
        {'message': 'Bad request format', 'details': [{'number': 'at least 1'}]}
    """

    def __init__(self, status: int, message: str, *details: dict[str, Any]) -> None:
        super().__init__(status, message, *details)
        self.status, self.message, self.details = status, message, details

    @property
    def body(self) -> dict[str, Any]:
        """Return the standard's error object."""
        body: dict[str, Any] = {"message": self.message}
        return {**body, "details": [*self.details]} if self.details else body
