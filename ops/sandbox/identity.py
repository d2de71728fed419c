"""Who the app is in the sandbox's workspace."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Identity:
    """The workspace, the app, its bot user and the tokens it was installed with."""

    team_id: str = "T0SANDBOX"
    team_name: str = "Sandbox"
    domain: str = "sandbox"
    app_id: str = "A0ESTIMATOR"
    bot_id: str = "B0ESTIMATOR"
    bot_user_id: str = "U0ESTIMATOR"
    bot_token: str = "xoxb-sandbox"  # noqa: S105 - opens nothing but a sandbox
    app_token: str = "xapp-sandbox"  # noqa: S105 - likewise

    @property
    def mention(self) -> str:
        """The markup that mentions the bot."""
        return f"<@{self.bot_user_id}>"
