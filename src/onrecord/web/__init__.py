"""The browser desk: pages over :class:`onrecord.desk.Desk`, on this machine only.

A screen is one file in ``screens/`` (and its template beside it in
``templates/``); it is found by itself. docs/architecture.md says how.
"""
