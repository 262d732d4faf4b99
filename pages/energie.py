"""Energy: age of homes, heating, consumption."""

from lib.ui.theme_page import Block, show_theme

show_theme(
    "energie",
    key_indicator="part_rp_avant_1971",
    sections=(
        Block("ages", "Les logements anciens", ("part_rp_avant_1946", "part_rp_avant_1971")),
        Block("chauffage", "Comment on se chauffe", ("part_chauffage_electrique", "part_chauffage_fioul")),
        Block(
            "consommation",
            "Ce que consomme un logement",
            ("conso_elec_residentielle_site", "conso_gaz_residentielle_site"),
        ),
    ),
)
