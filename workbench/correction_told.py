"""A correction of somebody else → what is told of it to whoever wanted to decide the same (先の決定). Pure."""

from __future__ import annotations

from functools import partial
from typing import Any

from schemas.correction import Correction
from workbench.say_choice import action_name
from workbench.state import PlanState
from workbench.words import Lang, say


def told(line: Correction, state: PlanState, lang: Lang) -> dict[str, Any]:
    """Who by role, when, what, before and after."""
    outcome = next((each for each in state.outcomes if each.correction.id == line.id), None)
    role = say(lang, f"role.{line.by_role}") if line.by_role in ("staff", "steward") else line.by_role
    return {
        "id": line.id,
        "action": action_name(line.action, partial(say, lang)),
        "role": role,
        "at": line.at,
        "before": outcome.before if outcome else None,
        "after": outcome.after if outcome else str(line.value or ""),
        "reason": line.reason,
    }
