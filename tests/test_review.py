"""The review without a browser: what the form reads, what a session does and keeps, what the widget sends."""

from __future__ import annotations

import dataclasses
import sys
import warnings
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import tradekit
from tradekit import Article, CorrectionWarning, extract, read, review
from tradekit.articles.corrections import CORRECTIONS, TOLD, corrections_text, read_corrections
from tradekit.frame import save_corrections
from tradekit.review.form import economies, form, read_cells, shown
from tradekit.review.session import Session

TEXT = "China's exports of tea to Kenya rose 12.5% to $4bn in 2024. Imports came to $3bn.\n\nAbout sixty men came."
GROWTH, LEVEL, IMPORTS, MEN = (f"tea:{TEXT.index(words)}" for words in ("12.5%", "$4bn", "$3bn", "sixty"))
SAMPLES = Path(__file__).parents[1] / "notebooks" / "articles"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "tea.txt").write_text(TEXT)
    (tmp_path / "news" / "rum.txt").write_text("Fiji exported $3m of rum in 2022.")
    return tmp_path / "news"


@pytest.fixture
def session(folder: Path) -> Session:
    return Session(read(folder / "tea.txt"))


def done(session: Session, do: str, claim: str | None = None, **more: Any) -> dict[str, Any]:
    reply = session.handle({"do": do, "claim": claim, **more})
    assert reply["ok"], reply
    return reply


def states(session: Session) -> dict[str, str]:
    return {one["claim"]: one["state"] for one in session.overview()}


def saved(session: Session) -> list[tuple[int, str, str | None]]:
    file = next(iter(session.sheets.values())).file
    return [(row["start"], row["action"], row["fields"]) for row in read_corrections(file)]


# --- the form


def test_what_is_shown_reads_back() -> None:
    claims = extract(read(SAMPLES))
    for row in claims.to_dict("records"):
        told, wrong = read_cells(shown(row))
        assert wrong == {}, row["text"]
        for name in TOLD:
            if name in ("value", "low", "high"):
                assert told[name] == pytest.approx(row[name], rel=1e-11)
            else:
                assert told.get(name) == (None if pd.isna(row[name]) else row[name]), (row["text"], name)


TYPED = [
    ("value", "4.77 bn", 4.77e9),
    ("value", "-26.8 million", -26.8e6),
    ("value", "−5", -5.0),
    ("value", "1,250,000", 1.25e6),
    ("value", "− 12 500.5", -12500.5),
    ("value", "4.77e9", 4.77e9),
    ("high", "∞", float("inf")),
    ("low", "−∞", -float("inf")),
    ("reporter", "belarus", "BLR"),
    ("reporter", "blr", "BLR"),
    ("reporter", " the Netherlands ", "NLD"),
    ("partner", "EU", "EU"),
    ("against", "Russia", "RUS"),
    ("against", "foreign firms", "foreign firms"),
    ("item", "Gold", "gold"),
    ("core", "no", False),
    ("period", "2024-Q1", "2024-Q1"),
    ("period", "April 2025", "2025-04"),
    ("period", "Apr 2025", "2025-04"),
    ("period", "Q3 2024", "2024-Q3"),
    ("period", "11 Jul 2025", "2025-07-11"),
    ("period", "2024/25", "2024/2025"),
    ("period", "Jan–Oct 2024", "2024-01/2024-10"),
    ("period", "Nov 2024 – Feb 2025", "2024-11/2025-02"),
    ("notes", "real;  fob", "real; fob"),
    ("source", "", None),
]


@pytest.mark.parametrize(("name", "cell", "value"), TYPED, ids=[f"{name} {cell}" for name, cell, _ in TYPED])
def test_what_a_person_types_is_read(name: str, cell: str, value: object) -> None:
    told, wrong = read_cells({name: cell})
    assert (told.get(name), wrong) == (value, {})


