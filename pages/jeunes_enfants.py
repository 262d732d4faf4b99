"""Young children: how many, in which families, and who looks after them."""

from lib.ui import structures
from lib.ui.theme_page import Block, Composition, Evolution, show_theme

show_theme(
    "jeunes_enfants",
    key_indicator="part_moins_5",
    sections=(
        Composition("accueil", "Qui peut accueillir les moins de 3 ans", structures.CHILDCARE),
        Evolution("places", "Les places d'accueil au fil du temps", "taux_couverture_accueil"),
        Evolution("petits", "La part des moins de 5 ans au fil du temps", "part_moins_5"),
        Evolution("paje", "Les familles que la Paje soutient, année après année", "part_paje_allocataires"),
        Block(
            "caf",
            "Les enfants que la Caf connaît, par âge",
            ("enfants_caf_0_2", "enfants_caf_3_5", "enfants_caf_6_10", "enfants_caf_11_14", "enfants_caf_15_17"),
        ),
    ),
)
