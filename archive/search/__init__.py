"""Found fast: the query a person typed and the engine that answers it."""