REFUSED = [
    ("value", "much", "is no number; write 4770000000, 4.77e9 or 4.77 bn"),
    ("value", "3 to 5 bn or 6", "is no number"),
    ("value", "4,77", "is no number"),
    ("value", "12 34", "is no number"),
    ("value", "nan", "is no number"),
    ("value", "inf", "is not finite"),
    ("value", "", "must not be blank"),
    ("kind", "", "must not be blank"),
    ("kind", "levle", "allowed are level, change"),
    ("reporter", "Atlantis", "is no economy that is known"),
    ("reporter", "China and Peru", "is no economy that is known"),
    ("period", "May", "is no period; allowed are 2024"),
    ("period", "2024-13", "is no period"),
    ("period", "last year", "is no period"),
    ("period", "in April 2025 and May 2025", "is no period"),
    ("basis", "last year", "is no basis; allowed are yoy, qoq, mom and periods"),
    ("core", "maybe", "is neither yes nor no"),
    ("notes", "rough", "is no note; allowed"),
]


@pytest.mark.parametrize(("name", "cell", "message"), REFUSED, ids=[f"{name} {cell}" for name, cell, _ in REFUSED])
def test_what_is_not_allowed_is_told_by_its_field(name: str, cell: str, message: str, session: Session) -> None:
    told, wrong = read_cells({name: cell})
    assert message in wrong[name]
    assert name not in told
    reply = session.handle({"do": "edit", "claim": LEVEL, "cells": {name: cell, "item": "rum"}})
    assert not reply["ok"]
    assert set(reply["errors"]) == {name}
    assert states(session)[LEVEL] == "not reviewed"
    assert not (session.sheets["tea"].file).exists(), "nothing is saved"


def test_the_form_has_every_field_and_choice() -> None:
    fields = {field["name"]: field for field in form()}
    assert list(fields) == list(TOLD)
    assert "exports" in fields["measure"]["choices"]
    assert all(field["meaning"] for field in fields.values())
    assert ("BLR", "Belarus") in economies()
    assert len(economies()) > 200


# --- what a person does


def test_accept_reject_edit_are_saved_at_once(session: Session) -> None:
    done(session, "accept", GROWTH)
    done(session, "reject", IMPORTS)
    done(session, "edit", LEVEL, cells={"partner": "Peru", "item": "Rum", "reporter": "China"})
    assert saved(session) == [(37, "accept", None), (46, "edit", "item; partner"), (76, "reject", None)]
    assert states(session) == {GROWTH: "accepted", LEVEL: "edited", IMPORTS: "rejected", MEN: "not reviewed"}
    claims = session.claims
    assert claims.index.tolist() == [GROWTH, LEVEL, MEN]
    assert claims.loc[LEVEL, ["partner", "item", "reporter", "origin"]].tolist() == ["PER", "rum", "CHN", "edited"]


def test_what_was_done_is_there_for_the_next_who_reads(session: Session, folder: Path) -> None:
    done(session, "edit", LEVEL, cells={"partner": "Peru"})
    done(session, "reject", MEN)
    pd.testing.assert_frame_equal(extract(read(folder / "tea.txt")), session.claims)
    again = Session(read(folder / "tea.txt"))
    assert states(again) == states(session)
    assert again.overview() == session.overview()
    assert again.page("tea") == session.page("tea")
    assert extract(session.articles).equals(session.claims)


def test_accepting_twice_or_what_is_edited_changes_nothing(session: Session) -> None:
    done(session, "edit", LEVEL, cells={"partner": "Peru"})
    for claim in (LEVEL, GROWTH, GROWTH):
        done(session, "accept", claim)
    assert saved(session) == [(37, "accept", None), (46, "edit", "partner")]
    assert len(session.history) == 2


def test_editing_back_to_what_was_read_is_accepting(session: Session) -> None:
    done(session, "edit", LEVEL, cells={"partner": "Peru", "unit": "CNY"})
    done(session, "edit", LEVEL, cells={"partner": "Kenya"})
    assert saved(session) == [(46, "edit", "unit")]
    done(session, "edit", LEVEL, cells={"unit": "USD"})
    assert saved(session) == [(46, "accept", None)]


