"""Employment: who works, who looks for a job, on what terms."""

from lib.ui import structures
from lib.ui.theme_page import Block, Composition, Evolution, show_theme

show_theme(
    "emploi_insertion",
    key_indicator="taux_chomage_rp",
    sections=(
        Composition("situations", "Ce que font les 15 à 64 ans", structures.ACTIVITY),
        Block("activite", "Actifs, en emploi, au chômage", ("taux_activite", "taux_emploi", "taux_chomage_rp")),
        Block(
            "inscrits", "Qui est inscrit à France Travail", ("part_de_moins_25", "part_de_50_plus", "part_de_femmes")
        ),
        Block("contrats", "Des emplois plus ou moins stables", ("part_contrats_precaires", "part_temps_partiel")),
        Block("metiers", "Cadres, ouvriers et employés", ("part_cadres", "part_ouvriers_employes")),
        Evolution("chomage", "Le chômage trimestre après trimestre", "taux_chomage_localise"),
    ),
)
