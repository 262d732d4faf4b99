"""Housing: the stock, what it is used for, what stands empty."""

from lib.ui.theme_page import Block, show_theme

show_theme(
    "logement",
    key_indicator="part_logements_vacants",
    sections=(
        Block(
            "usage",
            "À quoi servent les logements",
            ("part_residences_principales", "part_residences_secondaires", "part_logements_vacants"),
        ),
        Block("habitat", "Maisons et appartements", ("part_maisons", "part_appartements", "part_rp_appartement")),
    ),
)
