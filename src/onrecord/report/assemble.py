"""From a draft that passed the gate to the story that writers print."""

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from onrecord.errors import BadDraft
from onrecord.model.draft import Block, Cite, Draft, Piece, Quotation, Run
from onrecord.model.story import (
    Correction,
    Panel,
    Part,
    Picture,
    Quoted,
    Row,
    Story,
    Text,
    words,
)
from onrecord.model.verdict import PUBLISHABLE
from onrecord.report._faults import Refusal
from onrecord.report._page_words import Words
from onrecord.report._page_words import words as words_of
from onrecord.report.check import Checked, require

_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|dclid|msclkid|igshid?|igsh|mc_eid|mc_cid|yclid|twclid|ttclid|si|"
    r"ref_src|ref_url|spm|_hsenc|_hsmi|vero_id|wickedid|share_id|s_cid)$",
    re.IGNORECASE,
)
_CORRECTION = re.compile(r"^\s*(\d{4}-\d{2}-\d{2})\s*[:.,—–-]?\s*(.*)$", re.DOTALL)


def assemble(
    checked: Checked, pictures: dict[str, Picture], *, desk: str = "", preview: bool = False
) -> Story:
    """The story, without its proofs; each quotation that needs one has its index.

    ``pictures`` maps a picture's path in the draft to its printed bytes.
    Raises QuotationRefused if the draft did not pass, BadDraft (with line) for
    a picture that is missing or has no alt text. A ``preview`` raises neither:
    what was refused says why, a picture that is missing is named.
    """
    if not preview:
        require(checked)
    draft = checked.draft
    numbered = tuple(_numbered(checked.quoted))
    if preview:
        numbered = tuple(_with_refusals(numbered, checked.refusals))
    found = dict(zip((id(q) for q in draft.quotations()), numbered, strict=True))
    maker = _Maker(draft, found, pictures, preview=preview)
    return Story(
        id=draft.fact("story") or _slug(words(maker.text(draft.headline))),
        headline=maker.text(draft.headline),
        lead=maker.text(draft.lead),
        parts=tuple(maker.parts()),
        quotations=numbered,
        language=draft.fact("language", "en"),
        outlet=draft.fact("outlet"),
        section=draft.fact("section"),
        kicker=draft.fact("kicker"),
        date=draft.fact("date"),
        dateline=draft.fact("dateline"),
        by=_names(draft.fact("by")),
        translators=_translators(numbered),
        contact=draft.fact("contact"),
        footer=draft.fact("footer"),
        url=draft.fact("url"),
        claims_by=draft.fact("claims-by"),
        key_at=draft.fact("key-at"),
        desk=desk,
        zone=draft.fact("zone", "UTC"),
        corrections=tuple(_corrections(draft)),
        preview=preview,
    )


def _with_refusals(numbered: tuple[Quoted, ...], refusals: tuple[Refusal, ...]) -> Iterator[Quoted]:
    """Each quotation with the reasons why it may not be printed."""
    why: dict[int, list[str]] = {}
    for refusal in refusals:
        why.setdefault(id(refusal.quoted.quotation), []).append(refusal.what)
    for one in numbered:
        yield replace(one, refused=" ".join(why.get(id(one.quotation), ())))


def _numbered(quoted: tuple[Quoted, ...]) -> Iterator[Quoted]:
    """Quotations of the group count from 1 and get a proof each; alt texts hold
    no element that could carry one."""
    count = 0
    for one in quoted:
        if one.said is None or one.cls not in PUBLISHABLE or one.quotation.where == "alt":
            yield replace(one, number=0, proof=None)
            continue
        yield replace(one, number=count + 1, proof=count)
        count += 1


