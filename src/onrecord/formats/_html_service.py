"""The English sentences in which Telegram's HTML tells events, back into actions.

The sentences are those of ``export_output_html.cpp`` through its history; the table in
docs/reference/formats/telegram-html.md says in which state of it each was first seen.
The exporter writes them in English whatever the language of the app.
"""

from functools import lru_cache
from typing import NamedTuple


class Sentence(NamedTuple):
    """How one event is told: what stands after the actor's name (or begins the sentence,
    if ``bare``), how the sentence ends, and the JSON export's action for it. ``seen`` is
    the earliest state of the exporter, of those read, that has it."""

    action: str
    words: str
    tail: str = ""
    seen: str = "2018"
    bare: bool = False


SENTENCES = (
    Sentence("create_group", " created group «"),
    Sentence("edit_group_title", " changed group title to «", "»"),
    Sentence("edit_group_title", "Channel title changed to «", "»", bare=True),
    Sentence("edit_group_photo", " changed group photo", "."),
    Sentence("edit_group_photo", "Channel photo changed", ".", bare=True),
    Sentence("delete_group_photo", " removed group photo", "."),
    Sentence("delete_group_photo", "Channel photo removed", ".", bare=True),
    Sentence("invite_members", " invited "),
    Sentence("invite_to_group_call", " invited ", " to the voice chat", "2021"),
    Sentence("remove_members", " removed "),
    Sentence("join_group_by_link", " joined group by link from "),
    Sentence("join_group_by_request", " joined group by request", ".", "2023"),
    Sentence("join_group_via_community", " joined group via a community", ".", "2026"),
    Sentence("create_channel", "Channel «", "» created", bare=True),
    Sentence("migrate_to_supergroup", " converted this group to a supergroup", "."),
    Sentence("migrate_from_group", " converted a basic group to this supergroup «", "»"),
    Sentence("pin_message", " pinned "),
    Sentence("clear_history", "History cleared", ".", bare=True),
    Sentence("score_in_game", " scored ", " in this game"),
    Sentence("send_payment", "You have successfully transferred ", bare=True),
    Sentence("send_payment", "You were charged ", " via recurring payment", "2023", bare=True),
    Sentence("take_screenshot", " took a screenshot", "."),
    Sentence("attach_menu_bot_allowed",
             "You allowed this bot to message you when you added it in the attachment menu",
             ".", "2023", bare=True),
    Sentence("web_app_bot_allowed", "You allowed this bot to message you in his web-app",
             ".", "2023", bare=True),
    Sentence("allow_sending_messages", "You allowed this bot to message you when you logged in on",
             bare=True),
    Sentence("allow_sending_messages", "You allowed this bot to message you when you opened",
             "", "2023", bare=True),
    Sentence("send_passport_values", "You have sent the following documents: ", bare=True),
    Sentence("joined_telegram", " joined Telegram", "."),
    Sentence("proximity_reached", "You are now within ", "", "2021", bare=True),
    Sentence("proximity_reached", " is now within ", "", "2021"),
    Sentence("requested_phone_number", " requested your phone number", ".", "2021"),
    Sentence("group_call", " started voice chat", ".", "2021"),
    Sentence("group_call", " started voice chat (", " seconds)", "2021"),
    Sentence("group_call", "Voice chat", ".", "2021", bare=True),
    Sentence("group_call", "Voice chat (", " seconds)", "2021", bare=True),
    Sentence("group_call_scheduled", " scheduled a voice chat for ", "", "2021"),
    Sentence("group_call_scheduled", "Voice chat scheduled for ", "", "2021", bare=True),
    Sentence("set_messages_ttl", " has set messages to auto-delete in ", "", "2021"),
    Sentence("set_messages_ttl", " has set messages not to auto-delete", ".", "2021"),
    Sentence("set_messages_ttl", "New messages will auto-delete in ", "", "2021", bare=True),
    Sentence("set_messages_ttl", "New messages will not auto-delete", ".", "2021", bare=True),
    Sentence("edit_chat_theme", " changed chat theme to ", "", "2023"),
    Sentence("edit_chat_theme", " disabled chat theme", ".", "2023"),
    Sentence("edit_chat_theme", "Channel theme was changed to ", "", "2023", bare=True),
    Sentence("edit_chat_theme", "Channel theme was disabled", ".", "2023", bare=True),
    Sentence("send_webview_data", "You have just successfully transferred data from the «",
             " button to the bot", "2023", bare=True),
    Sentence("send_premium_gift", " sent you a gift for ", " months.", "2023"),
    Sentence("send_premium_gift", " sent you a gift for ", " days.", "2025"),
    Sentence("send_stars_gift", " sent you a gift for ", " Telegram Stars.", "2025"),
    Sentence("send_ton_gift", " sent you a gift for ", " TON.", "2025"),
    Sentence("send_star_gift", " sent you a gift of ", " Telegram Stars.", "2025"),
    # Without a price the page does not say which gift: the JSON has two actions for it.
    Sentence("", " sent you a gift", ".", "2023"),
    Sentence("topic_created", " created topic «", "»", "2023"),
    Sentence("topic_edit", " changed topic ", "", "2023"),
    Sentence("suggest_profile_photo", " suggests to use this photo", ".", "2023"),
    Sentence("requested_peer", "requested:", "", "2023", bare=True),
    Sentence("set_chat_wallpaper", " set a new background for this chat", ".", "2023"),
    Sentence("set_same_chat_wallpaper", " set the same background for this chat", ".", "2023"),
    Sentence("gift_code_prize", "This is an unclaimed Telegram Premium for ", "", "2025",
             bare=True),
    Sentence("gift_code_prize", "You won a Telegram Premium for ", "", "2025", bare=True),
    Sentence("gift_code_prize", "You've received a Telegram Premium for ", "", "2025", bare=True),
    Sentence("giveaway_launch", " just started a giveaway of ", "", "2025"),
    Sentence("giveaway_results", "No winners of the giveaway could be selected", ".", "2025",
             bare=True),
    Sentence("giveaway_results", "Some winners of the giveaway were ", "", "2025", bare=True),
    Sentence("giveaway_results", " of the giveaway was randomly selected by Telegram", "", "2025"),
    Sentence("boost_apply", " boosted the group ", "", "2025"),
    Sentence("refunded_payment", " refunded back ", "", "2025"),
    Sentence("stars_prize", "You won a prize in a giveaway organized by ", "", "2025", bare=True),
    Sentence("paid_messages_refund", "You refunded ", "", "2025", bare=True),
    Sentence("paid_messages_refund", " refunded ", " messages to you", "2025"),
    Sentence("paid_messages_price_change", "Price per message changed to ", "", "2025", bare=True),
    Sentence("paid_messages_price_change", "Price per direct message changed to ", "", "2025",
             bare=True),
    Sentence("paid_messages_price_change", "Direct messages were disabled", ".", "2025", bare=True),
    Sentence("todo_completions", " marked ", " in this todo list.", "2025"),
    Sentence("todo_append_tasks", " added tasks: ", "", "2025"),
    Sentence("poll_append_answer", ' added "', '" to the poll.', "2026"),
    Sentence("poll_delete_answer", ' removed "', '" from the poll.', "2026"),
    Sentence("process_suggested_post", " rejected your suggested post", "", "2025"),
    Sentence("process_suggested_post", " approved your suggested post", "", "2025"),
    Sentence("suggested_post_success", "The paid post was shown for 24 hours and ", "", "2025",
             bare=True),
    Sentence("suggested_post_refund", "The user refunded the payment, post was deleted", ".",
             "2025", bare=True),
    Sentence("suggested_post_refund", "The admin deleted the post early, the payment was refunded",
             ".", "2025", bare=True),
    Sentence("suggest_birthday", " suggests to add a date of birth: ", "", "2026"),
    Sentence("no_forwards_toggle", " disabled sharing in this chat", ".", "2026"),
    Sentence("no_forwards_toggle", " enabled sharing in this chat", ".", "2026"),
    Sentence("no_forwards_request", " requested to enable sharing in this chat", ".", "2026"),
    # The only sentence that names its actor at the end.
    Sentence("new_creator_pending", " will become the new main admin in 7 days if ",
             " does not return", "2026"),
    Sentence("change_creator", " made ", " the new main admin of the group", "2026"),
    Sentence("managed_bot_created", " created a bot ", "", "2026"),
    Sentence("change_community", " linked this chat to a community", ".", "2026"),
    Sentence("change_community", " unlinked this chat from its community", ".", "2026"),
)  # fmt: skip
_BARE = tuple(s for s in SENTENCES if s.bare)
_AFTER = tuple(s for s in SENTENCES if not s.bare)
_NOBODY = ("giveaway_results", "refunded_payment", "paid_messages_refund", "proximity_reached")
"""Events whose sentence names somebody, but not who did it."""

