"""ClaimReview (schema.org) as JSON-LD, for claims a named person has judged."""

import json
from typing import Any

from onrecord.errors import BadDraft
from onrecord.model.story import Panel, Story
from onrecord.report import _page_words
from onrecord.report._page_words import Words

_RATINGS = {"supported": 5, "against": 1}


class ClaimReview:
    """Writes one ClaimReview a panel that was supported or contradicted.

    Only where the draft says who answers for the ratings (``claims-by``) and
    where the page is published (``url``), because a machine's match is no
    verdict; and not of a story that was retracted.
    """

    name = "claimreview"
    suffix = ".claimreview.json"
    title = "ClaimReview (schema.org)"

    def write(self, story: Story) -> bytes:
        """A JSON-LD list. Raises BadDraft where there is nothing to rate, and says why."""
        panels = [p for part in story.parts for p in part.panels]
        made = [one for panel in panels if (one := _review(panel, story)) is not None]
        if not made or any(c.retraction for c in story.corrections):
            raise _nothing(story)
        return json.dumps(made, ensure_ascii=False, indent=1).encode() + b"\n"


WRITER = ClaimReview()


def _nothing(story: Story) -> BadDraft:
    if any(c.retraction for c in story.corrections):
        return BadDraft(
            "A retracted story makes no ClaimReview.",
            where="front matter",
            advice="Take the earlier one off the site as well.",
        )
    heads = {"url": story.url, "claims-by": story.claims_by, "date": story.date}
    missing = [name for name, value in heads.items() if not value]
    if missing:
        return BadDraft(
            f"A ClaimReview needs {', '.join(missing)}.",
            where="front matter",
            advice="Write where the page is published, who answers for the ratings, and its day.",
        )
    return BadDraft(
        "No claim of this story was judged supported or contradicted.",
        where="reporting",
        advice="`onrecord judge` decides about a match; a machine's match is no verdict.",
    )


def _review(panel: Panel, story: Story) -> dict[str, Any] | None:
    w = _page_words.of(story)
    rating = _RATINGS.get(w.verdict(panel.outcome))
    if rating is None or not (story.url and story.claims_by and story.date):
        return None
    first = next((r for r in panel.rows if r.group), None)
    return {
        "@context": "https://schema.org",
        "@type": "ClaimReview",
        "url": story.url,
        "datePublished": story.date,
        "claimReviewed": panel.title,
        "author": {"@type": "Organization", "name": story.outlet or story.claims_by},
        "editor": {"@type": "Person", "name": story.claims_by},
        "reviewRating": {
            "@type": "Rating",
            "ratingValue": rating,
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": panel.outcome,
            "ratingExplanation": panel.note,
        },
        "itemReviewed": {
            "@type": "Claim",
            "name": panel.title,
            "author": {"@type": "Person", "name": _speaker(first.who if first else "", w)},
        },
        "inLanguage": story.language,
    }


def _speaker(who: str, w: Words) -> str:
    """The pseudonym without where it was said."""
    name = who.removesuffix(w.say("in_group")).strip(" ,،")
    return name or w.say("a_member")
