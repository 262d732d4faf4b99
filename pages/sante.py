"""Health: access to care, and what is known of the health of people."""

from lib.ui.theme_page import Block, Evolution, show_theme

show_theme(
    "sante",
    key_indicator="apl_generalistes",
    sections=(
        Block(
            "professionnels",
            "Les professionnels installés pour 10 000 habitants",
            (
                "medecins_generalistes_10000",
                "infirmiers_10000",
                "kinesitherapeutes_10000",
                "dentistes_10000",
                "pharmacies_10000",
            ),
        ),
        Block(
            "ecoute",
            "Psychologues, orthophonistes, sages-femmes",
            ("psychologues_10000", "orthophonistes_10000", "sages_femmes_10000"),
        ),
        Evolution("generalistes", "L'accès aux généralistes au fil du temps", "apl_generalistes"),
        Block(
            "maladies",
            "Les maladies prises en charge",
            (
                "prevalence_maladies_cardioneurovasculaires",
                "prevalence_maladies_respiratoires",
                "prevalence_diabete",
                "prevalence_cancers",
                "prevalence_maladies_psychiatriques",
                "prevalence_traitements_psychotropes",
            ),
        ),
    ),
)
