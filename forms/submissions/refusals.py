"""Why a form cannot be started or sent: in a person's words, with who acts next and where to see it."""

from __future__ import annotations

from dataclasses import dataclass

from forms.routing.gate import GateDecision


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason; `next_actor` and `url` are empty where nobody knows better."""

    reason: str
    next_actor: str = ""
    url: str = ""

    def __str__(self) -> str:
        return self.reason


class LegRefused(Exception):
    """The organisation may not send this; the message is the reason, `decision` what the gate said."""

    def __init__(self, reason: str, decision: GateDecision | None = None) -> None:
        super().__init__(reason)
        self.decision = decision

    @property
    def refusal(self) -> Refusal:
        """Return the reason with who acts next, as pages show it."""
        return refusal_of(self.decision, str(self)) if self.decision else Refusal(str(self))


def refusals_of(decision: GateDecision) -> tuple[Refusal, ...]:
    """Return what the gate said against it, one refusal for each document where it named them."""
    named = tuple(Refusal(one.sentence, one.next_actor, one.url) for one in decision.documents)
    return named or (refusal_of(decision, ""),)


def refusal_of(decision: GateDecision, otherwise: str) -> Refusal:
    """Return what the gate said against it; `otherwise` where it gave no reason."""
    return Refusal(decision.reason or otherwise, decision.next_actor, decision.url)
