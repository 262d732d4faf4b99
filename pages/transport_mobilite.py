"""Mobility: what households have to get around."""

from lib.ui import structures
from lib.ui.theme_page import Block, Composition, Evolution, show_theme

show_theme(
    "transport_mobilite",
    key_indicator="menages_sans_voiture",
    sections=(
        Composition("travail", "Comment on va travailler", structures.COMMUTING),
        Block("voitures", "Les ménages et leurs voitures", ("menages_sans_voiture", "menages_2_voitures")),
        Block("proximite", "Travailler dans sa commune", ("part_travail_commune",)),
        Evolution(
            "voiture", "Aller travailler en voiture, d'un recensement à l'autre", "part_voiture_domicile_travail"
        ),
    ),
)
