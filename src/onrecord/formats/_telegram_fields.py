"""What Telegram Desktop writes into a message: every field we know, typed.

The list is the union of ``export_output_json.cpp`` through its history; see
docs/reference/formats/telegram-json.md for what each one means and when it came.
"""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType, field

Id = int | str | None


class Piece(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """A formatted run of a text."""

    type: str
    text: str
    href: str | None = None
    user_id: Id = None
    document_id: str | None = None
    language: str | None = None
    collapsed: bool | None = None
    date: str | None = None
    date_unixtime: Id = None
    relative: bool | None = None
    short_time: bool | None = None
    long_time: bool | None = None
    short_date: bool | None = None
    long_date: bool | None = None
    day_of_week: bool | None = None


class Given(msgspec.Struct, gc=False, forbid_unknown_fields=True):
    """A reaction and how many gave it."""

    count: int
    type: str = "emoji"
    emoji: str | None = None
    document_id: str | None = None
    recent: Any = None


class Written(
    msgspec.Struct, gc=False, tag_field="type", tag="message", forbid_unknown_fields=True
):
    """A member's message. Field order is the writer's: it makes decoding quick."""

    id: Id = None
    date: str | None = None
    date_unixtime: Id = None
    edited: str | None = None
    edited_unixtime: Id = None
    sender: str | None = field(default=None, name="from")
    sender_id: Id = field(default=None, name="from_id")
    author: str | None = None
    forwarded_from: str | UnsetType | None = UNSET
    forwarded_from_id: Id = None
    saved_from: str | UnsetType | None = UNSET
    reply_to_message_id: Id = None
    reply_to_peer_id: Id = None
    via_bot: str | None = None
    photo: str | None = None
    photo_file_size: int | None = None
    file: str | None = None
    file_name: str | None = None
    file_size: int | None = None
    thumbnail: str | None = None
    thumbnail_file_size: int | None = None
    media_type: str | None = None
    sticker_emoji: str | None = None
    performer: str | None = None
    title: str | None = None
    mime_type: str | None = None
    duration_seconds: int | None = None
    width: int | None = None
    height: int | None = None
    media_spoiler: bool | None = None
    self_destruct_period_seconds: int | None = None
    contact_information: Any = None
    contact_vcard: str | None = None
    contact_vcard_file_size: int | None = None
    location_information: Any = UNSET
    live_location_period_seconds: int | None = None
    place_name: str | None = None
    address: str | None = None
    game_title: str | None = None
    game_description: str | None = None
    game_link: str | None = None
    invoice_information: Any = None
    poll: Any = None
    todo_list: Any = None
    giveaway_information: Any = None
    giveaway_results: Any = None
    paid_stars_amount: int | None = None
    rich_message: Any = None
    text: str | list[str | Piece] | UnsetType = UNSET
    text_entities: list[Piece] | UnsetType = UNSET
    inline_bot_buttons: Any = None
    reactions: list[Given] | None = None


class Service(msgspec.Struct, gc=False, tag_field="type", tag="service"):
    """An event. What belongs to the event alone is taken from the record itself."""

    id: Id = None
    date: str | None = None
    date_unixtime: Id = None
    edited: str | None = None
    edited_unixtime: Id = None
    sender: str | None = field(default=None, name="actor")
    sender_id: Id = field(default=None, name="actor_id")
    action: str | None = None
    photo: str | None = None
    photo_file_size: int | None = None
    width: int | None = None
    height: int | None = None
    text: str | list[str | Piece] | UnsetType = UNSET
    text_entities: list[Piece] | UnsetType = UNSET
    reactions: list[Given] | None = None


class Unsupported(msgspec.Struct, gc=False, tag_field="type", tag="unsupported"):
    """What the exporting version of the app could not export: an id, no more."""

    id: Id = None


Record = Written | Service | Unsupported
Rows = list[Any]

STRICT: msgspec.json.Decoder[Rows] = msgspec.json.Decoder(list[Record])
PLAIN: msgspec.json.Decoder[Any] = msgspec.json.Decoder()

MESSAGE_KEYS = frozenset(["type", *(f.encode_name for f in msgspec.structs.fields(Written))])
"""Keys a message may have without our saying that we do not know them."""

_WITHOUT_COLUMN = """
saved_from thumbnail thumbnail_file_size sticker_emoji performer title media_spoiler
self_destruct_period_seconds contact_information contact_vcard_file_size
location_information live_location_period_seconds place_name address game_title
game_description game_link invoice_information poll todo_list giveaway_information
giveaway_results paid_stars_amount rich_message inline_bot_buttons
"""
PAYLOAD = tuple(_WITHOUT_COLUMN.split())
"""Fields of a message that have no column of their own; they make the payload."""

_EVENT_COLUMNS = """
id type date date_unixtime edited edited_unixtime actor actor_id action photo
photo_file_size width height text text_entities reactions
"""
SERVICE_IN_COLUMNS = frozenset(_EVENT_COLUMNS.split())
"""Keys of an event that have a column of their own."""

ACTIONS: dict[str, str] = {
    "create_group": "title members",
    "edit_group_title": "title",
    "edit_group_photo": "media_spoiler",
    "delete_group_photo": "",
    "invite_members": "members",
    "remove_members": "members",
    "join_group_by_link": "inviter",
    "create_channel": "title",
    "migrate_to_supergroup": "",
    "migrate_from_group": "title",
    "pin_message": "message_id reply_to_peer_id",
    "clear_history": "",
    "score_in_game": "game_message_id reply_to_peer_id score",
    "send_payment": "amount currency invoice_message_id reply_to_peer_id recurring",
    "phone_call": "duration_seconds discard_reason",
    "conference_call": "duration_seconds is_active is_missed",
    "take_screenshot": "",
    "attach_menu_bot_allowed": "",
    "web_app_bot_allowed": "",
    "allow_sending_messages": "reason_domain reason_app_id reason_app_name",
    "send_passport_values": "values",
    "joined_telegram": "",
    "proximity_reached": "from from_id to to_id distance",
    "requested_phone_number": "",
    "group_call": "duration",
    "invite_to_group_call": "members",
    "set_messages_ttl": "period",
    "group_call_scheduled": "schedule_date",
    "edit_chat_theme": "emoticon",
    "join_group_by_request": "",
    "join_group_via_community": "community_id",
    "send_webview_data": "text",
    "send_premium_gift": "cost months days",
    "topic_created": "title",
    "topic_edit": "new_title new_icon_emoji_id",
    "suggest_profile_photo": "media_spoiler",
    "requested_peer": "button_id peer_id peers",
    "gift_code_prize": "gift_code boost_peer_id months days unclaimed via_giveaway",
    "giveaway_launch": "",
    "giveaway_results": "winners unclaimed stars",
    "set_chat_wallpaper": "message_id reply_to_peer_id",
    "set_same_chat_wallpaper": "message_id reply_to_peer_id",
    "boost_apply": "boosts",
    "refunded_payment": "amount currency peer_name peer_id charge_id",
    "send_stars_gift": "cost stars amount_whole amount_nano",
    "send_ton_gift": "cost amount_whole amount_nano",
    "stars_prize": "boost_peer_id boost_peer_name stars is_unclaimed giveaway_msg_id"
    " transaction_id",
    "send_star_gift": "gift_id stars is_limited is_anonymous gift_text",
    "paid_messages_refund": "messages_count stars_count",
    "paid_messages_price_change": "price_stars is_broadcast_messages_allowed",
    "todo_completions": "completed incompleted",
    "todo_append_tasks": "items",
    "poll_append_answer": "option",
    "poll_delete_answer": "option",
    "process_suggested_post": "rejected comment price_amount_whole price_amount_nano"
    " price_currency scheduled_date",
    "suggested_post_success": "price_amount_whole price_amount_nano price_currency",
    "suggested_post_refund": "user_initiated",
    "suggest_birthday": "day month year",
    "no_forwards_toggle": "new_value",
    "no_forwards_request": "expired new_value",
    "new_creator_pending": "new_creator",
    "change_creator": "new_creator",
    "managed_bot_created": "bot",
    "change_community": "community_id",
}
"""Service actions and the fields each brings, as far as tdesktop's source has them."""

SERVICE_KEYS = frozenset(
    [*SERVICE_IN_COLUMNS, "information_text", "inline_bot_buttons"]
    + [key for keys in ACTIONS.values() for key in keys.split()]
)

MEDIA_TYPES = {
    "sticker": "sticker",
    "video_message": "video-note",
    "voice_message": "voice",
    "animation": "animation",
    "video_file": "video",
    "audio_file": "audio",
}