def test_an_edit_that_changes_nothing_is_none(session: Session) -> None:
    row = session.page("tea")["claims"][1]
    assert done(session, "edit", LEVEL, cells=row["cells"])["message"] == "Nothing was changed."
    assert states(session)[LEVEL] == "not reviewed"
    assert session.history == []


INTERVALS = [
    ({"value": "5 bn"}, (4.5e9, 5.5e9)),
    ({"value": "-4bn"}, (-4.5e9, -3.5e9)),
    ({"value": "4 m"}, (3.5e6, 4.5e6)),
    ({"qualifier": ">"}, (4e9, float("inf"))),
    ({"qualifier": "<="}, (0.0, 4e9)),
    ({"qualifier": "~"}, (3.5e9, 4.5e9)),
    ({"value": "5 bn", "high": "6 bn"}, (3.5e9, 6e9)),
    ({"unit": "%", "kind": "share", "value": "4", "qualifier": ">"}, (4.0, 100.0)),
]


@pytest.mark.parametrize(("cells", "ends"), INTERVALS, ids=[str(cells) for cells, _ in INTERVALS])
def test_the_interval_follows_from_value_and_qualifier(
    cells: dict[str, str], ends: tuple[float, float], session: Session
) -> None:
    done(session, "edit", LEVEL, cells=cells)
    assert tuple(session.claims.loc[LEVEL, ["low", "high"]]) == pytest.approx(ends)


@pytest.mark.parametrize(
    ("cells", "field", "message"),
    [
        ({"low": "5 bn"}, "low", "is above the value"),
        ({"high": "3 bn"}, "high", "is below the value"),
        ({"of": "tea:1"}, "of", "no other claim"),
        ({"of": LEVEL}, "of", "no other claim"),
    ],
)
def test_fields_that_do_not_fit_each_other_are_told(
    cells: dict[str, str], field: str, message: str, session: Session
) -> None:
    reply = session.handle({"do": "edit", "claim": LEVEL, "cells": cells})
    assert message in reply["errors"][field]
    assert not session.sheets["tea"].file.exists()


def test_a_rejected_claim_can_be_accepted_or_edited_after_all(session: Session) -> None:
    done(session, "reject", LEVEL)
    assert LEVEL not in session.claims.index
    assert LEVEL in states(session), "it is still there to look at"
    done(session, "accept", LEVEL)
    assert states(session)[LEVEL] == "accepted"
    done(session, "reject", LEVEL)
    done(session, "edit", LEVEL, cells={"partner": "Peru"})
    assert session.claims.loc[LEVEL, "partner"] == "PER"


def test_undo_goes_back_step_by_step_and_withdraw_takes_back(session: Session) -> None:
    done(session, "accept", LEVEL)
    done(session, "edit", LEVEL, cells={"partner": "Peru"})
    done(session, "reject", LEVEL)
    done(session, "withdraw", LEVEL)
    assert saved(session) == []
    seen = []
    for _ in range(4):
        reply = done(session, "undo")
        assert reply["claim"] == LEVEL
        seen.append(states(session)[LEVEL])
    assert seen == ["rejected", "edited", "accepted", "not reviewed"]
    assert session.handle({"do": "undo"})["message"] == "There is nothing to undo in this session."
    assert session.handle({"do": "withdraw", "claim": LEVEL})["message"] == "Nothing was corrected here."


# --- adding


