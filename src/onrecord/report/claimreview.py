"""ClaimReview (schema.org) as JSON-LD, for claims a named person has judged."""

import json
from typing import Any

from onrecord.model.story import Panel, Story

_RATINGS = {"supported": (5, "Supported"), "contradicted": (1, "Contradicted")}


class ClaimReview:
    """Writes one ClaimReview a panel that was supported or contradicted.

    Only where the draft says who answers for the ratings (``claims-by``) and
    where the page is published (``url``); else the list is empty, because a
    machine's match is no verdict.
    """

    name = "claimreview"
    suffix = ".claimreview.json"
    title = "ClaimReview (schema.org)"

    def write(self, story: Story) -> bytes:
        """A JSON-LD list, possibly empty."""
        panels = [p for part in story.parts for p in part.panels]
        made = [one for panel in panels if (one := _review(panel, story)) is not None]
        return json.dumps(made, ensure_ascii=False, indent=1).encode() + b"\n"


WRITER = ClaimReview()


def _review(panel: Panel, story: Story) -> dict[str, Any] | None:
    rating = _RATINGS.get(panel.outcome.split(" ")[0].lower())
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
            "ratingValue": rating[0],
            "bestRating": 5,
            "worstRating": 1,
            "alternateName": panel.outcome or rating[1],
            "ratingExplanation": panel.note,
        },
        "itemReviewed": {
            "@type": "Claim",
            "name": panel.title,
            "author": {"@type": "Person", "name": first.who if first else "a member of the group"},
        },
        "inLanguage": story.language,
    }
