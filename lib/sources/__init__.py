"""One module per official source: ``SOURCE`` says what it is, ``read(path, …)`` returns its content."""
