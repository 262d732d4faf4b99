"""What describes the figures: territories, themes, indicators, sources."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

import pandas as pd
from starlette.requests import Request

from lib.formats import UNIT_LABEL
from lib.model import DataError, Indicator, Level, Source, Territory
from lib.store import Store
from lib.territories import Redirect
from lib.ui import resources
from lib.ui.api import shapes
from lib.ui.api.answers import Answer, Refused, to_json
from lib.ui.api.parameters import IndicatorList, Nothing, Page, Search, links, parsed

FOUND = 8
MOVED = 301
ROOT = "/api/v1"


def search(request: Request, _media: str) -> Answer:
    """Answer the search box: up to 8 territories, and the successor of a former commune when there is one."""
    query = parsed(Search, request).recherche[:80]
    known = resources.territories()
    answer = [{"cle": t.key, "nom": t.name, "precision": known.caption(t)} for t in known.search(query)]
    former = known.former(query) if query.strip() else None
    if former:
        note = f"ancien code {former.former_code}, aujourd'hui {former.territory.name}"
        entry = {"cle": f"commune-{former.former_code}", "nom": former.former_name, "precision": note}
        answer = [entry, *answer][:FOUND]
    return Answer(to_json(answer), headers={"Cache-Control": "no-store"})


def territory(request: Request, _media: str) -> Answer:
    """Describe one territory; the code of a former commune leads to the one that replaced it."""
    parsed(Nothing, request)
    key = request.path_params["cle"]
    known = resources.territories()
    found = _existing(lambda: known.resolve(key))
    if isinstance(found, Redirect):
        return _moved(f"territoires/{found.territory.key}")
    parents = (known.parent(found, level) for level in Level)
    return _object(
        shapes.Territoire(
            **_named(found),
            precision=known.caption(found),
            population=found.population,
            superficie_km2=found.area_km2,
            codes_postaux=list(found.postal_codes),
            contenu_dans=[shapes.Voisin(**_named(area)) for area in parents if area],
        )
    )


def themes(request: Request, _media: str) -> Answer:
    """List the themes."""
    rows = [
        shapes.ThemeCourt(
            id=theme.id,
            titre=theme.titre,
            description=theme.description,
            questions=list(theme.questions),
            manques=list(theme.manques),
            indicateurs=[indicator.id for indicator in theme.indicateurs],
        )
        for theme in resources.catalog().themes.values()
    ]
    return listed(request, parsed(Page, request), rows)


def indicators(request: Request, _media: str) -> Answer:
    """List the indicators, of one theme or of all."""
    query = parsed(IndicatorList, request)
    catalog = resources.catalog()
    if query.theme and query.theme not in catalog.themes:
        remedy = f"Thèmes connus : {', '.join(catalog.themes)}."
        raise Refused(404, "Ce thème n'existe pas", query.theme, remedy)
    chosen = [one for one in catalog.indicators.values() if query.theme in (None, one.theme)]
    return listed(request, query, [_short(one) for one in chosen])


def indicator(request: Request, _media: str) -> Answer:
    """Describe one indicator in full; a former identifier leads to the current one."""
    parsed(Nothing, request)
    name = request.path_params["id"]
    one = _existing(lambda: resources.catalog().resolve(name))
    if one.id != name:
        return _moved(f"indicateurs/{one.id}")
    store = resources.store()
    return _object(
        shapes.Indicateur(
            **one.model_dump(include=shapes.Indicateur.model_fields.keys() - {"sources", "niveaux"}),
            anciens_identifiants=list(one.alias),
            unite_en_mots=UNIT_LABEL[one.unite],
            formule=_formula(one),
            niveaux=list(one.niveaux),
            sources=[_origin(known_source(name)) for name in dict.fromkeys((*one.sources, *one.source_denominateur))],
            millesimes=_coverage(store, one.id),
        )
    )


def sources(request: Request, _media: str) -> Answer:
    """List the sources, with the millesimes installed."""
    query = parsed(Page, request)
    installed = _installed(resources.store())
    return listed(request, query, [_source(one, installed.get(one.id, [])) for one in resources.SOURCES.values()])


def listed(request: Request, query: Page, rows: Sequence[shapes.Shape], total: int | None = None) -> Answer:
    """Answer one page; without ``total``, ``rows`` are all the elements and the page is cut here."""
    if total is None:
        start = (query.page - 1) * query.par_page
        rows, total = rows[start : start + query.par_page], len(rows)
    body = {"total": total, "page": query.page, "par_page": query.par_page}
    body |= {"elements": [row.model_dump(mode="json") for row in rows]}
    return Answer(to_json(body), headers=links(request, query.page, max(1, -(-total // query.par_page))))


def known_source(name: str) -> Source:
    """Return a source by its identifier. Raises DataError when figures name one that this version does not have."""
    found = resources.SOURCES.get(name)
    if found is None:
        remedy = "Mettez l'application à jour, ou relancez-la si elle vient de l'être."
        raise DataError("Des chiffres viennent d'une source inconnue", f"source « {name} »", remedy)
    return found


def _existing(look: Callable) -> object:
    """Turn « does not exist » into a 404."""
    try:
        return look()
    except DataError as error:
        raise Refused(404, error.what, error.where[:80], error.remedy) from error


def _moved(path: str) -> Answer:
    address = f"{ROOT}/{path}"
    return Answer(to_json({"adresse": address}), status=MOVED, headers={"Location": address})


def _object(shape: shapes.Shape) -> Answer:
    return Answer(to_json(shape.model_dump(mode="json")))


def _named(area: Territory) -> dict[str, object]:
    return {"cle": area.key, "niveau": area.level, "code": area.code, "nom": area.name}


def _short(one: Indicator) -> shapes.IndicateurCourt:
    return shapes.IndicateurCourt(
        id=one.id,
        titre=one.titre,
        titre_court=one.titre_court,
        theme=one.theme,
        unite=one.unite,
        niveaux=list(one.niveaux),
        essentiel=one.essentiel,
        adresse=f"{ROOT}/indicateurs/{one.id}",
    )


def _formula(one: Indicator) -> shapes.Formule:
    above, below = one.sources, one.source_denominateur or one.sources
    return shapes.Formule(
        numerateur=[_variable(name, above) for name in one.numerateur],
        denominateur=[_variable(name, below) for name in one.denominateur],
        facteur=one.facteur,
    )


def _variable(name: str, origins: Sequence[str]) -> shapes.Variable:
    known = (v for origin in origins for v in known_source(origin).variables if v.id == name)
    return shapes.Variable(id=name, libelle=next((v.libelle for v in known), None))


def _origin(one: Source) -> shapes.Origine:
    return shapes.Origine(id=one.id, titre=one.titre, producteur=one.producteur, licence=one.licence, page=one.page)


@lru_cache(maxsize=2)
def _covered(store: Store) -> pd.DataFrame:
    return store.coverage()


def _coverage(store: Store, name: str) -> list[shapes.Couverture]:
    every = _covered(store)
    return [
        shapes.Couverture(
            niveau=row.niveau,
            millesime=row.millesime,
            source=row.source,
            geographie=_year(row.geographie),
            territoires=row.territoires,
            mention=known_source(row.source).cited(row.millesime, _year(row.geographie)),
        )
        for row in every[every["indicateur"] == name].itertuples()
    ]


@lru_cache(maxsize=2)
def _installed(store: Store) -> dict[str, list[shapes.Installe]]:
    found: dict[str, list[shapes.Installe]] = {}
    pairs = store.millesimes()[["source", "millesime", "geographie"]].drop_duplicates()
    for row in pairs.sort_values(["source", "millesime", "geographie"]).itertuples():
        year = _year(row.geographie)
        mention = known_source(row.source).cited(row.millesime, year)
        found.setdefault(row.source, []).append(
            shapes.Installe(millesime=row.millesime, geographie=year, mention=mention)
        )
    return found


def _source(one: Source, installed: list[shapes.Installe]) -> shapes.SourceComplete:
    breaks = [
        shapes.Rupture(jusqu_a=b.jusqu_a, depuis=b.depuis, motif=b.motif, variables=list(b.variables))
        for b in one.ruptures
    ]
    short = {"titre_court": one.titre_court, "champ": one.champ}
    return shapes.SourceComplete(**_origin(one).model_dump(), **short, installes=installed, ruptures=breaks)


def _year(value: float | None) -> int | None:
    return None if value is None or pd.isna(value) else int(value)
