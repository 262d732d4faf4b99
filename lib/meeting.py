"""Series of views for a meeting: what one view shows, how a series travels in an address. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs, quote, urlsplit

MOST = 60
PAGE = "/reunion"
SLIDE = re.compile(r"([a-z][a-z0-9_]{1,80})@([a-z]{3,12}\.[a-z]{3,12}-[0-9A-Z]{1,9})(?:@([0-9]{4}[0-9T-]{0,6}))?")


@dataclass(frozen=True, slots=True)
class Slide:
    """One view: an indicator, a map (``commune.departement-38``), a millesime or the usual one."""

    indicator: str
    frame: str
    year: str = ""

    @property
    def code(self) -> str:
        """How addresses write the view."""
        return "@".join(part for part in (self.indicator, self.frame, self.year) if part)


def read_slides(text: str) -> list[Slide]:
    """Return the views written in an address, those that are not well written left out, MOST of them."""
    found = (SLIDE.fullmatch(part.strip()) for part in text.split(","))
    return [Slide(one[1], one[2], one[3] or "") for one in found if one][:MOST]


def write_slides(slides: Iterable[Slide]) -> str:
    """Write views for an address."""
    return ",".join(slide.code for slide in slides)


def address(slide: Slide, territory: str) -> str:
    """Return the address that opens one view alone, as kept in the base."""
    return f"{PAGE}?territoire={quote(territory, safe='-.')}&lecture=oui&vues={quote(slide.code, safe='@.-_')}"


def read_address(kept: str) -> list[Slide]:
    """Return the views of an address kept in the base; none when it is not one of a meeting."""
    parts = urlsplit(kept)
    return read_slides(",".join(parse_qs(parts.query).get("vues", []))) if parts.path == PAGE else []


def territory_of(kept: str) -> str:
    """Return the key of the territory for which a kept view was prepared; empty when the address says none."""
    parts = urlsplit(kept)
    return parse_qs(parts.query).get("territoire", [""])[0] if parts.path == PAGE else ""


def moved(slides: list[Slide], rank: int, step: int) -> list[Slide]:
    """Return the series with one view moved up (-1) or down (1); unchanged at its ends."""
    place = rank + step
    if not 0 <= place < len(slides):
        return slides
    others = slides[:rank] + slides[rank + 1 :]
    return [*others[:place], slides[rank], *others[place:]]
