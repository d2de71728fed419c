"""A message as Slack takes it."""

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]
"""A Block Kit block: https://docs.slack.dev/reference/block-kit/blocks"""


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """`text` is what notifications and screen readers get (mrkdwn, under 4,000 characters); `blocks` what is shown."""

    text: str
    blocks: tuple[Block, ...] = ()
