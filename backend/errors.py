"""What can go wrong, with the stable code that callers rely on.

BackendError
├── ContentError         a data file is wrong; raised by `load`, never by a request
├── DatabaseUnavailable  503, worth a retry
├── IndexNotWritten      the folder for data refuses it; never raised by a request
└── RequestError         the caller's fault, never worth a retry
    ├── Unauthorized     401
    ├── UnknownProcedure 404
    ├── UnknownRequest   404
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
    """A file of the content folder is wrong; the text names the file and the id."""

    code = "invalid_content"


class DatabaseUnavailable(BackendError):
    """The database does not answer, or its tables are not there yet."""

    code = "database_unavailable"
    status = 503
    retryable = True


class IndexNotWritten(BackendError):
    """The catalogue's index can not be written; the text names the file."""

    code = "index_not_written"


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
