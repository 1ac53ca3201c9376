"""Words for citizens: Babel catalogues, dates, numbers, and marks that keep scripts apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

from babel.dates import format_date, format_skeleton, format_time, get_day_names
from babel.lists import format_list
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations

from bot.domain.language import (
    CATALOGUE_FOLDERS,
    FORMAT_LOCALES,
    LANGUAGES,
    Language,
)

DOMAIN = "jawab"
LOCALES = Path(__file__).resolve().parent.parent / "locales"
# A reference or a phone number inside right-to-left text must not be turned around.
_ISOLATE, _END_ISOLATE = "\u2068", "\u2069"


class CataloguesMissing(Exception):
    """The compiled catalogues are not there: `make setup` compiles them."""


class Catalogues:
    """The four message catalogues; keys stand for messages."""

    def __init__(self, folder: Path = LOCALES) -> None:
        """Load all four; raises CataloguesMissing where one is not compiled."""
        self._translations = {language: _load(folder, language) for language in LANGUAGES}

    def text(self, language: Language, key: str, **values: object) -> str:
        """Put a message into words; `{name}` in it is filled from the values."""
        return self._translations[language].gettext(key).format(**values)

    def count(self, language: Language, key: str, n: int) -> str:
        """Put a number of things into words, in the plural form of the language."""
        return self._translations[language].ngettext(key, key, n).format(n=number(n, language))

    def has(self, language: Language, key: str) -> bool:
        """Tell whether a message key is known."""
        return self._translations[language].gettext(key) != key


def _load(folder: Path, language: Language) -> NullTranslations:
    name = CATALOGUE_FOLDERS[language]
    # Loading by an own folder each: Babel would fall back from ary_Latn to ary without a word.
    if not (folder / name / "LC_MESSAGES" / f"{DOMAIN}.mo").exists():
        raise CataloguesMissing(f"locales/{name} is not compiled; run `make setup`")
    return Translations.load(folder, [name], DOMAIN)


class Vocabulary:
    """Wordings that the backend keeps, by key `kind.id`."""

    def __init__(self, entries: Mapping[str, Mapping[str, str]]) -> None:
        """Keep the entries."""
        self._entries = entries

    def address(self, key: str) -> str:
        """Give the address of a link; empty where the key is not known."""
        return self._entries.get(key, {}).get("url", "")

    def word(self, language: Language, key: str) -> str | None:
        """Give a wording; None where the key is not known."""
        entry = self._entries.get(key)
        return entry.get(language) if entry else None


def number(value: float, language: Language) -> str:
    """Write a number, with ASCII digits as is usual in Morocco."""
    return format_decimal(value, locale=FORMAT_LOCALES[language])


def day(value: date, language: Language) -> str:
    """Write a day with the month in words."""
    return format_date(value, "d MMMM y", locale=FORMAT_LOCALES[language])


def month(value: date, language: Language) -> str:
    """Write a month and its year in words."""
    return format_skeleton("yMMMM", value, locale=FORMAT_LOCALES[language])


def time(value: datetime, language: Language) -> str:
    """Write the time of day of a moment in its own zone."""
    return format_time(value, "HH:mm", locale=FORMAT_LOCALES[language])


def weekday(value: date, language: Language) -> str:
    """Name a day by its day of the week and month."""
    return format_date(value, "EEEE d MMMM", locale=FORMAT_LOCALES[language])


def listed(parts: Sequence[str], language: Language) -> str:
    """Join things as the language does."""
    return format_list(parts, locale=FORMAT_LOCALES[language])


def weekdays(places: Iterable[int], language: Language) -> str:
    """Name days of the week, 0 for Monday."""
    names = get_day_names("wide", context="stand-alone", locale=FORMAT_LOCALES[language])
    return listed([names[place] for place in places], language)


def isolate(text: str) -> str:
    """Keep a piece of another direction together inside a sentence."""
    return f"{_ISOLATE}{text}{_END_ISOLATE}"
