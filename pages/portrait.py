"""Portrait of the territory: how many people, of what ages, in which households."""

from lib.ui import structures
from lib.ui.theme_page import Block, Composition, Evolution, Pyramid, show_theme

show_theme(
    "portrait",
    key_indicator="part_moins_20",
    sections=(
        Block("ages", "Jeunes, adultes, aînés : la part de chacun", ("part_moins_20", "part_20_64", "part_65_plus")),
        Pyramid("pyramide", "Hommes et femmes, âge par âge"),
        Evolution("population", "Combien d'habitants, d'un recensement à l'autre", "population_totale"),
        Composition("menages", "Avec qui vivent les habitants", structures.HOUSEHOLDS),
        Evolution("natalite", "Les naissances rapportées à la population", "taux_natalite"),
        Block(
            "parc",
            "À quoi servent les logements",
            ("part_residences_principales", "part_residences_secondaires", "part_logements_vacants"),
        ),
    ),
)
