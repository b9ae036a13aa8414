"""What flows, deployments and their runs are called in Prefect's pages (実行の名前). Constants; nothing is imported here.

The run's name is also needed where Prefect is not loaded: flows/record.py leaves a record under it.
"""

from __future__ import annotations

RUN = "計画の読み取りと公開"
NIGHTLY = "夜間の更新"
NOTICES = "お知らせ"
NOTHING_NEW = "変更なし"
ATTENTION = "要対応あり"
"""State of a run that did its work and found what a person must look at. Failed to Prefect, so that it is not shown in green."""
