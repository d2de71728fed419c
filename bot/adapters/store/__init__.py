"""What is remembered, on SQLAlchemy: the tasks and the two queues, in SQLite or PostgreSQL."""
