"""The web application in which staff settle exceptions (要確認事項の確認画面); the only writer of corrections/."""