def test_a_missed_claim_is_added_from_selected_words(session: Session) -> None:
    words = " of tea to "
    start = TEXT.index(words)
    reply = done(session, "select", article="tea", start=start, end=start + len(words))
    assert (reply["text"], reply["cells"]["value"], reply["cells"]["kind"]) == ("of tea to", "", "")
    place = {name: reply[name] for name in ("article", "start", "end")}
    told = {"value": "2", "kind": "level", "measure": "other", "qualifier": "=", "status": "actual", "core": "no"}
    done(session, "add", **place, cells=told)
    row = session.claims.loc[f"tea:{reply['start']}"]
    assert (row["text"], row["value"], row["low"], row["high"], row["origin"]) == ("of tea to", 2.0, 2.0, 2.0, "added")
    assert saved(session) == [(reply["start"], "add", None)]
    done(session, "edit", f"tea:{reply['start']}", cells={"unit": "leaf"})
    assert saved(session) == [(reply["start"], "add", None)]
    assert done(session, "reject", f"tea:{reply['start']}")["claim"] is None
    assert saved(session) == []
    done(session, "undo")
    assert session.claims.loc[f"tea:{reply['start']}", "unit"] == "leaf"


def test_the_number_of_selected_words_is_read(folder: Path) -> None:
    text = "On May 5, 2024 the G7 met. About $4.77bn, it said."
    session = Session(Article(text, id="g7"))
    done(session, "reject", f"g7:{text.index('$')}")
    reply = done(session, "select", article="g7", words="$4.77bn")
    cells = reply["cells"]
    assert (cells["value"], cells["unit"], cells["qualifier"], cells["low"]) == (
        *("4,770,000,000", "USD", "~", "4,531,500,000"),
    )
    bare = done(session, "select", article="g7", words="7")
    assert (bare["start"], bare["cells"]["value"], bare["cells"]["unit"]) == (text.index("7"), "7", "")
    assert done(session, "select", article="g7", words="2024")["cells"]["value"] == "", "a year is no number"


def test_typed_words_are_found_where_they_are_no_claim_behind_the_one_looked_at(folder: Path) -> None:
    text = "Exports fell by half in 2023. The half, they said, and the other half."
    session = Session(Article(text, id="a"))
    first, said, other = [at for at in range(len(text)) if text.startswith("half", at)]
    assert [one["claim"] for one in session.overview()] == [f"a:{first}"]
    found = [done(session, "select", article="a", words="half", near=near)["start"] for near in (0, first, other, 99)]
    assert found == [said, said, other, said]
    assert done(session, "select", article="a", words="xport")["text"] == "xport"


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ({"start": 36, "end": 44}, "'12.5%' is a claim already."),
        ({"start": 7, "end": 8}, "Select the words"),
        ({"start": 500, "end": 510}, "Select the words"),
        ({"words": "coffee"}, "'coffee' does not stand in this article."),
        ({"words": " "}, "does not stand in this article."),
    ],
)
def test_words_that_are_no_missed_claim_are_told(message: dict[str, Any], said: str, session: Session) -> None:
    reply = session.handle({"do": "select", "article": "tea", **message})
    assert not reply["ok"]
    assert said in reply["message"]


def test_an_added_claim_needs_what_every_claim_has(session: Session) -> None:
    reply = session.handle({"do": "add", "article": "tea", "start": 19, "end": 22, "cells": {"value": "2"}})
    assert set(reply["errors"]) == {"qualifier", "kind", "measure", "status", "core"}


def test_an_emoji_is_one_character(folder: Path) -> None:
    text = "\N{GRINNING FACE} Exports of tea came to $4bn, and of rum to more."
    session = Session(Article(text, id="a"))
    at = text.index("rum")
    assert done(session, "select", article="a", start=at, end=at + 3)["text"] == "rum"


# --- the file


def test_each_article_has_its_file_beside_it(folder: Path) -> None:
    (folder / "below").mkdir()
    (folder / "below" / "gin.txt").write_text("Peru exported $5m of gin in 2022.")
    session = Session([*read(folder), Article("Chile exported $6m of wine in 2021.", id="wine")])
    for claim in ("gin:14", "rum:14", "wine:15"):
        done(session, "reject", claim)
    for file, article in {
        folder / "below" / CORRECTIONS: "gin",
        folder / CORRECTIONS: "rum",
        folder.parent / CORRECTIONS: "wine",
    }.items():
        assert [row["article"] for row in read_corrections(file)] == [article]
    assert session.page("wine")["file"] == str(folder.parent / CORRECTIONS)


