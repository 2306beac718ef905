"""From a query line to hits in the untouched original, each with its reason."""
