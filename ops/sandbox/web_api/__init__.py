"""The Web API: one module per family of methods, `entry` takes the requests."""
