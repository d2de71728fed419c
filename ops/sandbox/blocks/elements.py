"""Block elements.

Source: https://docs.slack.dev/reference/block-kit/block-elements/
"""

from collections.abc import Mapping

from ops.sandbox.blocks.objects import (
    CONFIRM,
    DATE,
    DISPATCH,
    FILTER,
    ID,
    OPTION_GROUP,
    PLAIN_OPTION,
    RICH_OPTION,
    SLACK_FILE,
    TIME,
    URL,
    initial_among_options,
    plain,
)
from ops.sandbox.blocks.rules import Rule, Shape, among, flag, items, number, string

ACTING: dict[str, Rule] = {"action_id": ID, "confirm": CONFIRM}
FILLED: dict[str, Rule] = {**ACTING, "placeholder": plain(150), "focus_on_load": flag}
WRITTEN: dict[str, Rule] = {
    "action_id": ID,
    "placeholder": plain(150),
    "focus_on_load": flag,
    "dispatch_action_config": DISPATCH,
}
DECIMAL = string(100, pattern=r"-?\d+(\.\d+)?")
SEVERAL: dict[str, Rule] = {"max_selected_items": number(1, 100)}

BUTTON = Shape(
    fields={
        **ACTING,
        "text": plain(75),
        "url": URL,
        "value": string(2000),
        "style": among("primary", "danger"),
        "accessibility_label": string(75),
    },
    required=("text",),
)
OVERFLOW = Shape(fields={**ACTING, "options": items(PLAIN_OPTION, most=5)}, required=("options",))
CHECKBOXES = Shape(
    fields={
        **ACTING,
        "focus_on_load": flag,
        "options": items(RICH_OPTION, most=10),
        "initial_options": items(RICH_OPTION, most=10),
    },
    required=("options",),
    also=initial_among_options,
)
RADIO = Shape(
    fields={
        **ACTING, "focus_on_load": flag, "options": items(RICH_OPTION, most=10), "initial_option": RICH_OPTION,
    },
    required=("options",),
    also=initial_among_options,
)  # fmt: skip
DATEPICKER = Shape(fields={**FILLED, "initial_date": DATE})
TIMEPICKER = Shape(fields={**FILLED, "initial_time": TIME, "timezone": string(100)})
DATETIMEPICKER = Shape(fields={**ACTING, "focus_on_load": flag, "initial_date_time": number(0, 9_999_999_999)})
IMAGE = Shape(
    fields={"image_url": URL, "slack_file": SLACK_FILE, "alt_text": string(2000)},
    required=("alt_text",),
    one_of=(("image_url", "slack_file"),),
)

STATIC: dict[str, Rule] = {
    **FILLED,
    "options": items(PLAIN_OPTION, most=100),
    "option_groups": items(OPTION_GROUP, most=100),
}
CHOICE = (("options", "option_groups"),)
QUERY: dict[str, Rule] = {**FILLED, "min_query_length": number(1, 100)}
CONVERSATION: dict[str, Rule] = {**FILLED, "default_to_current_conversation": flag, "filter": FILTER}

SELECTS: Mapping[str, Rule] = {
    "static_select": Shape(
        fields={**STATIC, "initial_option": PLAIN_OPTION}, one_of=CHOICE, also=initial_among_options
    ),
    "multi_static_select": Shape(
        fields={**STATIC, **SEVERAL, "initial_options": items(PLAIN_OPTION, most=100)},
        one_of=CHOICE,
        also=initial_among_options,
    ),
    "external_select": Shape(fields={**QUERY, "initial_option": PLAIN_OPTION}),
    "multi_external_select": Shape(fields={**QUERY, **SEVERAL, "initial_options": items(PLAIN_OPTION, most=100)}),
    "users_select": Shape(fields={**FILLED, "initial_user": ID}),
    "multi_users_select": Shape(fields={**FILLED, **SEVERAL, "initial_users": items(ID, most=100)}),
    "conversations_select": Shape(fields={**CONVERSATION, "initial_conversation": ID, "response_url_enabled": flag}),
    "multi_conversations_select": Shape(
        fields={**CONVERSATION, **SEVERAL, "initial_conversations": items(ID, most=100)}
    ),
    "channels_select": Shape(fields={**FILLED, "initial_channel": ID, "response_url_enabled": flag}),
    "multi_channels_select": Shape(fields={**FILLED, **SEVERAL, "initial_channels": items(ID, most=100)}),
}
CHOSEN: Mapping[str, Rule] = {
    **SELECTS,
    "checkboxes": CHECKBOXES,
    "radio_buttons": RADIO,
    "datepicker": DATEPICKER,
    "timepicker": TIMEPICKER,
    "datetimepicker": DATETIMEPICKER,
}
TYPED: Mapping[str, Rule] = {
    "plain_text_input": Shape(
        fields={
            **WRITTEN,
            "initial_value": string(3000, least=0),
            "multiline": flag,
            "min_length": number(0, 3000),
            "max_length": number(1, 3000),
        }
    ),
    "email_text_input": Shape(fields={**WRITTEN, "initial_value": string(3000)}),
    "url_text_input": Shape(fields={**WRITTEN, "initial_value": URL}),
    "number_input": Shape(
        fields={
            **WRITTEN, "is_decimal_allowed": flag, "initial_value": DECIMAL, "min_value": DECIMAL, "max_value": DECIMAL,
        },
        required=("is_decimal_allowed",),
    ),
}  # fmt: skip
FILE_INPUT = Shape(fields={"action_id": ID, "filetypes": items(string(20), most=100), "max_files": number(1, 10)})
FEEDBACK = Shape(
    fields={"text": plain(75), "value": string(2000), "accessibility_label": string(75)}, required=("text", "value")
)

IN_ACTIONS: Mapping[str, Rule] = {**CHOSEN, "button": BUTTON, "overflow": OVERFLOW}
IN_SECTION: Mapping[str, Rule] = {**IN_ACTIONS, "image": IMAGE}
IN_INPUT: Mapping[str, Rule] = {**CHOSEN, **TYPED}
IN_MODAL_INPUT: Mapping[str, Rule] = {**IN_INPUT, "file_input": FILE_INPUT}
IN_CONTEXT_ACTIONS: Mapping[str, Rule] = {
    "feedback_buttons": Shape(
        fields={"action_id": ID, "positive_button": FEEDBACK, "negative_button": FEEDBACK},
        required=("positive_button", "negative_button"),
    ),
    "icon_button": Shape(
        fields={**ACTING, "icon": among("trash"), "text": plain(75), "value": string(2000)}, required=("icon", "text")
    ),
}
