"""The English sentences in which Telegram's HTML tells events, back into actions."""

import re

_SENTENCES = (
    ("create_group", r"(.+) created group «"),
    ("edit_group_title", r"(.+) changed group title to «"),
    ("edit_group_photo", r"(.+) changed group photo$"),
    ("delete_group_photo", r"(.+) deleted group photo$"),
    ("invite_to_group_call", r"(.+) invited .+ to the voice chat$"),
    ("invite_members", r"(.+) invited "),
    ("remove_members", r"(.+) removed "),
    ("join_group_by_link", r"(.+) joined group by link from "),
    ("join_group_by_request", r"(.+) joined group by request$"),
    ("create_channel", r"()Channel «.*» created$"),
    ("edit_group_title", r"()Channel title changed to «"),
    ("edit_group_photo", r"()Channel photo changed$"),
    ("delete_group_photo", r"()Channel photo removed$"),
    ("migrate_to_supergroup", r"(.+) converted this group to a supergroup$"),
    ("migrate_from_group", r"(.+) converted a basic group to this supergroup "),
    ("pin_message", r"(.+) pinned (?:this message|a message|«)"),
    ("pin_message", r"()«?.*pinned$"),
    ("clear_history", r"()History cleared$"),
    ("score_in_game", r"(.+) scored \d+ in "),
    ("take_screenshot", r"(.+) took a screenshot$"),
    ("joined_telegram", r"(.+) joined Telegram$"),
    ("requested_phone_number", r"(.+) requested your phone number$"),
    ("group_call", r"(.+) started voice chat"),
    ("group_call", r"()Voice chat(?: \(|$)"),
    ("group_call_scheduled", r"(.+) scheduled a voice chat for "),
    ("group_call_scheduled", r"()Voice chat scheduled for "),
    ("set_messages_ttl", r"(.+) has set messages (?:not )?to auto-delete"),
    ("set_messages_ttl", r"()New messages will "),
    ("edit_chat_theme", r"(.+) (?:changed chat theme to|disabled chat theme)"),
    ("topic_created", r"(.+) created topic «"),
    ("topic_edit", r"(.+) changed topic "),
    ("suggest_profile_photo", r"(.+) suggests to use this photo$"),
    ("set_chat_wallpaper", r"(.+) set a new background for this chat$"),
    ("set_same_chat_wallpaper", r"(.+) set the same background for this chat$"),
    ("send_premium_gift", r"(.+) sent you a gift"),
)
_COMPILED = tuple((action, re.compile(pattern, re.DOTALL)) for action, pattern in _SENTENCES)


def event(sentence: str) -> tuple[str | None, str | None]:
    """The action and who did it, or None for what the sentence does not settle.

    A name may hold the very words of a sentence; then the actor is not guessed.
    """
    for action, pattern in _COMPILED:
        found = pattern.match(sentence)
        if not found:
            continue
        actor = found[1].rstrip(" ")
        sure = actor and len(pattern.findall(sentence)) == 1 and " invited " not in actor
        return action, actor if sure else None
    return None, None
