"""What the portal tells of a procedure, beside the catalogue: a draft to complete, a comparison.

Nothing here is written into the catalogue. What is not plainly said is not guessed: it is listed
as missing, with the portal's own words beside it.
"""

import re
import unicodedata
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeVar

import yaml

from backend.catalogue.content import Procedure
from backend.entries import Words
from backend.exchange.idarati import Administration, Sheet
from backend.files import LANGUAGES

Verdict = Literal["same", "differs", "to be judged"]
Fact = TypeVar("Fact")
SLUG_MAX_CHARS = 60
LABEL_HINT = "a label of 20 characters at most"
UNITS: tuple[tuple[str, str], ...] = (
    ("working_days", r"jours? ouvr(?:able|é)s?|أيام عمل|يوم عمل"),
    ("days", r"jours?|يوما?|أيام"),
    ("hours", r"heures?|ساعة|ساعات"),
    ("weeks", r"semaines?|أسبوع|أسابيع"),
    ("months", r"mois|شهرا?|أشهر|شهور"),
    ("years", r"ans?|années?|سنة|سنوات"),
)
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_FREE = re.compile(r"^(?:gratuit(?:e|ement)?|مجانا?|مجاني(?:ة)?|بالمجان)\.?$", re.IGNORECASE)
_PRICE = re.compile(
    r"^(\d+(?:[.,]\d{1,2})?)(?: ?(?:dhs?|mad|dirhams?|درهما?|دراهم))?\.?$", re.IGNORECASE
)


