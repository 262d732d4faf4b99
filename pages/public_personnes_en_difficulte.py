"""People in difficulty: poverty, debts, precarious housing, emergency."""

from lib.ui.publics import show_public

show_public("personnes_en_difficulte")
