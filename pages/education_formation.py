"""Education: diplomas, schools and who attends them."""

from lib.ui import structures
from lib.ui.theme_page import Composition, Evolution, show_theme

show_theme(
    "education_formation",
    key_indicator="part_sans_diplome",
    sections=(
        Composition("diplomes", "Le plus haut diplôme des habitants", structures.DIPLOMAS),
        Evolution("sans_diplome", "Les habitants sans diplôme au fil du temps", "part_sans_diplome"),
    ),
)
