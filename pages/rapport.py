"""The ABS report: begun in three choices, commented, downloaded."""

from lib.ui.report_page import show_report

show_report()