def test_to_has_all_of_them(folder: Path) -> None:
    save_corrections(folder / CORRECTIONS, {("rum", 14, "$3m"): {**place("rum", 14, "$3m"), "action": "reject"}})
    session = Session(read(folder), to="mine.csv")
    assert states(session)["rum:14"] == "rejected"
    done(session, "reject", LEVEL)
    assert [row["article"] for row in read_corrections(folder.parent / "mine.csv")] == ["tea"]
    assert len(read_corrections(folder / CORRECTIONS)) == 1
    done(session, "withdraw", "rum:14")
    assert states(session)["rum:14"] == "not reviewed"


def place(article: str, start: int, text: str) -> dict[str, Any]:
    return {"article": article, "start": start, "end": start + len(text), "text": text}


def test_what_another_process_saved_is_kept_and_seen(session: Session, folder: Path) -> None:
    other = Session(read(folder / "tea.txt"))
    done(other, "reject", IMPORTS)
    done(session, "accept", LEVEL)
    assert saved(session) == [(46, "accept", None), (76, "reject", None)]
    assert states(session)[IMPORTS] == "rejected"


def test_a_save_that_fails_is_told_and_changes_nothing(session: Session, folder: Path) -> None:
    done(session, "accept", GROWTH)
    before = session.overview()
    (folder / CORRECTIONS).write_text("not mine\n")
    for message in ({"do": "reject", "claim": LEVEL}, {"do": "undo"}, {"do": "withdraw", "claim": GROWTH}):
        reply = session.handle(message)
        assert not reply["ok"]
        assert reply["message"].startswith(f"Not saved: {folder / CORRECTIONS}, line 1: lacks article")
    assert session.overview() == before
    assert (folder / CORRECTIONS).read_text() == "not mine\n"
    (folder / CORRECTIONS).unlink()
    done(session, "reject", LEVEL)


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), PermissionError(13, "Permission denied")])
def test_a_file_that_cannot_be_written_is_told(
    error: OSError, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, data: bytes) -> None:
        raise error

    monkeypatch.setattr("tradekit.frame.corrections.write_file", fail)
    reply = session.handle({"do": "reject", "claim": LEVEL})
    assert str(error.strerror) in reply["message"]
    assert set(states(session).values()) == {"not reviewed"}


def test_what_nobody_foresaw_is_told_too(session: Session) -> None:
    reply = session.handle({"do": "edit", "claim": LEVEL})
    assert reply == {"ok": False, "message": "Not saved: unexpected KeyError: 'cells'", "errors": {}}


@pytest.mark.parametrize("claim", ["tea:99", "gin:46"])
def test_a_claim_that_is_gone_is_named(claim: str, session: Session) -> None:
    reply = session.handle({"do": "accept", "claim": claim})
    assert reply == {"ok": False, "message": f"There is no claim {claim} here any more.", "errors": {}}


# --- what moved, and what is chosen


def test_corrections_of_words_that_moved_are_kept_under_their_new_place(session: Session, folder: Path) -> None:
    done(session, "edit", LEVEL, cells={"partner": "Peru"})
    (folder / "tea.txt").write_text("By day: " + TEXT)
    with pytest.warns(CorrectionWarning, match="is applied to '\\$4bn' at 54") as caught:
        again = Session(read(folder / "tea.txt"))
    assert len(caught) == 1
    assert states(again)["tea:54"] == "edited"
    done(again, "edit", "tea:54", cells={"item": "rum"})
    assert saved(again) == [(54, "edit", "item; partner")]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert extract(read(folder / "tea.txt")).loc["tea:54", "partner"] == "PER"


