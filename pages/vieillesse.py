"""Old age: how many elders, living how, helped by whom."""

from lib.ui import structures
from lib.ui.theme_page import Block, Composition, show_theme

show_theme(
    "vieillesse",
    key_indicator="part_75_plus",
    sections=(
        Composition("ages", "Tous les âges de la population", structures.SIX_AGES),
        Block("seuls", "Vieillir seul", ("part_65_plus_seuls", "part_80_plus_seuls")),
    ),
)
