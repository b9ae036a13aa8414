"""A release → a CKAN portal, dataset by dataset. IO: reads and changes the portal.

A push has no memory of its own: what there is to do follows from the release and from what the portal holds. So a second
push does nothing, one that was broken off is taken up, and a lost answer is cleared up by looking again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from time import sleep
from typing import Literal, TypeVar

from publishers.portal.apply_changes import apply_changes
from publishers.portal.connect import Missing, Portal
from publishers.portal.datasets import Changes, WantedDataset
from publishers.portal.failures import DatasetRefused, Unavailable
from publishers.portal.observe import Abilities, abilities, observe
from publishers.portal.plan_changes import find_licence, plan_changes
from publishers.portal.settings import Settings

T = TypeVar("T")

WAITS = (1.0, 2.0, 4.0, 8.0)
"""Seconds before another try; a portal that restarts is back by then."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one dataset."""

    wanted: WantedDataset
    state: Literal["unchanged", "pushed", "planned", "refused"]
    changes: Changes | None
    message: str = ""


@dataclass(frozen=True, slots=True)
class Manner:
    """How to push."""

    settings: Settings
    dry_run: bool = False
    verify: bool = False
    """Download the files that seem to be in place, too."""
    waits: Sequence[float] = field(default_factory=lambda: WAITS)


def push(portal: Portal, wanted: Sequence[WantedDataset], manner: Manner) -> Iterator[Outcome]:
    """One outcome per dataset as it is done; PortalUnusable where it makes no sense to go on."""
    able = _patiently(manner, partial(abilities, portal))
    licence = find_licence(able.licences, manner.settings.licence)
    for dataset in wanted:
        yield _patiently(manner, partial(_settle, portal, dataset, licence, able, manner))


def _settle(portal: Portal, wanted: WantedDataset, licence: str, able: Abilities, manner: Manner) -> Outcome:
    datastore = able.datastore and manner.settings.datastore
    try:
        found = observe(portal, wanted, datastore=datastore, download=manner.verify)
        changes = plan_changes(wanted, found, licence, datastore=datastore)
        if not changes.any:
            return Outcome(wanted, "unchanged", changes)
        if manner.dry_run:
            return Outcome(wanted, "planned", changes)
        apply_changes(portal, wanted, found, changes, create_organisations=manner.settings.create_organisations)
        left = plan_changes(wanted, observe(portal, wanted, datastore=datastore), licence, datastore=datastore)
    except DatasetRefused as refusal:
        return Outcome(wanted, "refused", None, str(refusal))
    except Missing as missing:
        return Outcome(
            wanted,
            "refused",
            None,
            f"反映の途中で、ポータルから対象がなくなりました（{missing}）。もう一度実行してください。",
        )
    if left.any:
        return Outcome(
            wanted,
            "refused",
            left,
            "ポータルが受け取った内容の一部を変えています。"
            "もう一度実行し、直らなければポータルの拡張機能（xloaderなど）の設定を管理者に確かめてください。",
        )
    return Outcome(wanted, "pushed", changes)


def _patiently(manner: Manner, attempt: Callable[[], T]) -> T:
    """Try again after a while as long as the portal is down; each try looks at the portal anew."""
    for wait in manner.waits:
        try:
            return attempt()
        except Unavailable:
            sleep(wait)
    return attempt()
