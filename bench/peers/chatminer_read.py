"""chat-miner's own parser: time, author, text."""

import sys

from chatminer.chatparsers import TelegramJsonParser

parser = TelegramJsonParser(sys.argv[1])
parser.parse_file()
print(parser.parsed_messages.get_df(as_pandas=False).height)
