"""Housing: the stock, what it is used for, who lives in it, what stands empty."""

from lib.ui import structures
from lib.ui.theme_page import Block, Composition, Evolution, show_theme

show_theme(
    "logement",
    key_indicator="part_logements_vacants",
    sections=(
        Composition("occupation", "Qui possède, qui loue", structures.TENURE),
        Block(
            "usage",
            "À quoi servent les logements",
            ("part_residences_principales", "part_residences_secondaires", "part_logements_vacants"),
        ),
        Evolution("vacance", "Les logements vacants au fil du temps", "part_logements_vacants"),
        Block("habitat", "Maisons et appartements", ("part_maisons", "part_appartements", "part_rp_appartement")),
    ),
)
