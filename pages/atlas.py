"""Atlas: any indicator on any map, two indicators, changes over the years."""

from lib.ui.atlas import show_atlas

show_atlas()
