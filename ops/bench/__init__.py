"""The bench: how fast the real program is under many people at once, and what it costs in calls, tokens and memory."""
