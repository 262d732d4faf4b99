"""Employment: who works, who looks for a job, on what terms."""

from lib.ui import structures
from lib.ui.theme_page import Block, Composition, Evolution, show_theme

show_theme(
    "emploi_insertion",
    key_indicator="taux_chomage_rp",
    sections=(
        Composition("situations", "Ce que font les 15 à 64 ans", structures.ACTIVITY),
        Block("activite", "Actifs, en emploi, au chômage", ("taux_activite", "taux_emploi", "taux_chomage_rp")),
        Evolution("chomage", "Le chômage trimestre après trimestre", "taux_chomage_localise"),
    ),
)
