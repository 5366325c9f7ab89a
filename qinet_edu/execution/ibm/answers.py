"""What IBM's client says, put so that a student can use it and nobody else can."""

import logging
import re
import warnings

from qinet_edu.redaction import redact

# Known and harmless, each for a reason: what it warns of is checked by the course itself.
SILENCED = (
    (r"The SamplerV2 class is deprecated", DeprecationWarning),  # kept until the other is proven
    (r"The backend \S+ currently has a status of", UserWarning),
    (r"This instance has met its usage limit", UserWarning),
    (r"There is currently no more time available", UserWarning),
)
NO_NEWS = ("Loading account with the given token", "Loading instance", "Using instance")
# The client would go on and send the API key itself, to another host than the one that asks it.
REFUSED = r"Unable to retrieve IBM Cloud access token"


def name_warnings() -> None:
    """Filter the warnings named above, and no others.

    Not within ``catch_warnings``: it changes what the whole process shows, and would put it back
    wrongly when two threads ask at once.
    """
    for text, category in SILENCED:
        warnings.filterwarnings("ignore", message=text, category=category)
    warnings.filterwarnings("error", message=REFUSED)


def fit_to_show(record: logging.LogRecord) -> bool:
    """Drop what the client logs about an account that it was given on purpose; redact the rest."""
    record.msg, record.args = redact(record.getMessage()), ()
    return not record.msg.startswith(NO_NEWS)


def said(problem: BaseException, code: int | None) -> str:
    """Return what the service said, without the wrapping that the client put around it."""
    text = str(problem) or type(problem).__name__
    answered = "no usable answer" if code is None else f"the service answered {code}"
    if message := re.search(r'"message": ?"([^"]+)"', text):
        return f"{answered}: {message[1]}"
    return answered if re.search(r"(Client|Server) Error", text) else f"{answered}: {text[:160]}"


def code_of(problem: BaseException) -> int | None:
    """Dig out the HTTP status: the client hides it in what an exception came from."""
    links: list[BaseException] = []
    link: BaseException | None = problem
    while link is not None and len(links) < 10:
        links.append(link)
        link = link.__cause__ or link.__context__
    if any(map(_knows_no_such_key, links)):
        return 401
    for link in links:
        if type(link).__name__ == "IBMNotAuthorizedError":
            return 401
        if type(link).__name__ in ("QiskitBackendNotFoundError", "RuntimeJobNotFound"):
            # For a device the client says so of any trouble; what it came from says more.
            continue
        for name in ("status_code", "code"):
            code = getattr(link, name, None)
            if isinstance(code, int) and code > 0:
                return code
        if told := re.search(r"\b([45]\d\d) (?:Client|Server) Error", str(link)):
            return int(told[1])
    names = {type(link).__name__ for link in links}
    if names & {"QiskitBackendNotFoundError", "RuntimeJobNotFound"}:
        return 404
    return 400 if names & {"IBMInputValueError", "TranspilerError", "QpyError"} else None


def _knows_no_such_key(problem: BaseException) -> bool:
    """Tell whether the service that gives out access refused the key: with 400, of all numbers."""
    answer = getattr(problem, "http_response", None)
    refused = getattr(answer, "status_code", 0) in (400, 401, 403)
    return refused and str(getattr(answer, "url", "")).endswith("/identity/token")
