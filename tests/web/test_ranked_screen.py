"""A model's order in the browser: asked for, marked wherever shown; without a model it says so."""

import re
import shutil
import time
from pathlib import Path

from tests.search.tiny_model import write_model
from tests.web.seat import Seat


def ordered(seat: Seat, near: str) -> str:
    """The page once the work is over."""
    with seat.client() as client:
        until = time.monotonic() + 120
        while time.monotonic() < until:
            page = client.get(seat.url("/statements/ranked"), params={"near": near}).text
            if 'http-equiv="refresh"' not in page:
                return page
            time.sleep(0.05)
    raise AssertionError("the model did not come to an end")


def test_the_order_is_a_machines_and_says_so(seat: Seat, tmp_path: Path) -> None:
    with seat.client() as client:
        blank = client.get(seat.url("/statements/ranked"))
        assert blank.status_code == 200
        assert "none comes with onrecord" in blank.text
        refused = client.get(seat.url("/statements/ranked"), params={"near": "the docks"})
        assert refused.status_code == 422
        assert "No model is configured" in refused.text
        assert "Traceback" not in refused.text
    made = write_model(tmp_path / "tiny", 'languages = ["en"]\n')
    shutil.copytree(made, seat.site.desk.folder / "models" / "ranking")
    page = ordered(seat, "the docks were hit")
    assert "Order by a machine: model" in page
    shown = re.findall(r"/statements/(s:[0-9a-f]+)\" data-open", page)
    scores = re.findall(r'<td class="num">(-?[0-9.]+|<span class="soft">not read)', page)
    assert len(shown) == len(scores) == len(set(shown))
    read = [float(s) for s in scores if s[0] != "<"]
    assert read == sorted(read, reverse=True)
    assert len(read) < len(scores), "what the model does not read comes last, and says so"
    plain = {s.id for s in seat.site.desk.statements(seat.told.case)}
    assert set(shown) <= plain
