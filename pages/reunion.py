"""Meeting mode: a prepared series of views, large, driven by the keyboard."""

from lib.ui.meeting_page import show_meeting

show_meeting()
