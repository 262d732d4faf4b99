"""Health: access to care, and what is known of the health of people."""

from lib.ui.theme_page import Block, show_theme

show_theme(
    "sante",
    key_indicator="apl_generalistes",
    sections=(
        Block(
            "professionnels",
            "Les professionnels installés",
            (
                "medecins_generalistes_10000",
                "infirmiers_10000",
                "kinesitherapeutes_10000",
                "dentistes_10000",
                "pharmacies_10000",
            ),
        ),
    ),
)
