"""What the system said about a file (OSError) → a few Japanese words, the same on every machine. Pure."""

from __future__ import annotations

import errno

_WORDS = {
    errno.ENOSPC: "ディスクに空きがありません",
    errno.EDQUOT: "割り当てられた容量に空きがありません",
    errno.EFBIG: "これより大きなファイルを書けません",
    errno.EACCES: "権限がありません",
    errno.EPERM: "権限がありません",
    errno.EROFS: "読み取り専用の場所です",
    errno.EIO: "ディスクが読み書きできません",
    errno.ENOENT: "ありません",
    errno.ENOTDIR: "フォルダーではないものがあります",
    errno.EISDIR: "フォルダーです",
}


def why(error: OSError) -> str:
    """The reason alone; the sentence around it is the caller's. What is not in the table is told as the system says it."""
    return _WORDS.get(error.errno or 0) or error.strerror or str(error)
