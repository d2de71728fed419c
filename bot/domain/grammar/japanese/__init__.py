"""How people write to us in Japanese."""
