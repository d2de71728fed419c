"""Running it: the command, the bot's process, and the small Slack it is tried against."""
