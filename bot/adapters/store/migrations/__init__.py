"""The tables' history. A new revision goes into `versions/` and moves HEAD; the tests compare it with `tables`."""

HEAD = "0001"
"""The revision that this version of the program works with."""
