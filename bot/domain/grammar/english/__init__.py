"""How people write to us in English."""
