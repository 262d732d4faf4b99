"""What a territory takes away: workbook, archive, the same batch for many communes."""

from lib.ui.take_away_page import show_take_away

show_take_away()
