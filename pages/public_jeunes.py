"""Young people: studies, first job, first home."""

from lib.ui.publics import show_public

show_public("jeunes")
