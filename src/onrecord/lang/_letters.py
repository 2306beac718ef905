"""The letter tables of the ladder, as data.

``KEPT`` are composed letters that a mark makes into another letter; rung 1 keeps
them whole. ``ALIKE`` are the letters that rung 2 takes for one another: one
chat writes أحمد, the next احمد; one keyboard has ي, the other ی.
"""

# Letters whose mark is part of the letter: rung 1 does not strip it.
KEPT = frozenset("آأإؤئۀۂۓёйїўЁЙЇЎ")

# What can follow a base letter decomposed and then makes one of KEPT.
JOINS = {
    "\u0627\u0653": "آ",
    "\u0627\u0654": "أ",
    "\u0627\u0655": "إ",
    "\u0648\u0654": "ؤ",
    "\u064a\u0654": "ئ",
    "\u06d5\u0654": "ۀ",
    "\u06c1\u0654": "ۂ",
    "\u06d2\u0654": "ۓ",
    "\u0435\u0308": "ё",
    "\u0438\u0306": "й",
    "\u0456\u0308": "ї",
    "\u0443\u0306": "ў",
    "\u0415\u0308": "Ё",
    "\u0418\u0306": "Й",
    "\u0406\u0308": "Ї",
    "\u0423\u0306": "Ў",
}

# Marks that carry no letter: combining marks of these blocks are dropped on rung 1.
# (Indic vowel signs are combining marks too, and are letters: they stay.)
MARKS = (
    (0x0300, 0x036F),
    (0x0483, 0x0489),
    (0x0591, 0x05C7),
    (0x0610, 0x061A),
    (0x064B, 0x065F),
    (0x0670, 0x0670),
    (0x06D6, 0x06ED),
    (0x0711, 0x0711),
    (0x0730, 0x074A),
    (0x0898, 0x089F),
    (0x08CA, 0x08FF),
    (0x1AB0, 0x1AFF),
    (0x1DC0, 0x1DFF),
    (0x20D0, 0x20FF),
    (0xFE00, 0xFE0F),
    (0xFE20, 0xFE2F),
    (0xE0100, 0xE01EF),
)

# Invisible or shape-only: zero width, direction, soft hyphen, tatweel, joiners.
UNSEEN = (
    "\u00ad\u034f\u061c\u0640\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u180f"
    "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069"
    "\u206a\u206b\u206c\u206d\u206e\u206f\ufeff\ufff9\ufffa\ufffb"
)

# Apostrophes and the letters people use as one (ʿayn, hamza, Ukrainian mark).
APOSTROPHES = "'’‘`´ʼʻʿʾˈ′＇ʹ״׳"

# Rung 2: the first of each group stands for all of it.
_GROUPS = (
    "اأإآٱٲٳٵ",
    "يىیېێۍےۓۑ",
    "هةہھەۃۀۂۿ",
    "كکگڪڬڭݢ",
    "ءؤئٴٶ",
    "وۆۇۈۉۊۋ",
    "رڕ",
    "لڵ",
    "نں",
    "فڤ",
    "её",
    "гґ",
    "iı",
    "oø",
    "lł",
    "dđð",
    "כך",
    "מם",
    "נן",
    "פף",
    "צץ",
)
ALIKE: dict[str, str] = {c: group[0] for group in _GROUPS for c in group[1:]}
ALIKE |= {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
ALIKE |= dict.fromkeys(APOSTROPHES, "")

# Combining marks of the first plane (Unicode 14, categories Mn, Mc, Me), in hexadecimal.
# Written out so that every Python cuts the same words, and to save start-up time.
COMBINING = """
300-36F 483-489 591-5BD 5BF 5C1-5C2 5C4-5C5 5C7 610-61A 64B-65F 670 6D6-6DC 6DF-6E4 6E7-6E8
6EA-6ED 711 730-74A 7A6-7B0 7EB-7F3 7FD 816-819 81B-823 825-827 829-82D 859-85B 898-89F
8CA-8E1 8E3-903 93A-93C 93E-94F 951-957 962-963 981-983 9BC 9BE-9C4 9C7-9C8 9CB-9CD 9D7
9E2-9E3 9FE A01-A03 A3C A3E-A42 A47-A48 A4B-A4D A51 A70-A71 A75 A81-A83 ABC ABE-AC5 AC7-AC9
ACB-ACD AE2-AE3 AFA-AFF B01-B03 B3C B3E-B44 B47-B48 B4B-B4D B55-B57 B62-B63 B82 BBE-BC2
BC6-BC8 BCA-BCD BD7 C00-C04 C3C C3E-C44 C46-C48 C4A-C4D C55-C56 C62-C63 C81-C83 CBC CBE-CC4
CC6-CC8 CCA-CCD CD5-CD6 CE2-CE3 D00-D03 D3B-D3C D3E-D44 D46-D48 D4A-D4D D57 D62-D63 D81-D83
DCA DCF-DD4 DD6 DD8-DDF DF2-DF3 E31 E34-E3A E47-E4E EB1 EB4-EBC EC8-ECD F18-F19 F35 F37 F39
F3E-F3F F71-F84 F86-F87 F8D-F97 F99-FBC FC6 102B-103E 1056-1059 105E-1060 1062-1064
1067-106D 1071-1074 1082-108D 108F 109A-109D 135D-135F 1712-1715 1732-1734 1752-1753
1772-1773 17B4-17D3 17DD 180B-180D 180F 1885-1886 18A9 1920-192B 1930-193B 1A17-1A1B
1A55-1A5E 1A60-1A7C 1A7F 1AB0-1ACE 1B00-1B04 1B34-1B44 1B6B-1B73 1B80-1B82 1BA1-1BAD
1BE6-1BF3 1C24-1C37 1CD0-1CD2 1CD4-1CE8 1CED 1CF4 1CF7-1CF9 1DC0-1DFF 20D0-20F0 2CEF-2CF1
2D7F 2DE0-2DFF 302A-302F 3099-309A A66F-A672 A674-A67D A69E-A69F A6F0-A6F1 A802 A806 A80B
A823-A827 A82C A880-A881 A8B4-A8C5 A8E0-A8F1 A8FF A926-A92D A947-A953 A980-A983 A9B3-A9C0
A9E5 AA29-AA36 AA43 AA4C-AA4D AA7B-AA7D AAB0 AAB2-AAB4 AAB7-AAB8 AABE-AABF AAC1 AAEB-AAEF
AAF5-AAF6 ABE3-ABEA ABEC-ABED FB1E FE00-FE0F FE20-FE2F
"""
