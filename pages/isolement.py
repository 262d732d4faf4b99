"""Isolation: who lives alone, and which places keep people in touch."""

from lib.ui.theme_page import Block, Evolution, show_theme

show_theme(
    "isolement",
    key_indicator="part_pop_seule",
    sections=(
        Block("seuls", "Qui vit seul, et à quel âge", ("part_pop_seule", "part_55_79_seuls", "part_80_plus_seuls")),
        Block("familles", "Familles monoparentales et nouveaux arrivants", ("part_pop_mono", "emmenages_recents")),
        Evolution("evolution", "Vivre seul, d'un recensement à l'autre", "part_pop_seule"),
    ),
)
