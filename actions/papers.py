"""A paper that somebody was asked for: is it on the published list, what does the law say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final

from actions.backend import Unknown
from actions.base import Decision, SemanticAction, TurnState
from actions.replies import (
    Choice,
    Outcome,
    Reply,
    aspect_choice,
    intent_choice,
    paper_choice,
    procedure_choice,
    say,
    word,
)
from actions.starting import POPULAR

LAW_ON_PAPERS: Final = "law_55_19_papers"
AWAITED_PAPER: Final = "paper"
AWAITED_PROCEDURE: Final = "paper_procedure"
_OUTCOMES: Final[Mapping[str, Outcome]] = {"unknown": "unanswered_no_content"}


class PaperCheck(SemanticAction):
    """Looks a paper up in the list of a procedure; asks for whichever of the two is missing."""

    action_name: ClassVar[str] = "action_paper_check"

    async def decide(self, turn: TurnState) -> Decision:
        """Give the verdict, or ask which paper, or for which procedure."""
        paper, procedure = _paper(turn), _procedure(turn)
        if paper is None and not turn.understanding.get("procedure"):
            return _which_paper()
        if paper is None:
            # A certificate that somebody has to bring may be known as a procedure alone.
            paper, procedure = turn.understanding["procedure"], turn.slots.get("procedure")
        if procedure is None:
            return _which_procedure(paper)
        step = {"intent": "paper_check", "procedure": procedure, "paper": paper}
        slots = {"procedure": procedure, "paper": paper}
        try:
            checked = await self._backend().paper(paper, procedure)
        except Unknown:
            return _which_paper()
        return Decision([_verdict(checked)], slots, step)


def answers_our_question(turn: TurnState) -> bool:
    """Tell whether a message is the paper, or the procedure, that a check asked for."""
    if turn.awaits == AWAITED_PAPER:
        return bool(turn.understanding.get("papers"))
    return turn.awaits == AWAITED_PROCEDURE and bool(turn.understanding.get("procedure"))


def _paper(turn: TurnState) -> str | None:
    """Give the paper that was asked for: not the procedure's own, which is named beside it."""
    if turn.awaits == AWAITED_PROCEDURE:
        return turn.slots.get("paper")
    named = list(turn.understanding.get("papers") or ())
    beside = [paper for paper in named if not _is_of(paper, turn.understanding.get("procedure"))]
    return next(iter(beside or named), None)


def _procedure(turn: TurnState) -> str | None:
    """Give the procedure it was asked for; a paper that is a procedure itself is not it."""
    understood: str | None = turn.understanding.get("procedure")
    if turn.awaits == AWAITED_PROCEDURE and understood:
        return understood
    alone = len(turn.understanding.get("papers") or ()) == 1
    is_the_paper = alone and any(
        _is_of(paper, understood) for paper in turn.understanding.get("papers") or ()
    )
    if turn.awaits == AWAITED_PAPER or understood is None or is_the_paper:
        return turn.slots.get("procedure")
    return understood


def _is_of(paper: str, procedure: str | None) -> bool:
    """Tell whether a paper is what a procedure gives: `cin` of `national_id_first`."""
    return procedure is not None and procedure.startswith(_GIVEN_BY.get(paper, (paper,)))


# Papers whose id is not the beginning of the id of the procedure that gives them.
_GIVEN_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "birth_act": ("birth_certificate", "full_birth_certificate"),
    "cin": ("national_id",),
    "legalised_signature": ("signature_",),
}


def _which_paper() -> Decision:
    reply = say(
        "paper_check",
        choices=[procedure_choice(LAW_ON_PAPERS), intent_choice("file_complaint"), _person()],
        outcome="clarified",
    )
    return Decision([reply], {"expects": AWAITED_PAPER})


def _which_procedure(paper: str) -> Decision:
    reply = say(
        "paper_check.which_procedure",
        params={"paper": word(f"paper.{paper}")},
        choices=[*(paper_choice(paper, procedure) for procedure in POPULAR), _person()],
        outcome="clarified",
    )
    return Decision([reply], {"paper": paper, "expects": AWAITED_PROCEDURE})


def _verdict(checked: Mapping[str, Any]) -> Reply:
    return say(
        "paper_checked",
        params={"checked": dict(checked)},
        choices=_next_steps(checked),
        outcome=_OUTCOMES.get(checked["verdict"], "answered"),
    )


def _next_steps(checked: Mapping[str, Any]) -> list[Choice]:
    law = checked.get("law") or LAW_ON_PAPERS
    documents = aspect_choice(checked["procedure"], "documents")
    listed = [documents] if checked["verdict"] != "unknown" else []
    complain = [intent_choice("file_complaint")] if checked["verdict"] != "listed" else []
    return [*listed, procedure_choice(law), *complain, _person()]


def _person() -> Choice:
    return intent_choice("talk_to_human")
