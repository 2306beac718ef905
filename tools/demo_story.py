"""What the invented reporter of the demonstration decides and writes."""

import json
import re
from typing import Any

JUDGED = (
    ("fell_before", "announcement", "the group tells its own what it denies outside"),
    ("twice", "assertion", "the member mocks the line, and says the same"),
    ("first_time", "assertion", "says he was there both times"),
    ("flag", "assertion", "written while it happened; two reporters saw the flag"),
    ("denial_1", "denial", "the first of four near-copies"),
    ("regret", "assertion", "takes back his own public line"),
    ("strike", "claim-of-responsibility", "three hours before any outlet"),
    ("convoy", "assertion", "the same twelve vehicles as the agency reports"),
)

# Matches a person has looked at, and what the panel's heading then says.
MATCHED = {
    "strike": ("The fuel depot at Ras al-Milh was hit", "the Herald's fire, three hours later"),
    "flag": ("The army's flag over the harbour", "two reporters saw it that day"),
    "denial_1": ("The harbour has not fallen", "the same two saw the opposite"),
    "convoy": ("Twelve vehicles left through Wadi al-Asfur", "the same twelve, that evening"),
}

FACTS = {
    "headline": "The harbour that had fallen twice",
    "lead": "In public the Tide Brigade denied losing the harbour quarter of Bandar Sahil. In its "
    "closed group it told its own that the quarter had been lost once before, and that nobody had "
    "been told.",
    "contact": "desk@meridian-register.example",
    "outlet": "The Meridian Register",
    "kicker": "The war in Qadria",
    "dateline": "Bandar Sahil",
    "date": "2026-04-19",
    "url": "https://meridian-register.example/harbour",
    "claims-by": "Ines Halloway",
    "footer": "The Meridian Register. Every name, place and sentence on this page is invented for "
    "the sample case.",
}
TRANSLATOR = "Lamia Kessouri"
# What the invented editor answers before she signs.
ANSWERS = {
    "minors": "None. The picture with a child’s caption in the group is not shown or quoted.",
    "victims": "Nobody who was hurt or killed is named, shown or described.",
    "live-locations": "No. Everything quoted is weeks old; the convoy arrived long ago.",
    "accusation": "No person is accused. What the Brigade claims stands beside two sources.",
    "right-of-reply": "The Brigade’s public channel was written to on 15 April; no answer came.",
    "source-safety": "Read with the reporter: nothing printed was seen by one member alone.",
    "bystanders": "The guard named in a message is left out; the drawing shows no person.",
    "pictures": "Drawn by our own desk. Nobody is in it, and no sign of the group.",
}


def answered(by: str, text: str) -> str:
    """The checklist as the editor hands it in, for the draft that prints ``text`` (a digest)."""
    rows = (
        f"[{key}]\nanswer = {json.dumps(a, ensure_ascii=False)}\n" for key, a in ANSWERS.items()
    )
    return f'by = "{by}"\ntext = "{text}"\n\n' + "\n".join(rows)


# Between the quotations the reporter's own words, one paragraph a judged statement,
# in the order of the draft (by time). {who} and {when} are the composed ones.
OPENING = (
    "For three days in March the Tide Brigade told the world that the harbour of this port city "
    "was in its hands. Two reporters who walked along the quays saw the army's flag above them. "
    "What the Brigade's own members wrote to one another in those days, in a closed group that "
    "served them as a log book, was given to this newspaper. All times here are UTC.\n\n"
    "The messages tell of a movement that argued with its own communiqués. They begin, for this "
    "story, with a boast. On {when}, {who} claimed a fire that no outlet had yet reported; the "
    "first report came three hours later."
)
PROSE = (
    OPENING,
    "Five days on, the boasts had stopped. {who} was at the quays when the army came back, and "
    "wrote while it happened, on {when}:",
    "That evening the Brigade's public channel called all of it a rumour. Inside, {who} repeated "
    "the line, on {when}. Three others followed with the same words, spelt a little differently:",
    "Then the group spoke to its own. Posting as {who}, which only administrators can, somebody "
    "told the members on {when} what they were to deny outside, and what was true:",
    "{who} needed twelve minutes for an answer, on {when}:",
    "{who}, who had seen the flag go up, was plainer. On {when}:",
    "In the last days the group emptied. {who}, who writes in Russian, counted vehicles on {when}; "
    "villagers along the valley would tell an agency of the same twelve:",
    "And {who}, whose denial had gone round the group in March, came back to it in April. "
    "On {when}:",
)
_WROTE = re.compile(r"^(.+?) wrote on (.+) \(UTC\):$")
_QUOTE = re.compile(r"^> (.+?) \[\[m:[0-9a-f:]+\]\]$")
PICTURE = (
    '![Drawing: seven grain silos on a low quay, calm water and a low sun.](harbour.jpg "The grain '
    'silos of Bandar Sahil, past which the army came. Credit: Drawing: The Meridian Register")'
)