def test_no_correction_is_lost_where_another_claim_stands_now_in_its_place(session: Session, folder: Path) -> None:
    done(session, "edit", LEVEL, cells={"item": "rum"})
    done(session, "edit", IMPORTS, cells={"item": "gin"})
    (folder / "tea.txt").write_text(f"{'x' * 28}. {TEXT}")
    with pytest.warns(CorrectionWarning, match="is applied to"):
        again = Session(read(folder / "tea.txt"))
    assert states(again)[IMPORTS] == states(again)["tea:106"] == "edited"
    done(again, "edit", IMPORTS, cells={"source": "customs"})
    assert saved(again) == [(76, "edit", "item"), (76, "edit", "item; source")]
    assert again.claims["item"].tolist()[1:] == ["rum", "gin", *again.claims["item"].tolist()[3:]]
    done(again, "accept", "tea:67")
    done(again, "edit", "tea:106", cells={"source": "customs"})
    assert saved(again) == [(67, "accept", None), (76, "edit", "item; source"), (106, "edit", "item; source")]


def test_a_file_of_several_folders_keeps_their_articles_apart(folder: Path) -> None:
    for name in ("a", "b"):
        (folder / name).mkdir()
        (folder / name / "tea.txt").write_text(TEXT + name)
    session = Session(read([folder / "a", folder / "b"]), to="mine.csv")
    names = list(session.sheets)
    done(session, "reject", f"{names[1]}:46")
    assert [states(Session(read(folder / name), to="mine.csv"))[LEVEL] for name in ("a", "b")] == [
        *("not reviewed", "rejected"),
    ]


def test_a_correction_that_did_not_find_its_words_stays_in_the_file(session: Session, folder: Path) -> None:
    done(session, "edit", LEVEL, cells={"partner": "Peru"})
    (folder / "tea.txt").write_text(TEXT.replace("$4bn", "$5bn"))
    with pytest.warns(CorrectionWarning, match="not applied"):
        again = Session(read(folder / "tea.txt"))
    done(again, "accept", GROWTH)
    assert saved(again) == [(37, "accept", None), (46, "edit", "partner")]


def test_chosen_claims_are_reviewed_alone(folder: Path) -> None:
    articles = read(folder)
    claims = extract(articles)
    session = Session(articles, claims[claims["kind"] == "growth"])
    assert list(states(session)) == [GROWTH]
    done(session, "select", article="tea", words="of tea")
    told = {"value": "2", "kind": "level", "measure": "other", "qualifier": "=", "status": "actual", "core": "no"}
    done(session, "add", article="tea", start=16, end=22, cells=told)
    done(session, "reject", GROWTH)
    assert states(session) == {"tea:16": "added", GROWTH: "rejected"}
    assert session.claims.index.tolist() == ["tea:16"]
    again = Session(read(folder), claims[claims["kind"] == "growth"])
    assert list(states(again)) == [GROWTH]


def test_a_table_that_was_changed_is_reviewed_as_it_is(folder: Path) -> None:
    articles = read(folder / "tea.txt")
    claims = extract(articles)
    claims.loc[LEVEL, "partner"] = "PER"
    session = Session(articles, claims)
    assert session.page("tea")["claims"][1]["cells"]["partner"] == "Peru"
    done(session, "accept", LEVEL)
    assert extract(read(folder / "tea.txt")).loc[LEVEL, "partner"] == "PER"


def test_a_table_with_edited_rows_shows_them_edited(session: Session, folder: Path) -> None:
    done(session, "edit", LEVEL, cells={"partner": "Peru"})
    articles = read(folder / "tea.txt")
    again = Session(articles, extract(articles))
    assert states(again)[LEVEL] == "edited"
    done(again, "withdraw", LEVEL)
    assert again.claims.loc[LEVEL, "partner"] == "KEN"


