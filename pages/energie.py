"""Energy: age of homes, heating, consumption."""

from lib.ui import structures
from lib.ui.theme_page import Block, Composition, show_theme

show_theme(
    "energie",
    key_indicator="part_rp_avant_1971",
    sections=(
        Composition("ages", "Quand les logements ont été achevés", structures.PERIODS),
        Composition("chauffage", "Avec quoi on se chauffe", structures.HEATING),
        Block(
            "consommation",
            "Ce que consomme un logement",
            ("conso_elec_residentielle_site", "conso_gaz_residentielle_site"),
        ),
    ),
)
