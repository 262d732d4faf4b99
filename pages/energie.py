"""Energy: age of homes, heating, consumption."""

from lib.ui.theme_page import Block, show_theme

show_theme(
    "energie",
    key_indicator="part_rp_avant_1971",
    sections=(Block("chauffage", "Comment on se chauffe", ("part_chauffage_electrique", "part_chauffage_fioul")),),
)
