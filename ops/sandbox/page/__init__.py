"""A read-only picture of the workspace, for people who want to look at it in a browser."""

from ops.sandbox.page.site import Site

__all__ = ["Site"]
