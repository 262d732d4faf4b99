"""Education: diplomas, schools and who attends them."""

from lib.ui import structures
from lib.ui.theme_page import Block, Composition, Evolution, show_theme

show_theme(
    "education_formation",
    key_indicator="part_sans_diplome",
    sections=(
        Composition("diplomes", "Le plus haut diplôme des habitants", structures.DIPLOMAS),
        Evolution("sans_diplome", "Les habitants sans diplôme au fil du temps", "part_sans_diplome"),
        Block("ips", "Le milieu social des élèves, école et collège", ("ips_ecoles", "ips_colleges")),
        Block(
            "ecoles",
            "D'une école à l'autre, l'écart des milieux sociaux",
            ("ips_ecoles_plus_bas", "ips_ecoles", "ips_ecoles_plus_haut"),
        ),
        Block(
            "scolarises",
            "Qui va à l'école, à quel âge",
            ("taux_scolarisation_2_5", "taux_scolarisation_15_17", "taux_scolarisation_18_24"),
        ),
    ),
)
