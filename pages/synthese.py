"""What sets my territory apart: one page of sentences, deterministic."""

from lib.ui.synthesis_page import show_synthesis

show_synthesis()
