"""Who publishes the release, whom to ask and how often it is updated, for the catalogue. IO: reads the environment.

`taikei` sets these variables from a project's taikei.toml. Where nothing is set, the catalogue names the program alone.
"""

from __future__ import annotations

from typing import Any

from publishers.rdf.address import VARIABLE, base_url, setting

PUBLISHER = "TAIKEI_PUBLISHER"
CONTACT = "TAIKEI_CONTACT"
UPDATE_CYCLE = "TAIKEI_UPDATE_CYCLE"
SETTINGS = (VARIABLE, PUBLISHER, CONTACT, UPDATE_CYCLE)
"""All that the files of a release hang on besides its rows."""
CYCLES = {
    "daily": "DAILY",
    "weekly": "WEEKLY",
    "monthly": "MONTHLY",
    "annual": "ANNUAL",
    "irregular": "IRREG",
}
"""Words of taikei.toml → the EU vocabulary of frequencies."""

_FREQUENCY = "http://publications.europa.eu/resource/authority/frequency/"

Json = dict[str, Any]


def publisher_name() -> str:
    """The publisher's name in Japanese."""
    return setting(PUBLISHER) or "taikei 体系"


def contact_point() -> Json | None:
    """The contact as a vcard node; None where none is set."""
    contact = setting(CONTACT)
    if not contact:
        return None
    node: Json = {
        "@id": f"{base_url()}id/contact",
        "@type": ["vcard:Kind", "vcard:Organization"],
        "vcard:fn": publisher_name(),
    }
    if "@" in contact and "://" not in contact:
        return {**node, "vcard:hasEmail": {"@id": f"mailto:{contact.removeprefix('mailto:')}"}}
    return {**node, "vcard:hasURL": {"@id": contact}}


def frequency() -> Json | None:
    """The update cycle as a node of the EU vocabulary; None where none is set."""
    cycle = CYCLES.get(setting(UPDATE_CYCLE))
    return None if cycle is None else {"@id": _FREQUENCY + cycle, "@type": "dct:Frequency"}


def settings() -> dict[str, str]:
    """What is set, by variable."""
    return {variable: setting(variable) for variable in SETTINGS if setting(variable)}
