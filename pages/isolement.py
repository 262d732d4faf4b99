"""Isolation: who lives alone, and which places keep people in touch."""

from lib.ui.theme_page import Ages, Block, Evolution, show_theme

show_theme(
    "isolement",
    key_indicator="part_pop_seule",
    sections=(
        Ages(
            "ages",
            "Vivre seul, d'un âge à l'autre",
            "part des habitants qui vivent seuls",
            (
                ("15-24 ans", "part_15_24_seuls"),
                ("25-54 ans", "part_25_54_seuls"),
                ("55-79 ans", "part_55_79_seuls"),
                ("80\u00a0ans ou\u00a0plus", "part_80_plus_seuls"),
            ),
        ),
        Block(
            "familles",
            "Seuls, familles monoparentales, nouveaux arrivants",
            ("part_pop_seule", "part_pop_mono", "emmenages_recents"),
        ),
        Evolution("evolution", "Vivre seul, d'un recensement à l'autre", "part_pop_seule"),
    ),
)
