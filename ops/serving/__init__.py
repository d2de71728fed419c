"""The bot process: Socket Mode in, the inbox worker, the outbox dispatcher, health, and an orderly stop."""
