"""Kinds, languages and limits that the catalogue's files and answers share."""

from typing import Literal, get_args

Kind = Literal[
    "procedure",
    "document",
    "paper",
    "step",
    "note",
    "condition",
    "fee",
    "link",
    "office",
    "aspect",
    "status",
    "next_step",
]
# What an entry of the catalogue is asked for: most are procedures. The others are answers to
# somebody who reports a problem, complains, or asks for the law.
Topic = Literal["procedure", "report", "complaint", "law"]
Aspect = Literal[
    "overview", "documents", "fee", "delay", "where", "online", "validity", "eligibility"
]

KINDS: tuple[Kind, ...] = get_args(Kind)
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)

# What is shown on a button, see `entries.LABEL_MAX_CHARS`.
LABEL_KINDS: tuple[Kind, ...] = ("procedure", "aspect")