UNSUPPORTED = "This message is not supported by this version of "


class Told(NamedTuple):
    """What a sentence settles: the action if it is one, who did it if that is sure, and
    whether we know the sentence."""

    action: str | None
    actor: str | None
    known: bool


@lru_cache(maxsize=4_096)
def event(sentence: str) -> Told:
    """The action and who did it, as far as the sentence settles them.

    A name or a title may hold the very words of another sentence: the event is that
    whose words stand first, and then the actor is not guessed.
    """
    bare = [s for s in _BARE if sentence.startswith(s.words) and _ends(sentence, s)]
    if bare:
        best = max(bare, key=lambda s: len(s.words))
        return Told(best.action or None, None, True)
    places = [(sentence.find(s.words, 1), s) for s in _AFTER]
    found = [(at, s) for at, s in places if at > 0 and _ends(sentence, s)]
    if not found:
        return Told(None, None, False)
    at, best = min(found, key=lambda f: (f[0], -len(f[1].words), -len(f[1].tail)))
    actor: str | None = sentence[:at].rstrip(" ")
    if best.action == "new_creator_pending":
        actor = sentence[at + len(best.words) :].removesuffix(best.tail)
    elif best.action in _NOBODY:
        actor = None
    # Words of events at another place than the chosen one's: somebody is called so.
    doubtful = any(a != at for a, _ in found) or sentence.count(best.words) > 1
    return Told(best.action or None, None if doubtful else actor or None, True)


def _ends(sentence: str, one: Sentence) -> bool:
    """True if the sentence ends as this one does; ``.`` means: with its words, or a stop."""
    if one.tail != ".":
        return sentence.endswith(one.tail)
    rest = sentence[sentence.rfind(one.words) + len(one.words) :]
    return rest.rstrip(" ") in ("", ".")
