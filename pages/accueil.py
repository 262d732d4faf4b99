"""Home: look for a territory, understand what is here, see how fresh the figures are."""

from lib.ui.home import show_home

show_home()
