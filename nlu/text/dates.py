"""Dates in four ways of writing, as ISO 8601 values; relative ones stay relative.

Values: `2026-03-12`, `--03-12` (no year given), `2026-03`, `--03`, `W1` (Monday) to `W7`,
`P1D` (tomorrow), `P0D`, `-P1D`, `-P1W`, `-P1M`, `P1Y`: resolved by whoever knows the day.
A length of time ("for three days") is no date.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from nlu.text.normalise import Folded, fold
from nlu.text.spans import Span

_MONTHS = (
    ("janvier", "janv", "jan", "يناير", "ينايير", "yanayer", "yanayir", "كانون الثاني"),
    ("fevrier", "fevr", "fev", "فبراير", "فيبراير", "febrayer", "fabrayer", "شباط"),
    ("mars", "مارس", "مارص", "adar"),
    ("avril", "avr", "ابريل", "أبريل", "abril", "ابريال"),
    ("mai", "ماي", "مايو", "may"),
    ("juin", "يونيو", "يونيه", "جوان", "yunyu", "younyou", "yonyo"),
    ("juillet", "juil", "يوليوز", "يوليو", "yulyuz", "youlyouz", "yolyoz"),
    ("aout", "غشت", "اغسطس", "ghocht", "ghucht", "ghosht"),
    ("septembre", "sept", "شتنبر", "سبتمبر", "chtanbir", "shutanbir", "chotanbir"),
    ("octobre", "oct", "اكتوبر", "october", "oktober", "oktobar"),
    ("novembre", "nov", "نونبر", "نوفمبر", "nuwanbir", "nowanbir", "nouanbir"),
    ("decembre", "dec", "دجنبر", "ديسمبر", "dujanbir", "doujanbir", "dojanbir"),
)
_WEEKDAYS = (
    (
        "lundi",
        "الاثنين",
        "الاتنين",
        "التنين",
        "ltnin",
        "tnin",
        "letnin",
        "ltneen",
        "tnine",
        "ltnine",
    ),
    ("mardi", "الثلاثاء", "التلات", "الثلاثا", "tlat", "ltlat", "tlata", "ttlat"),
    ("mercredi", "الاربعاء", "الاربع", "لاربع", "larb3", "larba3", "l2arbi3a2"),
    ("jeudi", "الخميس", "lkhmis", "khmis", "lkhmiss", "el khamis", "lkhamis"),
    ("vendredi", "الجمعه", "jjm3a", "jem3a", "jm3a", "ljm3a", "ljem3a", "ljoumou3a"),
    ("samedi", "السبت", "sebt", "ssebt", "lsebt", "sbt", "ssbt"),
    ("dimanche", "الاحد", "الحد", "l7ed", "l7edd", "lhad", "l7ad", "lahad"),
)
_RELATIVE = {
    "P0D": (
        "aujourd'hui",
        "aujourdhui",
        "ajd",
        "اليوم",
        "ليوم",
        "lyoum",
        "lyom",
        "lyouma",
        "اليوما",
        "liyoum",
        "had nhar",
        "هاد النهار",
        "ce matin",
        "ce soir",
        "had sba7",
        "هاد الصباح",
        "هاد الليل",
    ),
    "P1D": ("demain", "غدا", "غدا ان شاء الله", "ghda", "ghedda", "ghadda", "gheda", "غده"),
    "P2D": (
        "apres demain",
        "apres-demain",
        "بعد غد",
        "بعد غدا",
        "b3d ghda",
        "ba3d ghda",
        "ba3d ghedda",
        "من بعد غدا",
    ),
    "-P1D": (
        "hier",
        "امس",
        "البارح",
        "لبارح",
        "البارحه",
        "lbar7",
        "lbare7",
        "lbar7a",
        "hier soir",
        "البارح بالليل",
        "lbareh",
        "elbareh",
        "lbarah",
    ),
    "-P2D": (
        "avant hier",
        "avant-hier",
        "اول امس",
        "اول البارح",
        "ولبارح",
        "wl lbar7",
        "awl lbar7",
        "wel lbar7",
    ),
    "P1W": (
        "la semaine prochaine",
        "semaine prochaine",
        "الاسبوع المقبل",
        "الاسبوع القادم",
        "السيمانه الجايه",
        "السيمانه جايه",
        "simana jaya",
        "simana ljaya",
        "ssimana jjaya",
        "smana jaya",
        "السمانه الجايه",
    ),
    "-P1W": (
        "la semaine derniere",
        "semaine derniere",
        "la semaine passee",
        "semaine passee",
        "الاسبوع الماضي",
        "الاسبوع المنصرم",
        "السيمانه لي فاتت",
        "السيمانه اللي فاتت",
        "simana li fatt",
        "simana li fatet",
        "ssimana li fatet",
        "simana lifatt",
        "smana li fatet",
        "السمانه لي فاتت",
    ),
    "P0W": (
        "cette semaine",
        "هذا الاسبوع",
        "هاد السيمانه",
        "هاد الاسبوع",
        "had simana",
        "had ssimana",
        "had smana",
    ),
    "P1M": (
        "le mois prochain",
        "mois prochain",
        "الشهر المقبل",
        "الشهر القادم",
        "الشهر الجاي",
        "chhar jay",
        "chher jay",
        "chhar ljay",
        "ch7er jay",
    ),
    "-P1M": (
        "le mois dernier",
        "mois dernier",
        "le mois passe",
        "mois passe",
        "الشهر الماضي",
        "الشهر المنصرم",
        "الشهر لي فات",
        "الشهر اللي فات",
        "chhar li fat",
        "chher li fat",
        "chhar lifat",
    ),
    "P0M": ("ce mois ci", "ce mois-ci", "هذا الشهر", "هاد الشهر", "had chhar", "had chher"),
    "P1Y": (
        "l'annee prochaine",
        "annee prochaine",
        "العام المقبل",
        "العام الجاي",
        "l3am jay",
        "l3am ljay",
        "السنه المقبله",
        "السنه القادمه",
    ),
    "-P1Y": (
        "l'annee derniere",
        "annee derniere",
        "l'an dernier",
        "العام الماضي",
        "العام لي فات",
        "العام اللي فات",
        "l3am li fat",
        "l3am lifat",
        "السنه الماضيه",
    ),
}


def _choice(options: dict[str, str]) -> str:
    return "|".join(re.escape(key) for key in sorted(options, key=len, reverse=True))


def _index(table: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    return {fold(name).text: value for value, names in table for name in names}


_MONTH = _index((f"{month:02d}", names) for month, names in enumerate(_MONTHS, 1))
_DAY = _index((f"W{day}", names) for day, names in enumerate(_WEEKDAYS, 1))
_FIXED = _index(_RELATIVE.items())
_EDGE, _END = r"(?<![\w/\-.])", r"(?![\w/])"
_NUMERIC = re.compile(
    rf"{_EDGE}(\d{{1,2}})\s?[/\-.]\s?(\d{{1,2}})(?:\s?[/\-.]\s?(\d{{4}}|\d{{2}}))?{_END}"
)
_ISO = re.compile(rf"{_EDGE}(\d{{4}})[/\-.](\d{{1,2}})[/\-.](\d{{1,2}}){_END}")
_MONTH_YEAR = re.compile(rf"{_EDGE}(0?[1-9]|1[0-2])/((?:19|20)\d{{2}}){_END}")
_NAMED = re.compile(
    rf"(?<!\w)(?:(\d{{1,2}})(?:er|eme)?\s+(?:de\s+|من\s+|f\s+|ف\s*|d\s+|شهر\s+)?)?"
    rf"({_choice(_MONTH)})(?:\s+(?:de\s+|سنه\s+|عام\s+)?((?:19|20)\d{{2}}))?(?!\w)"
)
_WEEKDAY = re.compile(
    rf"(?<!\w)(?:(?:يوم|نهار|nhar|youm)\s+)?({_choice(_DAY)})"
    r"(?:\s+(?:prochaine?|dernier|derniere|passee?|الجاي|جاي|المقبل|القادم|الماضي|لي فات"
    r"|jay|ljay|li fat|li jay))?(?!\w)"
)
_PHRASE = re.compile(rf"(?<!\w)(?:[فب])?({_choice(_FIXED)})(?!\w)")


def find_dates(text: Folded) -> list[Span]:
    """All dates of a folded text; of overlapping readings the earlier rule wins."""
    found: list[Span] = []
    for start, end, value in _readings(text.text):
        span = Span("date", value, *text.span(start, end))
        if not any(span.overlaps(other) for other in found):
            found.append(span)
    return sorted(found, key=lambda span: span.start)


_Reader = Callable[["re.Match[str]"], "str | None"]


def _readings(text: str) -> Iterator[tuple[int, int, str]]:
    for pattern, read in _RULES:
        for match in pattern.finditer(text):
            value = read(match)
            if value is not None:
                start = match.start(1) if pattern is _PHRASE else match.start()
                yield start, match.end(), value


def _read_iso(match: re.Match[str]) -> str | None:
    return _calendar(match[1], match[2], match[3])


def _read_numeric(match: re.Match[str]) -> str | None:
    year = match[3]
    if year is None and "/" not in match[0]:
        return None  # 2.5 or 3-4 is no date
    return _calendar(f"20{year}" if year and len(year) == 2 else year, match[2], match[1])


def _read_month_year(match: re.Match[str]) -> str | None:
    return f"{match[2]}-{int(match[1]):02d}"


def _read_named(match: re.Match[str]) -> str | None:
    day, month, year = match[1], _MONTH[match[2]], match[3]
    if day is None:
        # Short names alone are ordinary words too (dec, may, sept).
        ordinary = len(match[2]) < 5 and match[2].isascii() and match[2] not in ("mars", "juin")
        return None if ordinary and not year else f"{year or '-'}-{month}"
    return _calendar(year, month, day)


def _read_weekday(match: re.Match[str]) -> str | None:
    return _DAY[match[1]]


def _read_phrase(match: re.Match[str]) -> str | None:
    return _FIXED[match[1]]


def _calendar(year: str | None, month: str, day: str) -> str | None:
    if not (1 <= int(month) <= 12 and 1 <= int(day) <= 31):
        return None
    return f"{year or '-'}-{int(month):02d}-{int(day):02d}"


_RULES: tuple[tuple[re.Pattern[str], _Reader], ...] = (
    (_ISO, _read_iso),
    (_NUMERIC, _read_numeric),
    (_MONTH_YEAR, _read_month_year),
    (_NAMED, _read_named),
    (_PHRASE, _read_phrase),
    (_WEEKDAY, _read_weekday),
)
