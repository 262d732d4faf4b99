"""Young children: how many, in which families, and who looks after them."""

from lib.ui.theme_page import Block, show_theme

show_theme(
    "jeunes_enfants",
    key_indicator="part_moins_5",
    sections=(
        Block(
            "caf",
            "Les enfants que la Caf connaît, par âge",
            ("enfants_caf_0_2", "enfants_caf_3_5", "enfants_caf_6_10", "enfants_caf_11_14", "enfants_caf_15_17"),
        ),
    ),
)
