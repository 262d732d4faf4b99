"""Mobility: what households have to get around."""

from lib.ui.theme_page import Block, show_theme

show_theme(
    "transport_mobilite",
    key_indicator="menages_sans_voiture",
    sections=(
        Block(
            "travail",
            "Comment on va travailler",
            ("part_voiture_domicile_travail", "part_tc_domicile_travail", "part_modes_actifs", "part_travail_domicile"),
        ),
    ),
)
