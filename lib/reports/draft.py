"""The draft of a report: what the user chose and wrote, and the figures seen when it was written. No storage here."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from lib.model import DataError, Status

ILLEGAL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
MAP = r"^((iris|commune|ept|epci|departement|region)@[a-z]+-[0-9A-Za-z]{1,32})?$"
LONGEST = 50_000  # characters of one text


def _clean(text: str) -> str:
    """Remove what no file format accepts; keep every word, and the lines."""
    return ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


Text = Annotated[str, Field(max_length=LONGEST), AfterValidator(_clean)]
Line = Annotated[str, Field(max_length=400), AfterValidator(lambda text: " ".join(_clean(text).split()))]


class Audience(StrEnum):
    """Who reads the report: the same content, more or less of it."""

    CONSEIL = "conseil"
    PARTENAIRES = "partenaires"
    HABITANTS = "habitants"


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_bytes="base64", val_json_bytes="base64")


class SeenFigure(_Part):
    """A figure as it was when the draft was last brought up to date."""

    indicateur: str
    territoire: str
    valeur: float | None
    statut: Status
    millesime: str
    source: str


class Block(_Part):
    """One idea: a few indicators shown together and what the user says of them.

    ``carte`` makes it a map of the first one: the areas drawn and where, « commune@epci-200040715 ».
    """

    titre: Line = ""
    indicateurs: tuple[str, ...] = Field(min_length=1)
    commentaire: Text = ""
    graphique: bool = True
    tableau: bool = True
    carte: Annotated[str, Field(pattern=MAP)] = ""


class Chapter(_Part):
    """A theme or a public. ``partie``: the diagnosis of art. R.123-1, or the analyses that come after it."""

    titre: Line
    partie: Literal["diagnostic", "thematique"] = "thematique"
    introduction: Text = ""
    blocs: tuple[Block, ...] = ()
    questions: tuple[Text, ...] = ()
    constats: tuple[Text, ...] = ()
    pistes: tuple[Text, ...] = ()


class Partner(_Part):
    """A partner associated with the analysis and what it brought."""

    nom: Line
    apport: Text = ""


class Draft(_Part):
    """All of a report: identity, choices, chapters, written texts, logo (image bytes), figures already seen."""

    version: Literal[1] = 1
    titre: Line
    territoire: str
    comparateurs: tuple[str, ...] = ()
    public: Audience = Audience.CONSEIL
    organisation: Line = ""
    introduction: Text = ""
    demarche: Text = ""
    partenaires: tuple[Partner, ...] = ()
    chapitres: tuple[Chapter, ...] = ()
    conclusion: Text = ""
    logo: bytes | None = None
    chiffres_vus: tuple[SeenFigure, ...] = ()

    def to_json(self) -> str:
        """Write the draft as text, logo included."""
        return self.model_dump_json()


def from_json(text: str | bytes) -> Draft:
    """Read back a draft. Raises DataError when the text is not one, saying where."""
    try:
        return Draft.model_validate_json(text)
    except ValidationError as error:
        first = error.errors()[0]
        where = " › ".join(str(part) for part in first["loc"]) or "fichier"
        raise DataError("Ce brouillon n'est pas lisible", where, _REMEDY) from error


_REMEDY = "Rouvrez une version plus ancienne du brouillon, ou mettez l'application à jour. Rien n'a été modifié."
