"""Reads ``data/partenaires/*.yml``: what a partner holds, how to ask for it, and the columns of the file to fill."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from lib.model import DataError, Level
from lib.settings import DATA_DIR
from lib.strict_yaml import Kind

_REMEDY = "Corrigez le fichier : chaque clé attendue est décrite dans CONTRIBUTING.md."
_KIND = Kind("de modèle partenaire", _REMEDY)
Measure = Literal[
    "personnes", "foyers", "menages", "enfants", "logements", "dossiers", "demandes", "euros", "jours", "mois"
]
MEASURE_LABEL: dict[str, str] = {
    "personnes": "nombre de personnes",
    "foyers": "nombre de foyers",
    "menages": "nombre de ménages",
    "enfants": "nombre d'enfants",
    "logements": "nombre de logements",
    "dossiers": "nombre de dossiers",
    "demandes": "nombre de demandes",
    "euros": "en euros",
    "jours": "en jours",
    "mois": "en mois",
}
# What the file to fill holds beside its figures: identifiers that are read again, and words that replace a count.
KEYS = (("niveau", "Niveau"), ("code", "Code officiel"), ("nom", "Nom"), ("millesime", "Année"))
SECRET, UNKNOWN = "secret", "n.d."
PEOPLE = frozenset({"personnes", "foyers", "menages", "enfants", "dossiers", "demandes"})  # counts under secret


class Column(BaseModel):
    """One figure asked for: identifier of the column, label, what is counted, precision on the definition."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    libelle: str
    unite: Measure
    precision: str = ""


class PartnerModel(BaseModel):
    """One file of ``data/partenaires``. ``type`` « ccas » is what the centre counts itself: no letter is needed.

    ``seuil`` is the smallest count that may be written in the file; ``en_attendant`` are indicators to read meanwhile.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    titre: str
    type: Literal["partenaire", "ccas"]
    organisme: str
    service: str
    contact: Literal["service_statistique", "direction", "interne"]
    themes: tuple[str, ...] = Field(min_length=1)
    detient: str
    echelles: str
    millesimes: str
    demander: str
    cadre: str
    en_attendant: tuple[str, ...] = ()
    niveaux: tuple[Level, ...] = Field(min_length=1)
    seuil: int = Field(ge=5)
    colonnes: tuple[Column, ...] = Field(min_length=1)


@lru_cache(maxsize=4)
def load_partner_models(folder: Path = DATA_DIR / "partenaires") -> dict[str, PartnerModel]:
    """Return every model by identifier. Raises DataError naming the file, the key and the fault."""
    return {path.stem: _read(path) for path in sorted(folder.glob("*.yml"))}


def of_theme(models: Iterable[PartnerModel], theme: str) -> list[PartnerModel]:
    """Return the models that feed a theme, those made for it first."""
    concerned = [model for model in models if theme in model.themes]
    return sorted(concerned, key=lambda model: model.themes.index(theme))


def _read(path: Path) -> PartnerModel:
    raw = _KIND.mapping(_KIND.read(path), path.name, {"id"})
    try:
        model = PartnerModel.model_validate({"id": path.stem} | raw)
    except ValidationError as error:
        place = " › ".join(str(part) for part in error.errors()[0]["loc"])
        raise DataError("Un modèle partenaire n'est pas valable", f"{path.name} : {place}", _REMEDY) from error
    names = [column.id for column in model.colonnes]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise DataError("Une colonne est décrite deux fois", f"{path.name} : {', '.join(twice)}", _REMEDY)
    return model
