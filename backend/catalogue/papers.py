"""Whether a paper is on the list of a procedure, by ids. Pure.

Law 55-19 lets an administration ask only for the papers that the State's portal publishes. What is
compared here is the list as it was read for this catalogue, with its source: an answer says that.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict

from backend.catalogue.card import DocumentItem, SourceShown, source_shown
from backend.catalogue.content import DocumentWording, PaperWording, Procedure
from backend.catalogue.life import LifeState
from backend.entries import Wording, Words

Verdict = Literal["listed", "not_listed", "unknown"]


class PaperChecked(BaseModel):
    """The verdict; `unknown` where no list was read, or the answer is not published.

    `documents` are the lines of the list that are the paper; `law` is the topic that speaks of
    this paper in general, whatever the procedure.
    """

    model_config = ConfigDict(frozen=True)

    paper: str
    procedure: str
    verdict: Verdict
    documents: list[DocumentItem]
    source: SourceShown | None
    law: str | None
    office: str


def check_paper(
    name: str, paper: PaperWording, procedure: Procedure, life: LifeState, words: Words
) -> PaperChecked:
    """Compare a paper with the list of a procedure."""
    shown = life.state_of("documents") == "published" and life.expired is None
    listed = procedure.documents if shown else []
    matching = [one for one in listed if name in papers_of(one.id, words)]
    return PaperChecked(
        paper=name,
        procedure=procedure.id,
        verdict="unknown" if not listed else "listed" if matching else "not_listed",
        documents=[DocumentItem(id=one.id, condition=one.condition) for one in matching],
        source=source_shown(procedure, "documents") if listed else None,
        law=paper.law,
        office=procedure.office,
    )


def papers_of(document: str, words: Mapping[tuple[str, str], Wording]) -> list[str]:
    """The papers that a line of a list may be."""
    wording = words.get(("document", document))
    return wording.papers if isinstance(wording, DocumentWording) else []
