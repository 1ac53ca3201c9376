"""A bundle in which every field is set, with texts that files tend to spoil."""

from pathlib import Path
from typing import Any

from backend.catalogue.content import (
    DocumentWording,
    LinkWording,
    NamedWording,
    PaperWording,
    Procedure,
)
from backend.catalogue.words import ASPECTS, KINDS
from backend.entries import Wording, Words
from backend.exchange.bundle import Bundle, in_order
from backend.exchange.yaml_files import read_folder
from backend.offices.content import CalendarEntry, Contact, Directory, Office
from tests.backend.factories import ROOT

DATA = ROOT / "data"
# What a spreadsheet, a CSV or YAML could take for something else.
ODD_TEXTS = (
    "=1+1",
    '=HYPERLINK("http://x","y")',
    "+212 524",
    "-5",
    "@SUM(A1)",
    "a | b \\| c\\",
    "|",
    "\\",
    "_x0041_ and _x005F_",
    "ends with _x000D_",
    "tab\there, bell\x07, return\rthere",
    "2026-11",
    "1e5",
    "007",
    "yes",
    "null",
    "'quoted' \"twice\" # no remark: none",
    "نص بالعربية، مع أرقام 123",
    "l3a9d — 7e9 ‏\u2028 ✓ 𝒳",
)


def texts(prefix: str) -> dict[str, str]:
    """A text of its own in each language."""
    return {language: f"{prefix} {language}" for language in ("fr", "ar", "ary", "ary-Latn")}


def many(*more: str) -> dict[str, list[str]]:
    """Several names in each language."""
    return {language: [f"nom {language}", *more] for language in ("fr", "ar", "ary", "ary-Latn")}


SOURCE = {"title": "=A law", "url": "https://x.example/?a=1", "dated": "2026-11-30", "kind": "law"}

PROCEDURE: dict[str, Any] = {
    "id": "full",
    "owner": "+urbanism",
    "review_months": 12,
    "valid_from": "2026-01-01",
    "valid_to": "2027-12-31",
    "topic": "law",
    "family": "some_family",
    "asks_which": True,
    "names": many(*ODD_TEXTS),
    "questions": many(*ODD_TEXTS),
    "office": "full_office",
    "urgent": "note_b",
    "note": "note_a",
    "documents": [
        {"id": "paper_b", "condition": "cond_b"},
        {"id": "paper_a"},
        {"id": "paper_b", "condition": "cond_a"},
    ],
    "document_notes": ["note_b", "note_a"],
    "steps": ["step_b", "step_a"],
    "fees": [
        {"what": "stamp", "amount_mad": 75.5, "condition": "cond_a"},
        {"amount_mad": 0},
        {"amount_mad": 0},
    ],
    "fee_notes": ["note_c"],
    "delays": [
        {"amount": 3, "unit": "working_days", "nature": "at_most", "condition": "cond_a"},
        {"amount": 1, "unit": "hours", "nature": "usual"},
    ],
    "delay_notes": ["note_d"],
    "validity": [{"amount": 3, "unit": "months", "condition": "cond_b"}],
    "validity_notes": ["note_e"],
    "eligibility": ["note_f"],
    "where_notes": ["note_g"],
    "online": ["link_b", "link_a"],
    "online_notes": ["note_h"],
    "sources": [SOURCE, {"title": "2026", "dated": "2026", "kind": "press"}],
    "standing": dict.fromkeys(ASPECTS, "stated"),
    "checked_on": "2026-11",
}

OFFICE: dict[str, Any] = {
    "id": "full_office",
    "kind": "commune",
    "phone": "0524 47 00 00",
    "address": texts("=rue"),
    "hours": [
        {"days": ["mon", "tue"], "opens": "08:30", "closes": "12:00"},
        {"days": ["mon"], "opens": "14:00", "closes": "16:30"},
    ],
    "ramadan_hours": [{"days": ["fri"], "opens": "09:00", "closes": "15:00"}],
    "open_on_holidays": True,
    "confirmed": True,
}
CONTACT: dict[str, Any] = {
    "id": "full_contact",
    "number": "+212 5 24",
    "label": texts("@tel"),
    "standing": "stated",
    "confirmed": True,
    "source": SOURCE,
}
DAYS: list[dict[str, Any]] = [
    {
        "id": "each_year",
        "kind": "holiday",
        "name": texts("fête"),
        "every_year": "11-06",
        "moon": True,
        "confirmed": True,
        "source": SOURCE,
    },
    {
        "id": "from_to",
        "kind": "ramadan",
        "name": texts("ramadan"),
        "first": "2027-02-08",
        "last": "2027-03-09",
    },
]


def words() -> Words:
    """Words for everything that is named, with every extra of every kind."""
    plain = {
        "note": [f"note_{letter}" for letter in "abcdefgh"],
        "step": ["step_a", "step_b"],
        "condition": ["cond_a", "cond_b"],
        "fee": ["stamp"],
        "aspect": ["fee"],
        "status": ["received"],
        "next_step": ["wait"],
        "procedure": ["full"],
    }
    found: dict[tuple[str, str], Wording] = {
        (kind, name): Wording.model_validate(texts("x"))
        for kind, names in plain.items()
        for name in names
    }
    for position, text in enumerate(ODD_TEXTS):
        odd = dict.fromkeys(("fr", "ar", "ary", "ary-Latn"), text)
        found["note", f"odd_{position}"] = Wording.model_validate(odd)
    also = {"also": many(*ODD_TEXTS)}
    found["paper", "cin"] = PaperWording.model_validate({**texts("p"), **also, "law": "full"})
    found["paper", "act"] = PaperWording.model_validate(texts("p"))
    found["office", "full_office"] = NamedWording.model_validate({**texts("o"), **also})
    found["office", "bare_office"] = NamedWording.model_validate(texts("o"))
    for name in ("paper_a", "paper_b"):
        document = {**texts("d"), "papers": ["cin", "act"] if name == "paper_a" else []}
        found["document", name] = DocumentWording.model_validate(document)
    for name in ("link_a", "link_b"):
        link = {**texts("l"), "url": f"https://{name}.example"}
        found["link", name] = LinkWording.model_validate(link)
    return in_order(found)


def full_bundle() -> Bundle:
    """Every field of every model set in one entry, and none in another."""
    bare = {
        "id": "bare",
        "names": many(),
        "office": "bare_office",
        "checked_on": "2026-01",
    }
    unknown = {"id": "bare_office", "kind": "state", "confirmed": False}
    closed = {**unknown, "id": "full_office", "hours": [], "ramadan_hours": []}
    bare_contact = {"id": "bare", "number": "19", "label": texts("t"), "standing": "reported"}
    known = {**words(), ("procedure", "bare"): Wording.model_validate(texts("b"))}
    return Bundle(
        [Procedure.model_validate(PROCEDURE), Procedure.model_validate(bare)],
        in_order({**known, ("office", "closed"): known["office", "bare_office"]}),
        Directory(
            [Office.model_validate(one) for one in (OFFICE, unknown, {**closed, "id": "closed"})],
            [Contact.model_validate(one) for one in (CONTACT, bare_contact)],
            [CalendarEntry.model_validate(one) for one in DAYS],
        ),
    )


def real_bundle() -> Bundle:
    """What lies in `data/`, in the order in which it is exported."""
    found = read_folder(DATA)
    return Bundle(found.procedures, in_order(found.words), found.directory)


def kinds_in(bundle: Bundle) -> set[str]:
    """The kinds of wordings that stand in a bundle."""
    return {kind for kind, _ in bundle.words}


assert kinds_in(full_bundle()) == set(KINDS)
assert Path(DATA).is_dir()
