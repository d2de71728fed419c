"""A list of deliverables out of what people give: sheets as grids of cells, and texts."""
