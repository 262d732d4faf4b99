"""Old age: how many elders, living how, helped by whom."""

from lib.ui import structures
from lib.ui.theme_page import Block, Composition, Evolution, show_theme

show_theme(
    "vieillesse",
    key_indicator="part_75_plus",
    sections=(
        Composition("ages", "Tous les âges, pour situer les aînés", structures.SIX_AGES),
        Block("grand_age", "De plus en plus âgés", ("part_75_plus", "part_80_plus")),
        Block("seuls", "Vieillir seul", ("part_65_plus_seuls", "part_80_plus_seuls")),
        Evolution("evolution", "La part des 75 ans ou plus au fil du temps", "part_75_plus"),
        Block(
            "apa", "L'aide à l'autonomie dans le département", ("apa_1000_75_plus", "minimum_vieillesse_1000_65_plus")
        ),
    ),
)
