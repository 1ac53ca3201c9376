"""Answers as the gateway words them, one per language, for the tests and for looking at."""

from __future__ import annotations

from typing import Any, Final

from .fake_gateway import Message, answer

CARD: Final[dict[str, Any]] = {
    "procedure": "birth_certificate",
    "aspect": "documents",
    "state": "published",
    "items": [
        {"kind": "document", "id": "old_copy"},
        {"kind": "link", "id": "watiqa"},
    ],
    "missing": False,
    "offers": ["fee", "delay", "where"],
    "office": "civil_status",
}
SOURCE: Final = {
    "title": "Conditions d'utilisation de watiqa.ma",
    "url": "https://watiqa.ma/index.php?page=citoyen.ConditionsUtilisation",
    "checked_on": "2026-11",
}
QUESTIONS: Final = {
    "fr": "Quels papiers pour un extrait d'acte de naissance ?",
    "ar": "ما هي الوثائق المطلوبة لعقد الازدياد؟",
    "ary": "شنو هما الوراق ديال عقد الازدياد؟",
    "ary-Latn": "chno homa lwra9 dyal 3a9d lizdiyad?",
}
_TEXTS: Final = {
    "fr": "Extrait d'acte de naissance : une seule de ces pièces suffit\n"
    "• une ancienne copie de l'acte\n• le livret de famille\n"
    "• le numéro et l'année de l'acte (par exemple 318/2026)\n"
    "Bureau d'état civil, tél. 05 24 00 00 00.",
    "ar": "عقد الازدياد: تكفي وثيقة واحدة من هذه\n• نسخة قديمة من الرسم\n• دفتر الحالة المدنية\n"
    "• رقم الرسم وسنته (مثلا 318/2026)\nمكتب الحالة المدنية، الهاتف 05 24 00 00 00.",
    "ary": "عقد الازدياد: كتكفي وحدة من هاد الوراق\n• شي نسخة قديمة\n• كناش الحالة المدنية\n"
    "• النمرة والعام ديال العقد (بحال 318/2026)\nمكتب الحالة المدنية، التيليفون 05 24 00 00 00.",
    "ary-Latn": "3a9d lizdiyad: katkfi we7da men had lwra9\n• chi noskha 9dima\n"
    "• kennach l7ala lmadaniya\n• nnemra w l3am dyal l3a9d (b7al 318/2026)\n"
    "Maktab l7ala lmadaniya, tel 05 24 00 00 00.",
}
_CHOICES: Final = {
    "fr": ["Combien ça coûte ?", "Combien de temps ?", "Où aller ?"],
    "ar": ["ما هي الرسوم؟", "كم من الوقت؟", "إلى أين أذهب؟"],
    "ary": ["شحال كيقام؟", "شحال كيدير د الوقت؟", "فين نمشي؟"],
    "ary-Latn": ["Ch7al kay9am?", "Ch7al d lwe9t?", "Fin nemchi?"],
}


def card_answer(locale: str, **fields: Any) -> Message:
    """Give the answer on the papers of a birth certificate, with a card and choices."""
    choices = [{"id": f"c{n}", "title": title} for n, title in enumerate(_CHOICES[locale])]
    return answer(
        _TEXTS[locale],
        **{
            "language": locale,
            "dir": "rtl" if locale in {"ar", "ary"} else "ltr",
            "choices": choices,
            "card": CARD,
            "source": SOURCE,
            **fields,
        },
    )
