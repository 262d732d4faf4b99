"""What users write (drafts, comments, templates, own zones, series of views): SQLite by default, PostgreSQL by address.

``writings`` is the door for the pages; ``backup`` saves and restores; ``migrations`` holds the history of the schema.
"""
