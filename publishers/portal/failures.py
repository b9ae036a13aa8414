"""Why a push did not happen: exceptions with one Japanese sentence each, saying what to do. No IO."""

from __future__ import annotations


class PushFailure(Exception):
    """Any reason; its text is the sentence."""


class Misuse(PushFailure):
    """Configuration, token file or release are not fit to begin with."""


class PortalUnusable(PushFailure):
    """The portal answers nothing at all that would help: no dataset can be pushed."""


class Unavailable(PortalUnusable):
    """The portal is down, or broke off an answer: worth another try after a while."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"ポータルが応答しません（{what}）。ここまでの分は済んでいます。"
            "ポータルの復旧後にもう一度実行すると、続きから行います。"
        )


class DatasetRefused(PushFailure):
    """One dataset cannot be pushed; the others can."""


class Stale(DatasetRefused):
    """Someone changed the dataset while we were at it."""

    def __init__(self) -> None:
        super().__init__(
            "反映の途中で、ほかの人がポータル上のこのデータセットを変更したため、何も変えずにやめました。"
            "変更の内容を確かめて、もう一度実行してください。"
        )
