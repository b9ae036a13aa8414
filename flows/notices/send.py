"""One notice → one receiver, by Apprise: webhook, e-mail, chat (送信). IO: network. The only importer of Apprise."""

from __future__ import annotations

import logging

import apprise

# Its messages name hosts and users of addresses that are secret.
logging.getLogger("apprise").setLevel(logging.CRITICAL + 1)

_ASSET = apprise.AppriseAsset(app_id="taikei", app_desc="taikei", app_url="", image_url_mask="", image_url_logo="")


def send_notice(url: str, title: str, body: str) -> bool:
    """Whether the receiver's server took it; False as well where the address is none."""
    post = apprise.Apprise(asset=_ASSET)
    if not post.add(url):
        return False
    return bool(post.notify(body=body, title=title, body_format=apprise.NotifyFormat.TEXT))