def _slug(title: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")[:40] or "story"


def _names(text: str) -> tuple[str, ...]:
    return tuple(n.strip() for n in re.split(r",|\band\b|;", text) if n.strip())


def _translators(quoted: tuple[Quoted, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(t.by for q in quoted for t in q.translations if t.by))


def _corrections(draft: Draft) -> Iterator[Correction]:
    """Items of the corrections section that begin with a date."""
    for block in draft.blocks:
        if block.role != "corrections" or block.kind != "items":
            continue
        for item in block.items:
            text = "".join(p.text for p in item if isinstance(p, Run))
            match = _CORRECTION.match(text)
            if match:
                said, _, by = match[2].rpartition(" — ")
                yield Correction(match[1], said or by, by if said else "")


class _Maker:
    """Turns blocks into parts; holds what a block needs from outside itself."""

    def __init__(
        self,
        draft: Draft,
        found: dict[int, Quoted],
        pictures: dict[str, Picture],
        *,
        preview: bool = False,
    ) -> None:
        self._draft = draft
        self._words = words_of(draft.fact("language", "en"))
        self._preview = preview
        self._found = found
        self._pictures = pictures

    def text(self, pieces: tuple[Piece, ...]) -> Text:
        """Runs and quotations; a bare citation prints nothing."""
        out: list[Run | Quoted] = []
        for piece in pieces:
            if isinstance(piece, Run):
                out.append(replace(piece, href=untracked(piece.href)) if piece.href else piece)
            elif isinstance(piece, Quotation):
                out.append(self._found[id(piece)])
        if out and isinstance(out[0], Run):
            out[0] = replace(out[0], text=out[0].text.lstrip())
        return tuple(out)

    def parts(self) -> Iterator[Part]:
        """Every block; a reporting section becomes its panels."""
        panels: list[Block] = []
        for block in self._draft.blocks:
            if block.role == "reporting":
                panels.append(block)
                continue
            if panels:
                yield self.panels(panels)
                panels = []
            if block.role == "corrections" and block.kind == "items":
                continue
            yield replace(self.part(block), own_words=block.own_words)
        if panels:
            yield self.panels(panels)

    def part(self, block: Block) -> Part:
        """One block outside a reporting section."""
        if block.kind == "card":
            one = self.text(block.pieces)[0]
            assert isinstance(one, Quoted)  # noqa: S101  a card is made of one quotation
            return Part("card" if one.said else "pull", block.role, quoted=one)
        if block.kind == "picture":
            return self.picture(block)
        items = tuple(self.text(item) for item in block.items)
        return Part(block.kind, block.role, block.level, self.text(block.pieces), items)

    def picture(self, block: Block) -> Part:
        """A picture with its caption, alt text and credit."""
        where = f"{self._draft.name}, line {block.line}"
        picture = self._pictures.get(block.path)
        alt = words(self.text(block.alt))
        if self._preview and picture is None:
            missing = Run(f"[The picture {block.path} is missing.] ", "strong")
            return Part("paragraph", block.role, text=(missing, *self.text(block.pieces)))
        if picture is None:
            raise BadDraft(
                f"The picture {block.path} is missing.",
                where=where,
                advice="Put the file beside the draft, or take the picture out.",
            )
        if not alt and not self._preview:
            raise BadDraft(
                f"The picture {block.path} has no text for readers who cannot see it.",
                where=where,
                advice="Say in the square brackets what is to be seen: ![A long pier](…).",
            )
        caption = self.text(block.pieces)
        return Part(
            "picture", block.role, text=caption, picture=picture, alt=alt, credit=block.credit
        )

    def panels(self, blocks: list[Block]) -> Part:
        """The reporting section: title, introduction, one panel a claim."""
        title: Text = ()
        intro: list[str] = []
        claims: list[list[Block]] = []
        for block in blocks:
            if block.kind == "heading" and block.level <= 2:
                title = self.text(block.pieces)
            elif block.kind == "heading":
                claims.append([block])
            elif claims:
                claims[-1].append(block)
            else:
                intro.append(words(self.text(block.pieces)))
        made = tuple(self.panel(claim) for claim in claims)
        return Part("panels", "reporting", 2, title, panels=made, intro=" ".join(intro))

    def panel(self, blocks: list[Block]) -> Panel:
        """One claim: its outcome (the bold words), a note, and the rows."""
        outcome, note = "", []
        rows: list[Row] = []
        for block in blocks[1:]:
            for piece in self.text(block.pieces):
                if isinstance(piece, Run) and piece.style == "strong" and not outcome:
                    outcome = piece.text
                else:
                    note.append(piece.text if isinstance(piece, Run) else f"“{piece.printed}”")
            rows += [_row(item, self._words) for item in block.items]
        title = words(self.text(blocks[0].pieces))
        against = self._words.verdict(outcome) == "against"
        return Panel(title, outcome, "".join(note).strip(), tuple(rows), against)


def untracked(href: str) -> str:
    """A link without the parameters that say who passed it on."""
    parts = urlsplit(href)
    if not parts.query:
        return href
    kept = [p for p in parts.query.split("&") if not _TRACKING.match(p.partition("=")[0])]
    return urlunsplit(parts._replace(query="&".join(kept)))


def _row(item: tuple[Piece, ...], w: Words) -> Row:
    """``24 March, 05:42 | Member A, *in the group* | one source``."""
    group = any(isinstance(p, Cite) and p.kind in "ms" for p in item)
    text = "".join(p.text for p in item if isinstance(p, Run))
    cells = [c.strip() for c in text.split("|")]
    when, who, counts = (cells + ["", "", ""])[:3] if len(cells) > 1 else ("", cells[0], "")
    how = next((p.text for p in item if isinstance(p, Run) and p.style == "em"), "")
    if how:
        who = who.replace(how, "").strip(" ,،")
    again = counts.lower() in (w.say("same_text").lower(), "same text", "same source", "copy")
    return Row(when, who, how, "" if again else counts, group, again)
