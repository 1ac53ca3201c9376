"""What can go wrong, with the stable code that callers rely on.

BackendError
├── ContentError         a data file or an edit is wrong
├── DatabaseUnavailable  503, worth a retry
├── PortalUnavailable    a foreign portal is switched off, silent or not as expected; commands only
├── IndexNotWritten      the folder for data refuses it; never raised by a request
└── RequestError         the caller's fault, never worth a retry
    ├── Unauthorized     401
    ├── UnknownProcedure 404
    ├── UnknownRequest   404
    ├── UnknownNotice    404
    ├── UnknownEntry     404
    ├── BodyTooLarge     413
    ├── InvalidRequest   422
    └── UnknownService   422
"""


class BackendError(Exception):
    """An error with a stable code, a status and a text for operators."""

    code = "internal_error"
    status = 500
    retryable = False


class ContentError(BackendError):
    """Content is wrong; the text names the file, row or id. Of an edit over HTTP: 422."""

    code = "invalid_content"
    status = 422


class DatabaseUnavailable(BackendError):
    """The database does not answer, or its tables are not there yet."""

    code = "database_unavailable"
    status = 503
    retryable = True


class IndexNotWritten(BackendError):
    """The catalogue's index can not be written; the text names the file."""

    code = "index_not_written"


class PortalUnavailable(BackendError):
    """A portal of the State can not be asked, or its answer has another form than expected."""

    code = "portal_unavailable"
    status = 502
    retryable = True


class RequestError(BackendError):
    """The caller asked for something that can not be had."""

    code = "invalid_request"
    status = 400


class Unauthorized(RequestError):
    """The bearer token is missing or wrong."""

    code = "unauthorized"
    status = 401


class UnknownProcedure(RequestError):
    """No procedure has this id."""

    code = "unknown_procedure"
    status = 404


class UnknownNotice(RequestError):
    """No notice has this id."""

    code = "unknown_notice"
    status = 404


class UnknownEntry(RequestError):
    """No word, office, contact or day has this id."""

    code = "unknown_entry"
    status = 404


class UnknownRequest(RequestError):
    """No request has this reference."""

    code = "unknown_request"
    status = 404


class BodyTooLarge(RequestError):
    """The request's body is over the limit."""

    code = "body_too_large"
    status = 413


class InvalidRequest(RequestError):
    """The parameters or the body do not have the documented form."""

    status = 422


class UnknownService(RequestError):
    """No request can be made for this service."""

    code = "unknown_service"
    status = 422