# Where the rules found a sentence, the reporter quotes what belongs to it.
WHOLE = {
    "إعلان داخلي: الميناء سقط قبل اليوم.": "إعلان داخلي: الميناء سقط قبل اليوم. سقط ليلة "
    "التاسع من آذار ولم نعلن.",
    "أنا كنت هناك في المرتين.": "أنا كنت هناك في المرتين. في الأولى رجعنا لأنهم خرجوا، لا "
    "لأننا حررناه.",
    "كتبتُ بيدي أن الميناء في أيدينا.": "كتبتُ بيدي أن الميناء في أيدينا. لم يكن في أيدينا.",
}


def filled(text: str, said: dict[str, Any], facts: dict[str, str]) -> str:
    """The draft with its head, its translation slots and a picture filled in."""
    out: list[str] = []
    words, left, told = "", dict(facts), iter(PROSE)
    for line in text.split("\n"):
        wrote = _WROTE.match(line)
        if wrote and (prose := next(told, "")):
            who = wrote[1].replace("The group", "the group")
            out.append(prose.format(who=who, when=wrote[2]))
            continue
        name = line.partition(":")[0]
        if name in left and len(out) < 20:
            line = f"{name}: {left.pop(name)}"
        elif line == "---" and len(out) > 1 and left:
            out += [f"{key}: {value}" for key, value in left.items()]
            left = {}
        quote = _QUOTE.match(line)
        if quote:
            words = WHOLE.get(quote[1], quote[1])
            line = line.replace(quote[1], words)
        if line.startswith("> en:"):
            line = f"> en: {english(words, said)} — translated by {TRANSLATOR}, 2026-04-14"
        out.append(line)
    return _with_picture("\n".join(out))


def with_panels(text: str, headings: dict[str, str]) -> str:
    """The draft with the panels a person judged, under headings in words.

    ``headings`` maps a statement's id to its heading; panels of matches that
    nobody judged are taken out, as a reporter would.
    """
    head, *blocks = text.split("\n### ")
    kept = []
    for block in blocks:
        body, mark, rest = block.partition("\n## ")
        heading = next((h for ident, h in headings.items() if ident in body), "")
        if heading and "Proposed by rules" not in body:
            body = heading + "\n" + body.partition("\n")[2]
            kept.append("\n### " + body)
        if mark:
            kept.append(mark + rest)
    return head + "".join(kept)


def english(words: str, said: dict[str, Any]) -> str:
    """The hand translation of a quotation; of a sentence, its share of it."""
    for original, row in said.items():
        if words == original:
            return str(row["english"])
    for original, row in said.items():
        if words in original:
            return _share(words, original, str(row["english"]))
    raise SystemExit(f"demo: no translation for {words}")


def _share(words: str, original: str, english_text: str) -> str:
    """The sentences of the translation that stand where the words stand."""
    split = re.compile(r"(?<=[.!?؟])\s+")
    ours, theirs = split.split(original), split.split(english_text)
    wanted = [i for i, s in enumerate(ours) if s in words or words in s]
    if len(ours) != len(theirs) or not wanted:
        return english_text
    return " ".join(theirs[i] for i in wanted)


def _with_picture(text: str) -> str:
    """The picture after the first section that tells the story."""
    head, mark, rest = text.partition("\n## ")
    return f"{head}\n{PICTURE}\n{mark}{rest}"


def one_letter(text: str) -> str:
    """The draft with one letter of one quotation changed."""
    lines = text.split("\n")
    for i, line in enumerate(lines):
        if "سقط" in line and line.startswith("> "):
            lines[i] = line.replace("سقط", "سقف", 1)
            return "\n".join(lines)
    raise SystemExit("demo: no quotation to change")


def to_the_forwarder(text: str, words: str, key: str) -> str:
    """The draft with a forward quoted as the words of who forwarded it."""
    card = f"> {words} [[m:{key}]]\n>\n> en: We deny it. — translated by {TRANSLATOR}\n"
    head, mark, rest = text.partition("\n## ")
    return f"{head}\nA member wrote:\n\n{card}\n{mark}{rest}"
