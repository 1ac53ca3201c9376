"""A training set small enough to read, and a project folder made of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[2]

_ASK = {
    ("fr", "passport_first", "documents"): (
        "quels papiers pour le passeport",
        "les documents du passeport svp",
        "il faut quoi comme papiers pour un passeport",
    ),
    ("fr", "passport_first", "fee"): (
        "combien coûte le passeport",
        "le prix du passeport",
        "c'est combien le timbre du passeport",
    ),
    ("fr", "birth_certificate", "documents"): (
        "quels papiers pour un extrait de naissance",
        "documents pour l'extrait de naissance",
    ),
    ("fr", "birth_certificate", "fee"): (
        "combien coûte un extrait de naissance",
        "le prix de l'extrait de naissance",
    ),
    ("ary-Latn", "passport_first", "documents"): (
        "chno lwra9 dyal lpassport",
        "achmen wra9 khassni f lpassport",
    ),
    ("ary-Latn", "passport_first", "fee"): (
        "bchhal lpassport",
        "chhal taman dyal lpassport",
    ),
    ("ary", "birth_certificate", "documents"): (
        "شنو الوراق ديال عقد الازدياد",
        "اشمن وراق خاصني ف عقد الازدياد",
    ),
    ("ary", "birth_certificate", "fee"): ("بشحال عقد الازدياد", "شحال الثمن ديال عقد الازدياد"),
    ("ar", "birth_certificate", "documents"): (
        "ما هي الوثائق المطلوبة لرسم الولادة",
        "أريد معرفة وثائق رسم الولادة",
    ),
    ("ar", "birth_certificate", "fee"): ("كم يكلف رسم الولادة", "ما ثمن رسم الولادة"),
    ("fr", None, "fee"): ("et le prix ?", "ça coûte combien"),
    ("ary-Latn", None, "documents"): ("w lwra9 ?", "chno khassni"),
}
_TALK = {
    ("greet", "fr"): ("bonjour", "bonsoir", "salut"),
    ("greet", "ary-Latn"): ("salam", "slm labas", "ahlan salam"),
    ("greet", "ary"): ("سلام", "السلام لاباس"),
    ("greet", "ar"): ("السلام عليكم", "مرحبا السلام"),
    ("thank", "fr"): ("merci", "merci beaucoup"),
    ("thank", "ary-Latn"): ("chokran", "chokran bzaf"),
    ("thank", "ary"): ("شكرا", "شكرا بزاف"),
    ("thank", "ar"): ("شكرا جزيلا", "شكرا لكم"),
}


def small_blocks() -> list[dict[str, Any]]:
    """The set as Rasa's training blocks."""
    asked = [
        _block("ask_procedure", texts, language=language, procedure=procedure, aspect=aspect)
        for (language, procedure, aspect), texts in _ASK.items()
    ]
    talk = [_block(intent, texts, language=language) for (intent, language), texts in _TALK.items()]
    return asked + talk


def write_project(folder: Path, blocks: list[dict[str, Any]]) -> Path:
    """A root folder that the jobs can train: our own files, these messages."""
    for name in ("config.yml", "domain.yml"):
        shutil.copy(ROOT / name, folder / name)
    shutil.copytree(
        ROOT / "nlu", folder / "nlu", ignore=shutil.ignore_patterns(".venv", "__pycache__")
    )
    shutil.copytree(ROOT / "data" / "rules", folder / "data" / "rules")
    messages = folder / "data" / "nlu" / "small.yml"
    messages.parent.mkdir(parents=True)
    content = {"version": "3.1", "nlu": blocks}
    messages.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), "utf-8")
    return folder


def _block(intent: str, texts: tuple[str, ...], **metadata: str | None) -> dict[str, Any]:
    return {
        "intent": intent,
        "metadata": metadata,
        "examples": "".join(f"- {text}\n" for text in texts),
    }
