"""The emoji an app of this kind writes, by Slack's names. Others are shown by name."""

GLYPHS = {
    "+1": "👍", "-1": "👎", "arrow_right": "➡️", "arrows_counterclockwise": "🔄", "bar_chart": "📊", "bell": "🔔",
    "bug": "🐛", "bulb": "💡", "calendar": "📅", "chart_with_upwards_trend": "📈", "clipboard": "📋", "eyes": "👀",
    "fire": "🔥", "green_heart": "💚", "hammer_and_wrench": "🛠️", "heavy_check_mark": "✔️", "hourglass": "⌛",
    "hourglass_flowing_sand": "⏳", "inbox_tray": "📥", "information_source": "ℹ️", "jp": "🇯🇵",
    "large_blue_circle": "🔵", "large_green_circle": "🟢", "large_red_square": "🟥", "large_yellow_circle": "🟡",
    "link": "🔗", "lock": "🔒", "mag": "🔍", "memo": "📝", "moneybag": "💰", "no_entry": "⛔", "no_entry_sign": "🚫",
    "page_facing_up": "📄", "paperclip": "📎", "pencil": "📝", "pencil2": "✏️", "pray": "🙏", "question": "❓",
    "receipt": "🧾", "red_circle": "🔴", "repeat": "🔁", "robot_face": "🤖", "rotating_light": "🚨",
    "speech_balloon": "💬", "stopwatch": "⏱️", "tada": "🎉", "thumbsup": "👍", "us": "🇺🇸", "warning": "⚠️", "wave": "👋",
    "white_check_mark": "✅", "white_circle": "⚪", "white_large_square": "⬜", "wrench": "🔧", "x": "❌", "yen": "💴",
}  # fmt: skip


def glyph(name: str) -> str:
    """The character of an emoji, or its name between colons."""
    return GLYPHS.get(name, f":{name}:")
