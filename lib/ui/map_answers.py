"""The values of a map at an address of their own, for its frame: asked for alone, ahead of the page, and kept.

What the frame shows is computed here from the same reading, the same years and the same classes as on the page.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlencode

import folium
from anyio import to_thread
from starlette.requests import Request
from starlette.responses import Response

from lib import formats, map_change, map_crossing, map_values
from lib.classes import FEWEST, MOST, USUAL, Method, parse_bounds
from lib.map_values import Figures, Written
from lib.model import DataError, Indicator
from lib.settings import load_settings
from lib.store import Store
from lib.territories import Territories
from lib.ui import atlas_reading, atlas_years, map_parts, resources
from lib.ui.api.answers import to_json
from lib.ui.atlas_choices import CHANGE, CIRCLES, CROSSED, METHODS, VALUES, Classes, Frame, frame_of
from lib.ui.atlas_years import SINCE, UNTIL

ADDRESS, WORDS = "/carte/valeurs", "/carte/mots"
INDICATOR, SECOND, YEAR = "choix-indicateur", "choix-second", "choix-annee"  # widgets
METHOD, COUNT = "choix-methode", "choix-classes"
FROM, TO = f"choix-{SINCE}", f"choix-{UNTIL}"
Choices = Mapping[str, Sequence[object]]
PLAIN = Classes(constant=False)  # the map of a theme page: classes of the year shown
YES = "oui"
LOG = logging.getLogger("boussole")
KEPT = "private, max-age=86400"
WRITERS = (map_values, map_crossing, map_change)  # a release may write values otherwise
_CODE = hashlib.sha256(b"".join(Path(one.__file__).read_bytes() for one in WRITERS)).hexdigest()[:4]


@dataclass(frozen=True, slots=True)
class Asked:
    """What one map shows: an indicator on a frame, its classes, ``centre`` when colours are centred on a value.

    ``kind`` is VALUES, CIRCLES or CROSSED with a ``second`` indicator (a crossed map has three classes of each), or
    CHANGE between the two years of ``span``.
    ``year`` is the one chosen, which this indicator may not have, or empty for the usual one. None: the page has no
    choice of year.
    """

    indicator: str
    frame: Frame
    year: str | None = None
    classes: Classes = PLAIN
    centre: float | None = None
    kind: str = VALUES
    second: str = ""
    span: tuple[str, str] = ("", "")

    @property
    def address(self) -> str:
        """The address of these values; what is usual is left out."""
        method, count = self.classes.method, self.classes.count
        parameters = {
            "methode": "" if method is Method.QUANTILES else method.value,
            "classes": "" if count == USUAL else count,
            "bornes": ";".join(map(repr, self.classes.typed)),
            "memes": YES if self.classes.constant else "",
            "centre": "" if self.centre is None else repr(self.centre),
            "genre": "" if self.kind == VALUES else self.kind,
            "second": self.second,
            SINCE: self.span[0],
            UNTIL: self.span[1],
        }
        said = {"v": version(), "carte": self.frame.code, "indicateur": self.indicator}
        said |= {} if self.year is None else {"annee": self.year}
        return f"{ADDRESS}?{urlencode(said | {name: one for name, one in parameters.items() if one != ''})}"


def layer(
    asked: Asked,
    choices: Choices,
    *,
    mine: Sequence[str],
    above: Sequence[Mapping[str, object]] = (),
    otherwise: Callable[[], folium.FeatureGroup],
) -> folium.FeatureGroup:
    """Return the layer whose values the frame asks for, following ``choices`` by itself.

    Where a code is asked before any figure, the values travel with the page: ``otherwise`` makes their layer.
    """
    if load_settings().code_acces:
        return otherwise()
    return map_values.addressed_layer(asked.address, choices, mine=mine, above=above)


def crossed_choices(classes: Classes) -> Choices:
    """Return the choices that a crossed map follows: both indicators, and how they are cut in three."""
    return {INDICATOR: ("indicateur",), SECOND: ("second",)} | _method(classes)


def change_choices(classes: Classes, years: Sequence[str]) -> Choices:
    """Return the choices that a map of change follows: its indicator, its two years, its classes."""
    return {INDICATOR: ("indicateur",), FROM: (SINCE, years), TO: (UNTIL, years)} | _cut(classes)


def _cut(classes: Classes) -> dict[str, tuple[object, ...]]:
    found = _method(classes)
    return found and found | {COUNT: ("classes", [str(number) for number in range(FEWEST, MOST + 1)])}


def _method(classes: Classes) -> dict[str, tuple[object, ...]]:
    if classes.method is Method.TYPED:
        return {}
    return {METHOD: ("methode", ["" if one is Method.TYPED else one.value for one in METHODS])}


def atlas_choices(classes: Classes, years: Sequence[str], indicator: str = INDICATOR, year: str = YEAR) -> Choices:
    """Return the choices of the atlas that its map follows; ``indicator`` and ``year`` name their widgets."""
    return {indicator: ("indicateur",), year: ("annee", years)} | _cut(classes)


def version() -> str:
    """Return the mark of the figures and of the way they are written: addresses change with them."""
    return resources.figures_version() + _CODE


async def values(request: Request) -> Response:
    """Answer the values of one map; what cannot be shown is a 404, the page says why."""
    return await _answer(request, _values)


async def words(request: Request) -> Response:
    """Answer the codes of the lists that the frame follows, by label."""
    return await _answer(request, _words)


async def _answer(request: Request, make: Callable[[Request], bytes]) -> Response:
    if load_settings().code_acces:
        return Response(status_code=403)
    try:
        answer = await to_thread.run_sync(make, request)
    except (DataError, ValueError) as error:
        LOG.info("valeurs d'une carte, non servies : %s", error)
        return Response(status_code=404, headers={"Cache-Control": "no-store"})
    fresh = request.query_params.get("v", "") == version()
    headers = {"Cache-Control": KEPT if fresh else "no-store", "Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    return Response(answer, media_type="application/json", headers=headers)


def _values(request: Request) -> bytes:
    return body(read(dict(request.query_params)))


def body(asked: Asked) -> bytes:
    """Return the compressed values of one map. Raises DataError when it has none."""
    return _body(resources.store(), resources.territories(), asked)


def _words(_request: Request) -> bytes:
    return gzip.compress(to_json(labels()), mtime=0)


def labels() -> dict[str, str]:
    """Return the codes of indicators by label, as theme pages and the atlas write them; without the ambiguous."""
    catalog = resources.catalog()
    found: dict[str, str] = {}
    twice: set[str] = set()
    for one in catalog.indicators.values():
        for label in (one.titre, f"{one.titre} ({catalog.themes[one.theme].titre.lower()})"):
            if found.setdefault(label, one.id) != one.id:
                twice.add(label)
    return {label: name for label, name in found.items() if label not in twice}


def read(parameters: dict[str, str]) -> Asked:
    """Read what an address asks for. Raises DataError or ValueError when it makes no sense."""
    frame = frame_of(parameters.get("carte", ""))
    indicator = resources.catalog().resolve(parameters.get("indicateur", ""))
    if frame is None or frame.level not in indicator.niveaux:
        raise DataError("Cette carte n'existe pas", str(parameters)[:120], "Rechargez la page.")
    count = int(parameters.get("classes", USUAL))
    if not FEWEST <= count <= MOST:
        raise DataError("Ce nombre de classes n'est pas proposé", str(count), f"De {FEWEST} à {MOST}.")
    method = Method(parameters.get("methode", Method.QUANTILES))
    typed = parse_bounds(parameters["bornes"]) if parameters.get("bornes") else ()
    centre = float(parameters["centre"]) if parameters.get("centre") else None
    same = parameters.get("memes") == YES
    classes = Classes(method, count, typed, centre is not None, same)
    asked = Asked(indicator.id, frame, parameters.get("annee"), classes, centre)
    kind = parameters.get("genre", VALUES)
    if kind == CHANGE:
        return replace(asked, kind=CHANGE, span=(parameters.get(SINCE, ""), parameters.get(UNTIL, "")))
    return asked if kind == VALUES else _with_second(asked, kind, parameters.get("second", ""))


def _with_second(asked: Asked, kind: str, name: str) -> Asked:
    second = resources.catalog().resolve(name)
    fits = second.unite in formats.COUNTS if kind == CIRCLES else kind == CROSSED and second.id != asked.indicator
    if not fits or asked.frame.level not in second.niveaux:
        raise DataError(
            "Ces deux indicateurs ne font pas une carte", f"{asked.indicator}, {name}", "Changez le second."
        )
    return replace(asked, kind=kind, second=second.id)


@lru_cache(maxsize=96)
def _body(_store: Store, _known: Territories, asked: Asked) -> bytes:
    indicator = resources.catalog().indicators[asked.indicator]
    told = _change(asked, indicator) if asked.kind == CHANGE else _figures(asked, indicator)
    return gzip.compress(to_json(told), compresslevel=6, mtime=0)


def _change(asked: Asked, indicator: Indicator) -> dict[str, object]:
    found = atlas_years.years(indicator, asked.frame)
    if len(found.installed) < 2:
        raise DataError("Une seule année est installée", indicator.id, "Choisissez un autre indicateur.")
    years = found.between(*asked.span)
    first, last = (map_parts.read(indicator, asked.frame.level, asked.frame.scope, year) for year in years)
    shown = map_change.change(first, last, indicator, resources.SOURCES)
    if not len(shown.known):
        raise DataError("Ces années ne se comparent pas", f"{indicator.id}, {years}", "Choisissez d'autres années.")
    cut = atlas_reading.change_cut(shown, indicator, asked.frame, asked.classes)
    told = map_values.values(shown, cut, atlas_reading.change_written(indicator))
    return {"a": replace(asked, span=found.kept_between(*years)).address} | told


def _figures(asked: Asked, indicator: Indicator) -> dict[str, object]:
    year, kept = "", None
    if asked.year is not None:
        found = atlas_years.years(indicator, asked.frame)
        year, kept = found.shown(asked.year), found.kept(asked.year)
    shown = map_parts.read(indicator, asked.frame.level, asked.frame.scope, year)
    told = {"a": replace(asked, year=kept).address}
    if asked.kind == CROSSED:
        told |= _crossed(asked, indicator, shown)
    else:
        cut = atlas_reading.cut(shown, indicator, asked.frame, asked.classes, asked.centre)
        told |= map_values.values(shown, cut, map_parts.written(indicator))
    if asked.kind == CIRCLES:
        told |= {"x": map_values.second_variable(*_second(asked), circles=True)}
    return told


def _second(asked: Asked) -> tuple[Figures, Written]:
    second = resources.catalog().indicators[asked.second]
    return map_parts.read(second, asked.frame.level, asked.frame.scope), map_parts.written(second)


def _crossed(asked: Asked, indicator: Indicator, shown: Figures) -> dict[str, object]:
    beside, written = _second(asked)
    crossing = map_crossing.cross(shown, beside, asked.classes.method)
    return map_crossing.payload(crossing, map_parts.written(indicator), written)
