"""Read the policy tree (施策体系) of a Japanese municipal plan, compare two editions, open a release.

    import taikei

    plan = taikei.read("plan.pdf")
    plan.to_frame()                      # one row per entry of the tree
    plan.exceptions                      # what a person should check
    taikei.diff("old.pdf", "new.pdf")    # kept, renamed, moved, added, removed
    taikei.open_release("published").table("policy")

Everything else in the package is internal and may change without notice.
"""

from __future__ import annotations

from taikei.changes import Changes, diff
from taikei.extraction import Extraction, Unreadable, read
from taikei.release import Release, ReleaseError, open_release

__all__ = ["Changes", "Extraction", "Release", "ReleaseError", "Unreadable", "diff", "open_release", "read"]
