"""The public interface of idarati.ma, asked politely; off until its address is set.

Its form was described by a third party and never tried against the site: every field may be
missing, and what can not be read is told, not guessed.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Self, TypeVar
from urllib.parse import quote

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from backend.errors import PortalUnavailable

TIMEOUT = httpx.Timeout(15.0, connect=5.0)
PAGE_SIZE = 100
PAGES_MAX = 30  # the whole portal had 26 of this size
AGENT = "Jawab (content of a commune; asks for single procedures)"
OFF = (
    "idarati.ma is never asked: JAWAB_IDARATI_URL is empty. Read the site's terms of use; where "
    "they permit it, set the variable to the address of its interface "
    "(https://idarati.ma/api/informational)"
)
PartT = TypeVar("PartT", bound="_Part")
_TAG = re.compile(r"<[^>]*>")


class _Part(BaseModel):
    """Anything in an answer: numbers may stand for texts, what is not known is ignored."""

    model_config = ConfigDict(frozen=True, coerce_numbers_to_str=True, extra="ignore")

    @field_validator("*", mode="before")
    @classmethod
    def _plain(cls, value: Any) -> Any:  # noqa: ANN401 (as it comes)
        return plain(value) if isinstance(value, str) else value


class Listed(_Part):
    """A procedure as the search shows it."""

    id: str | None = None
    title: str | None = None
    administration: str | None = Field(None, alias="administrationTitle")


class Administration(_Part):
    """An administration, of which only the name is used."""

    title: str | None = None


class Section(_Part):
    """A heading of a list of papers."""

    title: str | None = None
    sort: int | None = None


class PortalDocument(_Part):
    """A paper of a procedure."""

    title: str | None = None
    section: Section | None = None
    sort: int | None = None


class PortalProcedure(_Part):
    """A procedure as the portal tells it; None where it tells nothing."""

    title: str | None = None
    description: str | None = None
    price: str | None = None
    delay: str | None = None
    average_delay: str | None = Field(None, alias="averageDelay")
    site: str | None = Field(None, alias="webSiteUrl")
    validity_days: str | None = Field(None, alias="validityDurationInDays")
    receiving: list[Administration] | None = Field(None, alias="receivingAdministrations")
    delivering: list[Administration] | None = Field(None, alias="deliveringAdministrations")
    in_charge: Administration | None = Field(None, alias="administrationInCharge")


@dataclass(frozen=True)
class Sheet:
    """A procedure with its papers, and the address at which it was read."""

    url: str
    procedure: PortalProcedure
    documents: list[PortalDocument]


class Idarati:
    """Asks the portal; every method raises PortalUnavailable."""

    def __init__(self, url: str, *, transport: httpx.BaseTransport | None = None) -> None:
        """Prepare a client of the interface at `url`; raises PortalUnavailable where it is off."""
        if not url:
            raise PortalUnavailable(OFF)
        self._url = url.rstrip("/")
        self._client = httpx.Client(
            timeout=TIMEOUT,
            transport=transport,
            headers={"User-Agent": AGENT, "Accept": "application/json"},
        )

    def __enter__(self) -> Self:
        """Ask more than once over one connection."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the connection."""
        self._client.close()

    def search(self, title: str) -> list[Listed]:
        """The procedures whose title has these words, of all pages, each once."""
        found: dict[str, Listed] = {}
        for page in self._pages(title):
            before = len(found)
            for listed in (_read(Listed, entry) for entry in page if isinstance(entry, dict)):
                if listed.id is not None:
                    found.setdefault(listed.id, listed)
            if len(found) == before:  # a site that shows the same page again would never end
                break
        return list(found.values())

    def procedure(self, name: str) -> PortalProcedure:
        """One procedure by the portal's own id."""
        answer = self._get(f"procedures/{quote(name, safe='')}")
        if not isinstance(answer, dict) or not answer:
            raise PortalUnavailable(f"idarati.ma has no procedure {name}, or not as expected")
        return _read(PortalProcedure, answer)

    def documents(self, name: str) -> list[PortalDocument]:
        """Its papers, in the order of the portal; those without a title are left out."""
        answer = self._get(f"procedures/{quote(name, safe='')}/documents")
        if not isinstance(answer, list):
            raise PortalUnavailable("idarati.ma: a list of papers was expected")
        found = [_read(PortalDocument, entry) for entry in answer if isinstance(entry, dict)]
        return sorted((one for one in found if one.title), key=_place)

    def sheet(self, name: str) -> Sheet:
        """A procedure with its papers."""
        url = f"{self._url}/procedures/{quote(name, safe='')}"
        return Sheet(url, self.procedure(name), self.documents(name))

    def _pages(self, title: str) -> Iterator[list[Any]]:
        for number in range(PAGES_MAX):
            answer = self._get(
                "procedures/search", {"title": title, "size": PAGE_SIZE, "page": number}
            )
            content = answer.get("content") if isinstance(answer, dict) else None
            if not isinstance(content, list):
                raise PortalUnavailable("idarati.ma: a page of procedures was expected")
            yield content
            pages = answer.get("totalPages")
            if not content or not isinstance(pages, int) or number + 1 >= pages:
                return

    def _get(self, path: str, params: dict[str, str | int] | None = None) -> Any:  # noqa: ANN401
        """The answer's JSON; raises PortalUnavailable with what came instead."""
        try:
            response = self._client.get(f"{self._url}/{path}", params=params)
        except httpx.TimeoutException as error:
            raise PortalUnavailable("idarati.ma did not answer in time") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            kind = type(error).__name__
            raise PortalUnavailable(f"idarati.ma can not be reached ({kind})") from error
        if response.status_code != httpx.codes.OK:
            raise PortalUnavailable(f"idarati.ma answered with status {response.status_code}")
        try:
            return response.json()
        except (ValueError, RecursionError) as error:
            kind = response.headers.get("content-type", "no type")
            raise PortalUnavailable(f"idarati.ma answered with {kind}, not with JSON") from error


def _read(model: type[PartT], entry: dict[str, Any]) -> PartT:
    """The entry without the fields that have another form than expected."""
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        odd = {mistake["loc"][0] for mistake in error.errors(include_url=False)}
    return model.model_validate({key: value for key, value in entry.items() if key not in odd})


def _place(document: PortalDocument) -> tuple[int, int]:
    section = document.section
    return (section.sort or 0 if section else 0, document.sort or 0)


def plain(text: str) -> str | None:
    """Text without marks of HTML and spare space; None where nothing is left."""
    return " ".join(html.unescape(_TAG.sub(" ", text)).split()) or None