@dataclass
class Draft:
    """A proposal under way."""

    procedure: dict[str, Any]
    words: dict[str, dict[str, Any]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Compared:
    """One aspect, ours beside theirs."""

    aspect: str
    ours: str
    theirs: str
    verdict: Verdict


def draft(sheet: Sheet, today: date, words: Words) -> str:
    """A proposal as YAML for an editor to complete; a paper that has words already keeps its id."""
    title = sheet.procedure.title or ""
    name = _new_id(_slug(title) or "idarati_procedure", {key[1] for key in words})
    made = Draft({"id": name})
    _add_names(made, name, title)
    _add_documents(made, sheet, words)
    _add_facts(made, sheet)
    _add_link(made, name, sheet)
    made.procedure["sources"] = [_source(sheet, today)]
    made.procedure["checked_on"] = f"{today:%Y-%m}"
    tree = {
        "portal": _told(sheet),
        "procedure": made.procedure,
        "words": made.words,
        "missing": made.missing,
    }
    return f"{_heading(today)}{_yaml(tree)}"


def compare(procedure: Procedure, sheet: Sheet) -> list[Compared]:
    """Price, delay and number of papers, ours beside theirs."""
    portal = sheet.procedure
    ours, theirs = len(procedure.documents), len(sheet.documents)
    fees = {float(fee.amount_mad) for fee in procedure.fees}
    delays: set[tuple[int, str]] = {(delay.amount, delay.unit) for delay in procedure.delays}
    price, delay = price_of(portal.price), delay_of(portal.delay)
    return [
        Compared(
            "fee",
            ", ".join(f"{fee:g} MAD" for fee in sorted(fees)) or "nothing known",
            portal.price or "nothing said",
            _verdict(fees, price),
        ),
        Compared(
            "delay",
            ", ".join(f"{amount} {unit}" for amount, unit in sorted(delays)) or "nothing known",
            portal.delay or "nothing said",
            _verdict(delays, delay),
        ),
        Compared("documents", str(ours), str(theirs), "same" if ours == theirs else "differs"),
    ]


def price_of(text: str | None) -> float | None:
    """The price in dirhams where the text is one price and nothing else."""
    if text and _FREE.match(text):
        return 0
    found = _PRICE.match(text or "")
    return float(found.group(1).replace(",", ".")) if found else None


def delay_of(text: str | None) -> tuple[int, str] | None:
    """Amount and unit where the text is one delay and nothing else."""
    for unit, pattern in UNITS:
        found = re.match(rf"^(\d{{1,3}}) ?(?:{pattern})\.?$", text or "", re.IGNORECASE)
        if found:
            return int(found.group(1)), unit
    return None


def _add_names(made: Draft, name: str, title: str) -> None:
    language = _language(title)
    made.procedure["names"] = {language: [title]} if title else {}
    given = {language} if title else set()
    made.missing += [f"procedure.names.{other}" for other in LANGUAGES if other not in given]
    made.missing.append(f"words.procedure.{name}: {', '.join(LANGUAGES)} ({LABEL_HINT})")


def _add_documents(made: Draft, sheet: Sheet, words: Words) -> None:
    present: dict[str, str] = {}
    for (kind, name), wording in words.items():
        if kind == "document":
            present.setdefault(wording.fr.casefold(), name)
            present.setdefault(wording.ar.casefold(), name)
    taken = {name for kind, name in words if kind == "document"}
    listed: list[str] = []
    for number, document in enumerate(sheet.documents, start=1):
        title = document.title or ""
        if title.casefold() not in present:
            new = _new_id(_slug(title) or f"{made.procedure['id']}_paper_{number}", taken)
            taken.add(new)
            present[title.casefold()] = new
            _add_words(made, "document", new, title)
        listed.append(present[title.casefold()])
    listed = list(dict.fromkeys(listed))
    made.procedure["documents"] = listed
    if not listed:
        made.missing.append("procedure.documents: the portal lists none")


def _add_words(made: Draft, kind: str, name: str, title: str, **more: str) -> None:
    language = _language(title)
    made.words.setdefault(kind, {})[name] = {**({language: title} if title else {}), **more}
    given = {language} if title else set()
    others = [other for other in LANGUAGES if other not in given]
    made.missing.append(f"words.{kind}.{name}: {', '.join(others)}")


def _add_facts(made: Draft, sheet: Sheet) -> None:
    portal = sheet.procedure
    price, delay = price_of(portal.price), delay_of(portal.delay)
    made.missing.append("procedure.office: see portal.receiving, portal.delivering")
    if price is not None:
        made.procedure["fees"] = [{"amount_mad": int(price) if price.is_integer() else price}]
    else:
        made.missing.append("procedure.fees: see portal.price")
    if delay is not None:
        made.procedure["delays"] = [{"amount": delay[0], "unit": delay[1]}]
        made.missing.append("procedure.delays.nature: usual, at_most, legal or deadline")
    else:
        made.missing.append("procedure.delays: see portal.delay, portal.average_delay")
    if (portal.validity_days or "").isdecimal() and portal.validity_days != "0":
        made.procedure["validity"] = [{"amount": int(portal.validity_days or 0), "unit": "days"}]
    made.missing += ["procedure.steps", "procedure.eligibility", "conditions of papers and prices"]


def _add_link(made: Draft, name: str, sheet: Sheet) -> None:
    site = sheet.procedure.site
    if site and re.match(r"^https?://[^\s<>\"]+$", site):
        link = f"{name}_site"
        made.procedure["online"] = [link]
        _add_words(made, "link", link, "", url=site)


def _source(sheet: Sheet, today: date) -> dict[str, str]:
    return {
        "title": f"idarati.ma - {sheet.procedure.title or 'sans titre'}",
        "url": sheet.url,
        "dated": today.isoformat(),
        "kind": "official",
    }


def _told(sheet: Sheet) -> dict[str, Any]:
    """The portal's own words."""
    portal = sheet.procedure
    told = {
        "title": portal.title,
        "price": portal.price,
        "delay": portal.delay,
        "average_delay": portal.average_delay,
        "validity_days": portal.validity_days,
        "site": portal.site,
        "receiving": list(_titles(portal.receiving)),
        "delivering": list(_titles(portal.delivering)),
        "in_charge": portal.in_charge.title if portal.in_charge else None,
        "description": portal.description,
    }
    return {key: value for key, value in told.items() if value}


def _titles(administrations: list[Administration] | None) -> Iterator[str]:
    yield from (one.title for one in administrations or () if one.title)


def _verdict(ours: Set[Fact], theirs: Fact | None) -> Verdict:
    """Whether ours is theirs; for people to judge where one says nothing plain, or we say more."""
    if theirs is None or not ours:
        return "to be judged"
    if ours == {theirs}:
        return "same"
    return "to be judged" if theirs in ours else "differs"


def _language(text: str) -> str:
    return "ar" if _ARABIC.search(text) else "fr"


def _slug(text: str) -> str:
    """An id made of the Latin letters of a text; empty where it has none to begin with."""
    letters = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    slug = re.sub(r"[^a-z0-9]+", "_", letters).strip("_")
    return re.sub(r"^[^a-z]+", "", slug)[:SLUG_MAX_CHARS].strip("_")


def _new_id(name: str, taken: set[str]) -> str:
    """The name, or with a number where it is taken."""
    number = 2
    candidate = name
    while candidate in taken:
        candidate = f"{name}_{number}"
        number += 1
    return candidate


def _heading(today: date) -> str:
    return (
        f"# Draft from idarati.ma, read on {today}. It is in no catalogue yet.\n"
        "# Complete what `missing` names, check every fact, then put `procedure` and `words` into\n"
        "# the catalogue's files or workbook.\n"
    )


def _yaml(tree: dict[str, Any]) -> str:
    return yaml.safe_dump(
        tree, allow_unicode=True, sort_keys=False, default_flow_style=False, width=110
    )
