"""The one service layer: what can be done with a case, one file a use case."""
