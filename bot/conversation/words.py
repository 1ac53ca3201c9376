"""Everything that words are made from, for one language and one moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot import i18n
from bot.domain.language import Language
from bot.domain.notice import NOTHING_OFF, Live

TIME_ZONE: Final = ZoneInfo("Africa/Casablanca")


@dataclass(frozen=True)
class Words:
    """Everything that words are made from, for one language."""

    language: Language
    catalogues: i18n.Catalogues
    vocabulary: i18n.Vocabulary
    today: date
    live: Live = NOTHING_OFF

    def is_off(self, card: Mapping[str, Any]) -> bool:
        """Tell whether a card was switched off, when it was asked for or since."""
        if card.get("state") == "off":
            return True
        return self.live.is_off(str(card.get("procedure")), card.get("aspect"))

    def text(self, key: str, **values: object) -> str:
        """Put a message into words."""
        return self.catalogues.text(self.language, key, **values)

    def count(self, key: str, n: int) -> str:
        """Put a number of things into words."""
        return self.catalogues.count(self.language, key, n)

    def word(self, key: str) -> str:
        """Give the wording of a vocabulary key, or of a message key."""
        return self.vocabulary.word(self.language, key) or self.text(key)

    def number(self, value: float) -> str:
        """Write a number."""
        return i18n.number(value, self.language)

    def money(self, amount: float) -> str:
        """Write an amount of dirhams; whole ones take the plural form of the language."""
        if amount == int(amount):
            return self.count("unit.dirhams", int(amount))
        return self.text("fee.amount", amount=self.number(amount))

    def day(self, value: str) -> str:
        """Write a day or a moment given in ISO form, as seen in Morocco."""
        return i18n.day(local_date(value), self.language)

    def time(self, value: str) -> str:
        """Write the time of day of a moment given in ISO form, as the clock in Morocco shows it."""
        moment = datetime.fromisoformat(value).astimezone(TIME_ZONE)
        return i18n.isolate(i18n.time(moment, self.language))

    def weekday(self, value: str) -> str:
        """Name the day of a moment: today, or the day of the week with its date."""
        day = local_date(value)
        return i18n.weekday(day, self.language)

    def listed(self, parts: Sequence[str]) -> str:
        """Join things as the language does: a, b and c."""
        return i18n.listed(parts, self.language)

    def link(self, name: str) -> tuple[str, str]:
        """Give the name and the address of a link of the vocabulary."""
        return self.word(f"link.{name}"), self.vocabulary.address(f"link.{name}")

    def month(self, value: str) -> str:
        """Write what is known of a date: a year, a month or a day."""
        if len(value) == len("2026"):
            return value
        if len(value) == len("2026-11"):
            return i18n.month(date.fromisoformat(f"{value}-01"), self.language)
        return self.day(value)


def local_date(iso: str) -> date:
    """Give the day in Morocco of a day or a moment in ISO form."""
    if len(iso) == len("2026-11-25"):
        return date.fromisoformat(iso)
    return datetime.fromisoformat(iso).astimezone(TIME_ZONE).date()
