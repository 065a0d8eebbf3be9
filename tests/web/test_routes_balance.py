"""The routes of the balance and of dyads."""

import csv
import io
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import tarazu
from tarazu.web.app import make_app
from tarazu.web.guard import Doors

HOME = "http://127.0.0.1:8000"
SCOPE = "region=KAZ,UZB&powers=RUS,CHN&from=2024-01&to=2024-12&period=month"


@pytest.fixture(scope="module")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> tarazu.Case:
    folder = tmp_path_factory.mktemp("weighed")
    made = tarazu.new(folder / "steppe")
    texts = [f"Kazakhstan and China signed an agreement on {day} {month} 2024." for month in ("March", "May", "June", "August", "September") for day in (3, 13, 23)]
    texts += ["Kazakhstan rejected the proposal of Russia on 5 May 2024.", "Russia is losing its influence in Kazakhstan."]
    texts += ["Russia is strengthening its influence in Kazakhstan."]
    # what the press tells of others is what rates are measured against
    texts += [f"France and Germany signed an agreement on {day} {month} 2024." for month in ("March", "May", "June", "August", "September") for day in range(1, 7)]
    for at, text in enumerate(texts):
        entry = {"id": f"d{at}", "outlet": f"=Outlet {at % 3}", "date": "2024-10-01", "text": text}
        (folder / f"{at}.json").write_text(json.dumps(entry), encoding="utf-8")
    made.read(sorted(folder.glob("*.json")), work=tarazu.Work(coder="lexicon"))
    return made


@pytest.fixture(scope="module")
def asked(weighed: tarazu.Case) -> Iterator[TestClient]:
    with TestClient(make_app(weighed, Doors(port=8000), "lexicon"), base_url=HOME) as made:
        yield made


def get(client: TestClient, address: str):  # type: ignore[no-untyped-def]
    """Asks until it is done, as the page does."""
    for _ in range(600):
        found = client.get(address)
        if found.status_code != 202:
            return found
        assert found.headers["Retry-After"] == "1"
        time.sleep(0.05)
    pytest.fail(f"{address} never ended")


def rows(answer) -> list[dict[str, str]]:  # type: ignore[no-untyped-def]
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_balance_is_states_by_powers(asked) -> None:
    found = get(asked, f"/api/balance?{SCOPE}").json()
    assert [row["state"] for row in found["rows"]] == ["KAZ", "UZB"]
    assert [cell["power"] for cell in found["rows"][0]["cells"]] == ["RUS", "CHN"]
    assert found["rows"][0]["cells"][1]["share"]["mean"] > 0.5
    assert found["rows"][1]["too_little"]["needed"] == 8
    assert {each["direction"] for each in found["perception"]} == {"falling", "rising"}


def test_balance_has_a_twin_for_spreadsheets(asked) -> None:
    found = rows(get(asked, f"/api/balance.csv?{SCOPE}"))
    assert [(row["state"], row["power"]) for row in found] == [("KAZ", "RUS"), ("KAZ", "CHN"), ("UZB", "RUS"), ("UZB", "CHN")]
    assert float(found[1]["low90"]) < float(found[1]["share"]) < float(found[1]["high90"])
    assert (found[2]["share"], found[2]["cooperation"]) == ("", "too little to tell")


def test_balance_takes_its_days_from_the_case(asked) -> None:
    found = get(asked, "/api/balance").json()
    assert (found["since"], found["until"]) == ("2024-10-01", "2024-10-01")
    assert found["powers"] == ["RUS", "CHN", "USA", "EU", "TUR"]


def test_alignment_is_the_shares_over_time(asked) -> None:
    found = get(asked, f"/api/alignment/KAZ?{SCOPE}").json()
    assert len(found["starts"]) == len(found["shares"][0]["share"]["mean"]) == 12
    assert len(rows(get(asked, f"/api/alignment/KAZ.csv?{SCOPE}"))) == 24


def test_dyad_has_lines_and_stories(asked) -> None:
    found = get(asked, f"/api/dyad/KAZ/CHN?{SCOPE}").json()
    assert found["marked"] == len(found["acts"]) == 15
    assert all(act["story"].startswith("s-") for act in found["acts"])
    assert len(rows(get(asked, f"/api/dyad/KAZ/CHN.csv?{SCOPE}"))) == 12 * len(found["lines"])


def test_dyad_outside_the_region_is_weighed_by_itself(asked) -> None:
    found = get(asked, "/api/dyad/GEO/TUR?region=central-asia&powers=RUS").json()
    assert (found["state"], found["power"], found["lines"]) == ("GEO", "TUR", [])


