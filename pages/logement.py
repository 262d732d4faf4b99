"""Housing: who lives in what, what it is used for, what stands empty, the social stock."""

from lib.ui import structures
from lib.ui.theme_page import Block, Composition, Evolution, show_theme

show_theme(
    "logement",
    key_indicator="part_hlm",
    sections=(
        Composition("occupation", "Qui possède, qui loue", structures.TENURE),
        Block(
            "usage",
            "À quoi servent les logements",
            ("part_residences_principales", "part_residences_secondaires", "part_logements_vacants"),
        ),
        Evolution("vacance", "Les logements vacants au fil du temps", "part_logements_vacants"),
        Composition("achevement", "Quand les logements ont été achevés", structures.PERIODS),
        Block("social", "Entrer et rester dans le parc social", ("rpls_mobilite", "rpls_vacance")),
        Block("sru", "Le logement social que la loi demande", ("taux_sru", "taux_sru_cible")),
        Block("loyers", "Les loyers affichés, au mètre carré", ("loyer_m2", "loyer_m2_maison")),
        Block("habitat", "Maisons et appartements", ("part_maisons", "part_appartements", "part_rp_appartement")),
    ),
)
