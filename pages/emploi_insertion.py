"""Employment: who works, who looks for a job, on what terms."""

from lib.ui.theme_page import Block, show_theme

show_theme(
    "emploi_insertion",
    key_indicator="taux_chomage_rp",
    sections=(Block("activite", "Actifs, en emploi, au chômage", ("taux_activite", "taux_emploi", "taux_chomage_rp")),),
)