def test_why_is_of_the_days_that_were_brushed(asked) -> None:
    found = get(asked, f"/api/dyad/KAZ/CHN/why?{SCOPE}&first=2024-06-01&last=2024-06").json()
    assert (found["since"], found["until"]) == ("2024-06-01", "2024-06-30")
    assert {mover["act"]["day"][:7] for mover in found["movers"][:3]} == {"2024-06"}
    assert [row["story"] for row in rows(get(asked, f"/api/dyad/KAZ/CHN/why.csv?{SCOPE}&first=2024-06&last=2024-06"))][:3] == [
        mover["act"]["story"] for mover in found["movers"][:3]
    ]


def test_why_of_days_outside_is_of_the_whole_scope(asked) -> None:
    found = get(asked, f"/api/dyad/KAZ/CHN/why?{SCOPE}&first=2001-01-01&last=2031-01-01").json()
    assert (found["since"], found["until"]) == ("2024-01-01", "2024-12-31")


def test_opposed_has_sentences_of_both_sides(asked) -> None:
    found = get(asked, f"/api/dyad/KAZ/RUS/opposed?{SCOPE}").json()
    assert found["total"] == 1
    assert {side["sentences"][0]["text"] for side in found["found"][0]["sides"]} == {
        "Russia is losing its influence in Kazakhstan.", "Russia is strengthening its influence in Kazakhstan.",
    }  # fmt: skip
    table = rows(get(asked, f"/api/dyad/KAZ/RUS/opposed.csv?{SCOPE}"))
    assert {row["outlets"] for row in table} == {"'=Outlet 1", "'=Outlet 2"}


@pytest.mark.parametrize(
    ("address", "where"),
    [
        pytest.param("/api/balance?region=Narnia", "--region or --powers", id="unknown region"),
        pytest.param("/api/balance?powers=", "powers", id="no power"),
        pytest.param("/api/balance?period=day", "period", id="unknown step"),
        pytest.param("/api/balance?from=2024-13", "from", id="no month"),
        pytest.param("/api/balance?from=2024-05&to=2024-01", "period", id="days that run backward"),
        pytest.param("/api/balance?channel=love", "--channel", id="unknown channel"),
        pytest.param("/api/dyad/KAZ/KAZ", "dyad", id="a state and itself"),
        pytest.param("/api/dyad/KAZ/CHN/why?first=yesterday", "first", id="no day"),
        pytest.param(f"/api/dyad/KAZ/CHN/why?{SCOPE}&first=2024-09&last=2024-03", "why", id="a brush that runs backward"),
    ],
)
def test_what_cannot_be_is_said(asked, address, where) -> None:
    found = get(asked, address)
    assert found.status_code == 400
    assert found.json()["error"]["where"] == where
    assert found.json()["error"]["hint"]


def test_balance_of_an_empty_case_is_empty(tmp_path: Path) -> None:
    with TestClient(make_app(tarazu.new(tmp_path / "empty"), Doors(port=8000), "lexicon"), base_url=HOME) as client:
        found = get(client, "/api/balance").json()
        assert (found["stories"], found["finding"]["kind"]) == (0, "nothing")
        assert get(client, "/api/dyad/KAZ/RUS").json()["structure"]
        assert get(client, "/api/dyad/KAZ/RUS/why").json()["movers"] == []
        assert get(client, "/api/alignment/KAZ").json()["shares"] == []


def test_balance_follows_a_correction(weighed, tmp_path: Path) -> None:
    case = tarazu.open(_copied(weighed.path, tmp_path))
    with TestClient(make_app(case, Doors(port=8000), "lexicon"), base_url=HOME, headers={"Origin": HOME}) as client:
        before = get(client, f"/api/balance?{SCOPE}").json()["rows"][0]["cells"]
        [act] = get(client, f"/api/dyad/KAZ/RUS?{SCOPE}").json()["acts"]
        [rejected] = [each for each in case.stories() if each.id == act["story"]]
        done = client.post("/api/judgements", json={"ids": list(rejected.tellings), "action": "reject", "author": "someone"})
        assert done.status_code in {200, 201}, done.text
        after = get(client, f"/api/balance?{SCOPE}").json()["rows"][0]["cells"]
    assert [cell["stories"] for cell in before] == [1, 15]
    assert [cell["stories"] for cell in after] == [0, 15]


def _copied(path: Path, folder: Path) -> Path:
    copy = folder / "copy.tarazu"
    copy.write_bytes(path.read_bytes())
    return copy
