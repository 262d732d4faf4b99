"""Education: diplomas, schools and who attends them."""

from lib.ui.theme_page import Block, show_theme

show_theme(
    "education_formation",
    key_indicator="part_sans_diplome",
    sections=(
        Block("diplomes", "Les diplômes des habitants", ("part_sans_diplome", "part_capbep", "part_diplome_superieur")),
    ),
)
