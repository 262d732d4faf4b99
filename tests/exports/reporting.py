"""The draft that the suites of the report share: written texts, a secret figure, an empty theme."""

from __future__ import annotations

import io

from PIL import Image

from lib.reports.draft import Block, Chapter, Draft, Partner

COMMENT = "Les équipes voient plus de familles depuis l'été : c'est à creuser avec la Caf."
LONGEST = "Besoins d'accueil à Échirolles. " * 320  # 10 240 letters


def png(width: int = 120, height: int = 60, mode: str = "RGB", kind: str = "PNG") -> bytes:
    """Draw a plain image."""
    buffer = io.BytesIO()
    Image.new(mode, (width, height)).save(buffer, kind)
    return buffer.getvalue()


def draft(**changes) -> Draft:
    """Return a draft that uses every kind of content."""
    fields = {
        "titre": "Analyse des besoins sociaux à Échirolles",
        "territoire": "commune-38151",
        "comparateurs": ("departement-38",),
        "organisation": "CCAS d'Échirolles",
        "introduction": "Une première lecture.\n\nÀ débattre.",
        "partenaires": (Partner(nom="Caf de l'Isère", apport="Données et ateliers"), Partner(nom="Mission locale")),
        "chapitres": (
            Chapter(
                titre="Portrait du territoire",
                partie="diagnostic",
                blocs=(
                    Block(indicateurs=("part_moins_20",), commentaire=COMMENT),
                    Block(indicateurs=("population_totale",)),
                    Block(indicateurs=("part_65_plus",), commentaire="Chiffre secret."),
                ),
                questions=("Qui manque à l'appel ?",),
                constats=("La part des jeunes baisse.",),
                pistes=("Ouvrir un accueil le soir.",),
            ),
            Chapter(titre="Endettement", blocs=(Block(indicateurs=("indicateur_disparu",)),)),
            Chapter(titre="Logement", introduction="Rien d'installé.", constats=("À compléter.",)),
        ),
        "conclusion": "Le conseil est invité à en débattre.",
        "logo": png(),
    }  # fmt: skip
    return Draft(**(fields | changes))
