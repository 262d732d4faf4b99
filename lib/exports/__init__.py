"""One module per export format; each receives observations from the store and returns bytes."""
