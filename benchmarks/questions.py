"""What visitors of the measurements say: ten messages in each of the four languages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

TALKS: Final[Mapping[str, Sequence[str]]] = {
    "fr": (
        "bonjour",
        "quels papiers pour un extrait de naissance ?",
        "et le prix ?",
        "combien de temps pour le passeport ?",
        "j'ai perdu ma carte nationale",
        "où légaliser une signature ?",
        "je veux suivre ma demande ESS-4GAX-92KE-T",
        "plutôt le certificat de résidence",
        "livret de famille, c'est combien ?",
        "merci",
    ),
    "ar": (
        "السلام عليكم",
        "ما هي الوثائق المطلوبة لعقد الازدياد؟",
        "وكم الثمن؟",
        "كم يستغرق جواز السفر؟",
        "ضاعت بطاقتي الوطنية",
        "أين يمكنني المصادقة على التوقيع؟",
        "أريد تتبع طلبي ESS-4GAX-92KE-T",
        "أريد شهادة السكنى",
        "كم يكلف الدفتر العائلي؟",
        "شكرا",
    ),
    "ary": (
        "سلام",
        "شنو الوراق لي خاصني لعقد الازدياد؟",
        "وشحال الثمن؟",
        "شحال كيعطل الباسبور؟",
        "توضرات ليا لاكارط ناسيونال",
        "فين نصادق على الإمضاء؟",
        "بغيت نتبع الطلب ديالي ESS-4GAX-92KE-T",
        "بغيت شهادة السكنى",
        "شحال كناش الحالة المدنية؟",
        "شكرا بزاف",
    ),
    "ary-Latn": (
        "salam",
        "chno lwra9 li khassni l 3a9d lizdiad?",
        "w chhal taman?",
        "ch7al kay3ettel passport?",
        "twedrat lia lakart nasyonal",
        "fin nsade9 3la l imdae?",
        "bghit ntabe3 talab dyali ESS-4GAX-92KE-T",
        "bghit chahadat sokna",
        "ch7al konnach l7ala lmadania?",
        "choukran bzaf",
    ),
}
