"""One file per engine, derived and disposable."""
