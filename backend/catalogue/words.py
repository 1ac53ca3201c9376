"""Kinds, languages and limits that the catalogue's files and answers share."""

from typing import Literal, get_args

Kind = Literal[
    "procedure", "document", "step", "note", "condition", "office", "aspect", "status", "next_step"
]
Aspect = Literal[
    "overview", "documents", "fee", "delay", "where", "online", "validity", "eligibility"
]
Standing = Literal["stated", "reported"]
State = Literal["published", "draft", "off"]

KINDS: tuple[Kind, ...] = get_args(Kind)
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)

# What is shown on a button: WhatsApp cuts a reply button's title at 20 characters.
LABEL_KINDS: tuple[Kind, ...] = ("procedure", "aspect")
LABEL_MAX_CHARS = 20
