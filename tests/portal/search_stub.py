"""The few answers CKAN wants of Solr, on loopback: its own schema, updates, and one dataset by name or id.

It keeps what CKAN indexes, so that `package_show` answers from the index as it does at a real portal; every other search
finds nothing. Run as `python search_stub.py PORT SCHEMA`.
"""

from __future__ import annotations

import json
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

INDEX: dict[str, dict[str, Any]] = {}
ONE = re.compile(r'name:"([^"]*)" OR id:"([^"]*)"')
"""How CKAN asks for one dataset."""
NAMED = re.compile(r'\b(?:id|name):"([^"]*)"')


class Handler(BaseHTTPRequestHandler):
    """GET schema and select, POST select and update."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Quiet."""

    def do_GET(self) -> None:
        if "schema" in self.path:
            self._answer(Path(sys.argv[2]).read_bytes(), "application/xml")
        else:
            self._select(urlsplit(self.path).query)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        if urlsplit(self.path).path.endswith("/select"):
            self._select(body)
            return
        if body.startswith("["):
            INDEX.update({document["index_id"]: document for document in json.loads(body)})
        elif body.startswith("{"):
            _forget(json.loads(body).get("delete", {}).get("query", ""))
        else:
            for query in ElementTree.fromstring(body).iter("query"):
                _forget(query.text or "")
        self._answer(b'{"responseHeader": {"status": 0, "QTime": 1}}')

    def _select(self, query: str) -> None:
        asked = ONE.search(parse_qs(query).get("q", [""])[0])
        found = [d for d in INDEX.values() if asked and (d.get("name") == asked[1] or d.get("id") == asked[2])]
        answer = {
            "responseHeader": {"status": 0, "QTime": 1},
            "response": {"numFound": len(found), "start": 0, "docs": found},
            "facet_counts": {"facet_queries": {}, "facet_fields": {}, "facet_dates": {}, "facet_ranges": {}},
        }
        self._answer(json.dumps(answer).encode())

    def _answer(self, body: bytes, kind: str = "application/json") -> None:
        self.send_response(200)
        self.send_header("Content-Type", f"{kind};charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _forget(query: str) -> None:
    """Take out the dataset of the name or id; a query for anything else is about nothing we keep."""
    asked = set(NAMED.findall(query))
    for key, document in list(INDEX.items()):
        if {document.get("id"), document.get("name")} & asked:
            del INDEX[key]


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
