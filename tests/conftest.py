"""For all tests: a property is true or it is not, however busy the machine; how fast belongs to benchmarks/."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("taikei", settings(deadline=None))
settings.load_profile("taikei")
