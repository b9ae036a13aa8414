"""How `taikei run` begins: nothing to do, handed to a warm `taikei serve`, or a run of its own. IO: the lock, build/.

Nothing heavy is imported before it is known that there is something to do.
"""

from __future__ import annotations

import os
import sys
from gettext import gettext as _
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from flows.clock import now_in_japan
from flows.folders import Folders
from flows.names import NOTHING_NEW
from flows.unchanged import LastRun, compare
from publishers.why import why

if TYPE_CHECKING:
    from flows.serving.hand_over import Warm

OK = 0
REFUSED = 1
NO_RELEASE = 3
INTERRUPTED = 130
LOCK = "run.lock"
"""In build/. The system lets it go when its holder dies, however that comes about."""
BUSY = "別の taikei run が動いています。終わってからもう一度実行してください。"


def begin(folders: Folders, *, again: bool = False, alone: bool = False, wait: float = 0, verbose: bool = False) -> int:
    """Run once; the exit code.

    Args:
        folders: where.
        again: even if nothing has changed.
        alone: not in a warm `taikei serve`.
        wait: seconds for another run to end.
        verbose: one line per step on standard error where that is no terminal.
    """
    from flows.serving.hand_over import find_warm, hand_over

    warm = None if alone else find_warm(folders.build)
    try:
        folders.build.mkdir(parents=True, exist_ok=True)
        with FileLock(folders.build / LOCK, timeout=wait):
            inputs, last = compare(folders)
            if last is not None and not again:
                return _say_nothing_to_do(folders, last, warm)
            if warm is None:
                from flows.start import start_run

                return start_run(folders, inputs, verbose)
        code = hand_over(warm, folders, verbose)
        return begin(folders, again=again, alone=True, wait=wait, verbose=verbose) if code is None else code
    except Timeout:
        print(_(BUSY), file=sys.stderr)
    except OSError as error:
        print(of_disk(error, folders), file=sys.stderr)
    return NO_RELEASE


def of_disk(error: OSError, folders: Folders) -> str:
    """One sentence about trouble with a file."""
    place = error.filename or folders.build
    return _("{place} を使えません（{why}）。権限と空き容量を確かめてください。").format(place=place, why=why(error))


def nothing_to_do(last: LastRun) -> str:
    """One sentence."""
    release = _("（{version} 版）: {folder}").format(version=last.version, folder=last.folder) if last.version else ""
    return _(
        "前回の実行（{at}）から、文書・訂正・設定・プログラムに変更がないので、何もしませんでした。公開データは前のままです{release}"
    ).format(at=last.at, release=release)


def _say_nothing_to_do(folders: Folders, last: LastRun, warm: Warm | None) -> int:
    """What the last run said that still holds, and a record on the server if there is one."""
    from flows.record import leave_record
    from flows.run_status import StatusFile

    status = StatusFile(folders.build)
    said = nothing_to_do(last)
    print(said)
    refused = [f"{plan_id}: {message}" for plan_id, message in sorted(last.refused.items())]
    for line in refused:
        print(line, file=sys.stderr)
    api, password = os.environ.get("PREFECT_API_URL", ""), ""
    if not api and warm is not None:
        api, password = warm.api, warm.password
    if api and not leave_record(
        api, f"{now_in_japan():%Y-%m-%d %H:%M:%S} {NOTHING_NEW}", said, password, "；".join(refused)
    ):
        print(_("Prefect のサーバー（{api}）に記録を残せませんでした。").format(api=api), file=sys.stderr)
    code = REFUSED if refused else OK
    status.end(code, "unchanged", last.version, refused)
    return code
