"""Message value -> Block Kit: pure functions of a message and a language; they fetch nothing."""