@pytest.mark.parametrize(
    ("articles", "claims", "error", "message"),
    [
        (5, None, TypeError, "articles is a int"),
        (["a", "a"], None, ValueError, "2 articles have the id"),
        ("Exports rose 4%.", 5, TypeError, "claims is a int"),
        ("Exports rose 4%.", extract("Imports rose 4%."), ValueError, "which is not among those given"),
    ],
)
def test_bad_input_is_named(articles: Any, claims: Any, error: type[Exception], message: str, folder: Path) -> None:
    with pytest.raises(error, match=message):
        review(articles, claims)


def test_a_broken_file_is_told_before_anything_is_shown(folder: Path) -> None:
    (folder.parent / CORRECTIONS).write_text("x\n")
    with pytest.raises(ValueError, match="line 1: lacks article"):
        review("Exports rose 4%.")


# --- the widget


def test_the_widget_answers_the_browser(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("anywidget")
    widget = review(read(folder))
    sent: list[dict[str, Any]] = []
    monkeypatch.setattr(widget, "send", sent.append)
    assert (widget.page["article"], widget.current) == ("rum", "rum:14")
    assert repr(widget) == "<review: 0 of 5 claims reviewed; in a notebook it displays itself>"
    widget._answer(None, {"id": 1, "do": "open", "article": "tea"}, None)
    assert widget.page["article"] == "tea"
    widget._answer(None, {"id": 2, "do": "reject", "claim": LEVEL}, None)
    assert [(one["to"], one["ok"]) for one in sent] == [(1, True), (2, True)]
    assert [one["state"] for one in widget.overview if one["claim"] == LEVEL] == ["rejected"]
    assert LEVEL not in widget.claims.index
    assert extract(widget.articles).equals(widget.claims)
    before = (widget.page, widget.overview)
    widget._answer(None, {"id": 3, "do": "edit", "claim": IMPORTS, "cells": {"kind": ""}}, None)
    assert sent[-1]["errors"] == {"kind": "must not be blank"}
    assert (widget.page, widget.overview) == before


def test_it_begins_where_nobody_has_looked(session: Session, folder: Path) -> None:
    pytest.importorskip("anywidget")
    done(session, "accept", GROWTH)
    assert review(read(folder / "tea.txt")).current == LEVEL


@pytest.mark.parametrize("articles", [[], "No figures here.", ""], ids=["no article", "no claim", "no text"])
def test_nothing_to_review_is_shown_too(articles: Any, folder: Path) -> None:
    pytest.importorskip("anywidget")
    widget = review(articles)
    assert (widget.current, widget.overview) == ("", [])
    assert widget.claims.empty


def test_the_article_is_escaped_and_every_character_counts(folder: Path) -> None:
    text = "<img src=x onerror=alert(1)> & Kenya's\r\nexports rose 5%.\r\n\r\n</mark><script>alert(1)</script>"
    html = Session(Article(text, id="<b>")).page("<b>")["html"]
    assert "<img" not in html
    assert "<script" not in html
    assert "\r" not in html
    assert html.count("&#13;") >= 3


def test_without_anywidget_the_error_says_what_to_install(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.delitem(sys.modules, "tradekit.review.widget", raising=False)
    with pytest.raises(ImportError, match=r"pip install '\.\[notebooks\]'"):
        review("Exports rose 4%.")


def test_the_style_and_script_ask_for_nothing() -> None:
    package = Path(tradekit.__file__).parent / "review"
    for name in ("review.js", "review.css"):
        text = (package / name).read_text(encoding="utf-8")
        assert not [word for word in ("http:", "https:", "import ", "url(", "fetch(", "eval(") if word in text]
    assert (package / "review.js").read_text(encoding="utf-8").count("innerHTML") == 1


def test_corrections_of_an_article_in_memory_hold(folder: Path) -> None:
    article = read(folder / "rum.txt")[0]
    reject = {**place("rum", 14, "$3m"), "action": "reject"}
    session = Session(dataclasses.replace(article, corrections=(reject,), path=None))
    assert states(session) == {"rum:14": "rejected"}
    assert corrections_text([reject]).count("\n") == 2
