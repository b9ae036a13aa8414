"""What a run left in build/ → build/metrics.prom in OpenMetrics text (指標), for a node exporter or any collector. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from prometheus_client import CollectorRegistry, Gauge, Histogram
from prometheus_client.openmetrics.exposition import generate_latest

from flows.durations import Durations
from flows.plan_states import PlanState
from schemas.issue import Severity
from schemas.watched import Watched, WatchState

METRICS = "metrics.prom"
SECONDS = (0.1, 0.3, 1, 3, 10, 30, 100, 300, 1000)
"""Buckets of the time of a document: text takes 0.1 s, a thick booklet a minute, a scan some minutes."""
SLOWEST = 20
"""Documents named one by one; a label for each of tens of thousands would burden the collector."""
_SEVERITIES: tuple[Severity, ...] = ("block", "review", "info")


def metrics(
    *,
    ended: float,
    code: int,
    version: str,
    took: Durations,
    plans: Iterable[PlanState],
    sources: Mapping[str, Watched],
) -> bytes:
    """The text of the file.

    Args:
        ended: when the run ended, in seconds since 1970.
        code: its exit code.
        version: of the current release, "" where there is none.
        took: how long its parts took.
        plans: what became of each edition.
        sources: the last look at each source.
    """
    registry = CollectorRegistry()

    def gauge(name: str, said: str, labels: tuple[str, ...] = ()) -> Gauge:
        return Gauge(f"taikei_{name}", said, labels, registry=registry)

    gauge("run_end_timestamp_seconds", "When the last run ended").set(ended)
    gauge("run_exit_code", "Exit code of the last run: 0 well, 1 some plans refused, 3 no release").set(code)
    gauge("run_duration_seconds", "How long the last run took").set(max(0.0, ended - took.began))
    steps = gauge("run_step_duration_seconds", "How long each step of the last run took", ("step",))
    for step, seconds in took.steps.items():
        steps.labels(step).set(seconds)
    documents = Histogram(
        "taikei_document_duration_seconds", "Documents read in the last run", buckets=SECONDS, registry=registry
    )
    for seconds in took.documents.values():
        documents.observe(seconds)
    slowest = gauge("document_slowest_seconds", "The documents that took longest in the last run", ("plan_id",))
    for plan_id, seconds in sorted(took.documents.items(), key=lambda entry: -entry[1])[:SLOWEST]:
        slowest.labels(plan_id).set(seconds)
    gauge("documents_cached", "Documents whose reading was at hand").set(took.cached)
    _states(gauge("plans", "Editions by what became of them", ("state",)), (plan.state for plan in plans))
    severities = gauge("exceptions", "Open exceptions", ("severity",))
    for severity in _SEVERITIES:
        severities.labels(severity).set(sum(plan.counts.get(severity, 0) for plan in plans))
    _states(
        gauge("sources", "Watched sources by what the last look found", ("state",)),
        (look.state for look in sources.values()),
        WatchState.__args__,  # type: ignore[attr-defined]
    )
    gauge("release_info", "The current release", ("version",)).labels(version).set(1)
    return bytes(generate_latest(registry))  # type: ignore[no-untyped-call]


def _states(gauge: Gauge, states: Iterable[str], known: Iterable[str] = ()) -> None:
    counts = Counter(dict.fromkeys(known, 0))
    counts.update(states)
    for state, count in sorted(counts.items()):
        gauge.labels(state).set(count)
