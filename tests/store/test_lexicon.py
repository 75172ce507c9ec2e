"""The words of the data: counted by the documents that bring them, whatever the order, gone with the last."""

from __future__ import annotations

import pytest
from made import BODY, make_result
from sqlite_utils import Database

from mingzhang.core.store.lexicon import normal, rebuild_lexicon
from mingzhang.core.store.sounds import sound_of
from mingzhang.core.store.writer import open_store, save


def content(db: Database) -> list[tuple[object, ...]]:
    return [
        *db.execute("SELECT word, kind, meaning, documents FROM lexicon ORDER BY word, kind, meaning").fetchall(),
        *db.execute("SELECT division_code, body, organ, documents FROM issuers ORDER BY division_code, body").fetchall(),
    ]


@pytest.fixture
def db():
    opened = open_store(":memory:")
    yield opened
    opened.close()


def test_names_of_the_data_are_words_with_what_they_stand_for(db):
    save(db, make_result())
    kinds = dict(db.execute("SELECT meaning, kind FROM lexicon WHERE word = ?", [normal(BODY)]).fetchall())
    assert kinds == {BODY: "body"}
    assert db.execute("SELECT count(*) FROM lexicon WHERE kind IN ('functional', 'economic')").fetchone()[0]
    sounds = db.execute("SELECT word, sound FROM lexicon WHERE kind = 'body'").fetchall()
    assert all(sound == sound_of(word) for word, sound in sounds)


def test_the_same_twice_counts_once_and_a_changed_document_is_counted_anew(db):
    save(db, make_result())
    before = content(db)
    save(db, make_result())
    assert content(db) == before
    rebuild_lexicon(db)
    assert content(db) == before


def test_a_word_goes_with_its_last_document(db):
    save(db, make_result())
    one = content(db)
    other = make_result(salt="another edition")
    save(db, other)
    assert content(db) != one
    db.execute("DELETE FROM documents WHERE sha256 = ?", [other.sha256])
    rebuild_lexicon(db)
    assert content(db) == one
