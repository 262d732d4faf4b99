"""Isolation: who lives alone, and which places keep people in touch."""

from lib.ui.theme_page import Block, show_theme

show_theme(
    "isolement",
    key_indicator="part_pop_seule",
    sections=(Block("seuls", "Qui vit seul", ("part_pop_seule", "part_55_79_seuls", "part_pop_mono")),),
)
