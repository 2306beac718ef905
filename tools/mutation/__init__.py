"""Mutation testing of the checkers (T15): small faults planted one at a time in each of them."""
