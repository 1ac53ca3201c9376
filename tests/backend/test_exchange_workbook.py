"""A bundle survives the workbook, which carries every field and no formula."""

import io
from collections.abc import Iterator
from typing import Any, Literal, get_args, get_origin

import pytest
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from pydantic import BaseModel

from backend.catalogue.content import WORDINGS, Procedure
from backend.entries import Wording
from backend.errors import ContentError
from backend.exchange.assembly import read_workbook
from backend.exchange.bundle import Bundle
from backend.exchange.sheets import (
    CALENDAR,
    CONTACTS,
    HOURS,
    LISTS,
    OFFICES,
    PARTS,
    PROCEDURES,
    SEASONS,
    SHEETS,
    WORDS_SHEET,
    Sheet,
)
from backend.exchange.workbook import write_workbook
from backend.files import LANGUAGES
from backend.offices.content import CalendarEntry, Contact, Hours, Office
from tests.backend.exchange_samples import ODD_TEXTS, full_bundle, real_bundle, texts


def opened(data: bytes) -> Workbook:
    return load_workbook(io.BytesIO(data))


def cells(data: bytes) -> dict[str, list[list[object]]]:
    return {sheet.title: [[cell.value for cell in row] for row in sheet] for sheet in opened(data)}


@pytest.mark.parametrize("make", [full_bundle, real_bundle])
def test_a_bundle_survives_the_workbook(make: Any) -> None:
    bundle = make()
    data = write_workbook(bundle)

    read = read_workbook(data)

    assert read.mistakes == []
    assert read.bundle == bundle
    assert cells(write_workbook(read.bundle)) == cells(data)


def paths(model: type[BaseModel], *before: str) -> Iterator[tuple[str, ...]]:
    """Where every value of a model stands; a list of a kind of its own is its field alone."""
    for name, field in model.model_fields.items():
        path = (*before, field.alias or name)
        annotation = next(
            (one for one in get_args(field.annotation) if one is not type(None)), field.annotation
        )
        if get_origin(field.annotation) is dict:
            keys = get_args(get_args(field.annotation)[0])
            yield from ((*path, key) for key in keys)
        elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
            if get_origin(field.annotation) is list:
                yield path
            else:
                yield from paths(annotation, *path)
        else:
            yield path


def carried(sheet: Sheet) -> set[tuple[str, ...]]:
    return {column.path for column in sheet.columns}


@pytest.mark.parametrize(
    ("sheet", "model", "elsewhere"),
    [
        (PROCEDURES, Procedure, {(name,) for name in (*PARTS, *LISTS)}),
        (OFFICES, Office, {(name,) for name in SEASONS.values()}),
        (HOURS, Hours, set()),
        (CONTACTS, Contact, set()),
        (CALENDAR, CalendarEntry, set()),
        *((sheet, model, set()) for sheet, model in PARTS.values()),
    ],
    ids=lambda value: getattr(value, "name", getattr(value, "__name__", "")),
)
def test_the_workbook_has_a_column_for_every_field(
    sheet: Sheet, model: type[BaseModel], elsewhere: set[tuple[str, ...]]
) -> None:
    assert carried(sheet) | elsewhere == set(paths(model)), "a field that no column carries"


def test_the_sheet_of_words_has_a_column_for_every_field_of_every_kind() -> None:
    wanted = {path for model in (Wording, *WORDINGS.values()) for path in paths(model)}

    assert carried(WORDS_SHEET) == wanted


def entries(bundle: Bundle) -> Iterator[BaseModel]:
    directory = bundle.directory
    everything = (
        *bundle.procedures,
        *bundle.words.values(),
        *directory.offices,
        *directory.contacts,
        *directory.calendar,
    )
    for entry in everything:
        yield from within(entry)


def within(value: object) -> Iterator[BaseModel]:
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from within(getattr(value, name))
    elif isinstance(value, list):
        for part in value:
            yield from within(part)


def test_the_sample_sets_every_field_of_every_model() -> None:
    fields: dict[type[BaseModel], set[str]] = {}
    for entry in entries(full_bundle()):
        of_model = fields.setdefault(type(entry), set(type(entry).model_fields))
        of_model -= {
            name
            for name, field in type(entry).model_fields.items()
            if field.is_required() or getattr(entry, name) != field.get_default()
        }

    assert {model: left for model, left in fields.items() if left} == {}
    assert set(WORDINGS.values()) <= set(fields)


def test_text_that_looks_like_a_formula_is_text() -> None:
    sheet = opened(write_workbook(full_bundle()))["words"]

    odd = [
        cell for row in sheet for cell in row if str(cell.value).startswith(("=", "+", "-", "@"))
    ]

    assert len(odd) >= 4 * 5
    assert {cell.data_type for cell in odd} == {"s"}
    assert all(cell.quotePrefix for cell in odd)


def test_no_cell_of_the_real_content_is_a_formula() -> None:
    for sheet in opened(write_workbook(real_bundle())):
        assert all(cell.data_type != "f" for row in sheet for cell in row)


def test_the_workbook_is_made_for_people() -> None:
    book = opened(write_workbook(full_bundle()))

    assert book.sheetnames == ["read me", *(sheet.name for sheet in SHEETS)]
    guide = " ".join(str(cell.value) for row in book["read me"] for cell in row)
    assert "Une ligne par élément" in guide
    assert "سطر واحد لكل عنصر" in guide
    words = book["words"]
    assert words.freeze_panes == "B2"
    arabic = next(cell for cell in words[1] if cell.value == "ar").column_letter
    assert words[f"{arabic}2"].alignment.readingOrder == 2
    assert words["B2"].number_format == words.column_dimensions["B"].number_format == "@"


def test_the_guide_names_every_sheet() -> None:
    guide = " ".join(
        str(cell.value) for row in opened(write_workbook(full_bundle()))["read me"] for cell in row
    )

    assert [sheet.name for sheet in SHEETS if sheet.name not in guide] == []


def test_choices_are_those_of_the_models() -> None:
    def literal(model: type[BaseModel], name: str) -> tuple[str, ...]:
        annotation = model.model_fields[name].annotation
        assert get_origin(annotation) is Literal
        return get_args(annotation)

    kind = next(column for column in CALENDAR.columns if column.header == "kind")

    assert kind.choices == literal(CalendarEntry, "kind")
    for sheet in SHEETS:
        for column in sheet.all_columns:
            assert len(",".join(column.choices)) <= 255, "more than a cell's list can hold"


def test_a_text_that_is_longer_than_a_cell_is_refused_and_not_cut() -> None:
    bundle = full_bundle()
    long = bundle.procedures[0].model_copy(
        update={"questions": {language: ["x" * 2000] * 20 for language in LANGUAGES}}
    )

    with pytest.raises(ContentError, match="YAML"):
        write_workbook(Bundle([long], bundle.words, bundle.directory))


def test_odd_texts_are_odd_enough() -> None:
    assert {text[0] for text in ODD_TEXTS} >= {"=", "+", "-", "@", "|", "\\"}
    assert texts("x")["ary-Latn"] == "x ary-Latn"
