"""The times and rates the sandbox enforces."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Slack's own figures by default; tests shorten the times. All times are seconds.

    `redelivery` holds the pause before each further attempt to deliver an event that was not acknowledged.
    `calls_per_minute` limits other methods by name (empty: no limit); `throttled=False` turns every rate off.
    `mention_with_file` also sends `app_mention` for a mention that carries a file, which Slack does not always do.
    """

    ack_timeout: float = 3.0
    redelivery: tuple[float, ...] = (0.0, 60.0, 300.0)
    trigger_life: float = 3.0
    response_url_life: float = 1800.0
    response_url_uses: int = 5
    throttled: bool = True
    posts_per_second: float = 1.0
    post_burst: int = 5
    calls_per_minute: Mapping[str, int] = field(default_factory=dict)
    connections: int = 10
    mention_with_file: bool = False
    log_size: int = 5000

    def __post_init__(self) -> None:
        if self.ack_timeout <= 0 or self.posts_per_second <= 0 or self.post_burst < 1 or self.connections < 1:
            raise ValueError("limits must be above zero")
