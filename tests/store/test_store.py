from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from made import BODY, PHONE, RULES, make_result, make_unreadable
from sqlite_utils import Database

from mingzhang.core.model.results.result import Provenance
from mingzhang.core.store.migrations import migrations
from mingzhang.core.store.reader import content_digest, counts, find_text, open_for_reading, stored_documents
from mingzhang.core.store.search import index_text, match_query
from mingzhang.core.store.writer import StoreError, close_store, open_store, save, save_rules, save_run


@pytest.fixture
def db(tmp_path: Path):
    opened = open_store(tmp_path / "a.db")
    save_rules(opened, RULES)
    yield opened
    opened.close()


def one(db: Database, sql: str, *values: object):
    row = db.execute(sql, list(values)).fetchone()
    return row[0] if row is not None and len(row) == 1 else row


def test_everything_of_a_result_is_stored_with_its_place(db):
    assert save(db, make_result())
    assert one(db, "SELECT body, fiscal_year, kind, level, province_code, prefecture_code FROM disclosures") == (
        BODY, 2031, "budget", "unit", "650000", "659900",
    )  # fmt: skip
    item = one(db, "SELECT amount_fen, value, text, unit, decimals, page, grid_row, grid_column FROM line_items WHERE code = '20701'")
    assert item == (1_009_210_000, "1009.21", "1009.21", "万元", 2, 3, 4, 2)
    assert one(db, "SELECT value_fen, rate, direction, base, page FROM claims") == (612_000_000, "5", "up", "上年预算", 4)
    assert one(db, "SELECT expected, actual, difference FROM findings WHERE rule = 'sum.children'") == ("1009.21", "612.00", "-397.21")
    for table in ("tables", "sections", "indicators", "headcounts", "contents", "unread", "evidence", "ledger"):
        assert one(db, f"SELECT count(*) FROM {table}") > 0, table
    assert one(db, "SELECT findings, comparisons, undecided FROM documents") == (3, 4, 1)
    assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_evidence_points_at_the_cell_it_was_read_from(db):
    save(db, make_result())
    # 612.00 stands twice in the column; the row decides.
    rows = db.execute("SELECT row_label, grid_row, grid_column FROM evidence WHERE table_id IS NOT NULL ORDER BY ordinal").fetchall()
    assert rows == [("207 文化旅游体育与传媒支出", 3, 2), ("20701 文化和旅游", 4, 2)]
    prose = one(db, "SELECT e.section_ordinal, s.title FROM evidence e JOIN sections s USING (document) "
                    "WHERE s.ordinal = e.section_ordinal AND e.section = '一、关于支出预算的说明'")  # fmt: skip
    assert prose == (1, "一、关于支出预算的说明")


def test_cells_that_share_a_place_are_told_apart_by_their_labels_or_not_at_all(db):
    result = make_result()
    blind = [replace(i, cell=replace(i.cell, place=replace(i.cell.place, bbox=None))) for i in result.disclosure.statements[0].items]
    table = result.disclosure.statements[0].table
    table = replace(table, cells=tuple(replace(c, place=replace(c.place, bbox=None)) for c in table.cells))
    statement = replace(result.disclosure.statements[0], items=tuple(blind), table=table)
    document = replace(result.document, blocks=(table,))
    evidence = tuple(replace(e, place=replace(e.place, bbox=None)) for e in result.findings[0].evidence)
    nameless = replace(result.findings[1], evidence=(replace(evidence[0], row=None),))
    save(db, replace(result, document=document, disclosure=replace(result.disclosure, document=document, statements=(statement,)),
                     findings=(replace(result.findings[0], evidence=evidence), nameless)))  # fmt: skip
    rows = db.execute("SELECT table_id IS NOT NULL, grid_row FROM evidence ORDER BY rowid").fetchall()
    assert rows == [(1, 3), (1, 4), (1, None)]


def test_the_same_twice_changes_nothing(db):
    result = make_result(meta=Provenance("https://example.invalid/a.pdf"))
    assert save(db, result)
    before, checked_at = content_digest(db), one(db, "SELECT checked_at FROM documents")
    again = replace(result, seconds=9.0, ledger=tuple(replace(r, seconds=7.0) for r in result.ledger))
    assert not save(db, again)
    save_rules(db, RULES)
    assert content_digest(db) == before
    assert one(db, "SELECT checked_at FROM documents") == checked_at


def test_a_changed_result_replaces_its_rows_only(db):
    save(db, make_result())
    other = make_result(body="云泽县水利局")
    save(db, other)
    kept = db.execute("SELECT * FROM line_items WHERE document = ?", [other.sha256]).fetchall()
    before = content_digest(db)
    assert save(db, replace(make_result(), findings=()))
    assert content_digest(db) != before
    assert one(db, "SELECT count(*) FROM findings") == 3
    assert db.execute("SELECT * FROM line_items WHERE document = ?", [other.sha256]).fetchall() == kept
    assert save(db, make_result())
    assert content_digest(db) == before


def test_the_order_of_files_does_not_matter_to_the_content(tmp_path):
    results = [make_result(), make_result(body="云泽县水利局"), make_result(year=2030), make_unreadable()]
    digests = []
    for order in (results, results[::-1]):
        db = open_store(":memory:")
        save_rules(db, RULES)
        for r in order:
            save(db, r)
        digests.append(content_digest(db))
    assert digests[0] == digests[1]


def test_a_failing_save_leaves_nothing(db):
    save(db, make_result())
    before = content_digest(db)
    bad = make_result(year=2032)
    bad = replace(bad, ledger=(*bad.ledger, bad.ledger[0]))
    with pytest.raises(sqlite3.IntegrityError):
        save(db, bad)
    assert content_digest(db) == before
    assert not db.conn.in_transaction
    assert one(db, "SELECT count(*) FROM search") == one(db, "SELECT count(*) FROM search_entries")


def test_two_documents_of_one_disclosure_are_editions(db):
    first, second = make_result(), make_result(salt="b", facts=5, path="b.docx")
    save(db, first)
    save(db, second)
    assert one(db, "SELECT count(*) FROM disclosures") == 1
    assert one(db, "SELECT current_document FROM disclosures") == first.sha256  # more facts
    save(db, replace(second, meta=Provenance(published_on="2031-03-01")))
    assert one(db, "SELECT current_document FROM disclosures") == second.sha256  # newest publication
    assert db.execute("SELECT edition, is_current FROM documents ORDER BY edition").fetchall() == [(1, 0), (2, 1)]
    third = make_result(salt="c", path="c.pdf")
    save(db, replace(third, meta=Provenance(published_on="2031-03-01")))
    assert one(db, "SELECT current_document FROM disclosures") == third.sha256  # same day, more facts
    assert counts(db).facts == third.disclosure.facts


def test_of_equal_editions_the_later_is_current(db):
    save(db, make_result())
    later = make_result(salt="z")
    save(db, later)
    assert one(db, "SELECT current_document FROM disclosures") == later.sha256


def test_a_disclosure_that_lost_its_documents_goes(db):
    result = make_result()
    save(db, result)
    who = replace(result.disclosure.identity, body="云泽县文旅局")
    save(db, replace(result, disclosure=replace(result.disclosure, identity=who)))
    assert db.execute("SELECT body FROM disclosures").fetchall() == [("云泽县文旅局",)]


def test_a_result_without_meta_keeps_the_provenance(db):
    result = make_result(meta=Provenance("https://example.invalid/a.pdf", published_on="2031-02-20"))
    save(db, result)
    assert not save(db, replace(result, meta=None))
    assert one(db, "SELECT published_on FROM provenance") == "2031-02-20"


def test_two_paths_of_one_content(db):
    save(db, make_result())
    save(db, make_result(path="copy.pdf"))
    before = content_digest(db)
    assert not save(db, make_result())
    assert content_digest(db) == before
    assert db.execute("SELECT path FROM files ORDER BY path").fetchall() == [("copy.pdf",), ("made.pdf",)]
    assert one(db, "SELECT path FROM documents") == "made.pdf"


def test_unreadable_files_are_stored_with_their_reason(db):
    save(db, make_unreadable())
    save(db, replace(make_unreadable("gone.pdf"), sha256=""))
    assert db.execute("SELECT status, sha256 LIKE 'path:%' FROM documents ORDER BY 2").fetchall() == [("unreadable", 0), ("unreadable", 1)]
    save(db, make_result(path="gone.pdf"))
    assert one(db, "SELECT count(*) FROM documents WHERE sha256 LIKE 'path:%'") == 0
    assert counts(db).unreadable == 1


def test_runs_are_one_row_for_one_choice(db):
    run = save_run(db, {"select": ["sum.*"], "version": "1"})
    assert save_run(db, {"version": "1", "select": ["sum.*"]}) == run
    assert save_run(db, {"version": "2", "select": ["sum.*"]}) != run
    save(db, make_result(), run)
    assert list(stored_documents(db).values()) == [run]


def test_amounts_are_never_floats(db):
    save(db, make_result())
    for table, columns in {"line_items": ("amount_fen", "value"), "claims": ("value_fen", "value", "share", "change", "rate"),
                           "findings": ("expected", "actual", "difference")}.items():  # fmt: skip
        for column in columns:
            kinds = {k for (k,) in db.execute(f"SELECT DISTINCT typeof({column}) FROM {table}")}
            assert kinds <= {"integer", "text", "null"}, (table, column)


def test_search_finds_chinese_of_any_length(db):
    save(db, make_result())
    assert {h.kind for h in find_text(db, "文旅")} >= {"disclosure"}
    assert [h.title for h in find_text(db, "巡 查")] == [h.title for h in find_text(db, "查 巡")]
    assert find_text(db, "支出总体情况表")[0].kind == "table"
    assert find_text(db, "2031年 文物巡查")[0].kind == "section"
    assert find_text(db, "局县") == []  # a phrase does not run from one text into the next
    assert find_text(db, '"—”') == []
    assert match_query("三公") == '"三 公"'
    assert index_text("ＡＢ 三公") == "a b 三 公"


@pytest.mark.parametrize("query", ['"', "a AND b", "NEAR(", "三公*", "text:三", "'; drop table x; --", "(", "^三"])
def test_no_query_is_a_syntax_error(db, query):
    save(db, make_result())
    find_text(db, query)


def test_search_forgets_what_was_replaced(db):
    result = make_result()
    save(db, result)
    save(db, replace(result, disclosure=replace(result.disclosure, sections=())))
    assert find_text(db, "文物巡查") == []


def test_migrations_from_an_older_database(tmp_path):
    path = tmp_path / "old.db"
    old = Database(path, execute_plugins=False)
    names = [m.name for m in migrations._migrations]
    migrations.apply(old, stop_before=names[-1] if len(names) > 1 else names[0])
    old.close()
    db = open_store(path)
    save(db, make_result())
    assert [m.name for m in migrations.applied(db)] == names
    close_store(db)
    db = open_store(path)
    assert counts(db).checked == 1
    db.close()


def test_a_newer_database_or_no_database_is_refused_in_one_line(tmp_path):
    newer = open_store(tmp_path / "n.db")
    newer.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('mingzhang', 'm999_later', '')")
    newer.close()
    (tmp_path / "x.db").write_bytes(b"this is no database, it is text" * 40)
    for name, words in {"n.db": "newer mingzhang", "x.db": "cannot be used as a database"}.items():
        with pytest.raises(StoreError, match=words) as caught:
            open_store(tmp_path / name)
        assert "\n" not in str(caught.value)
    for name, words in {"none.db": "no such database", "x.db": "not a database"}.items():
        with pytest.raises(StoreError, match=words):
            open_for_reading(tmp_path / name)


def test_a_run_that_changes_nothing_leaves_the_file_byte_for_byte(tmp_path):
    path = tmp_path / "a.db"
    contents = []
    for _ in range(2):
        db = open_store(path)
        save_rules(db, RULES)
        run = save_run(db, {"version": "1"})
        save(db, make_result(meta=Provenance("https://example.invalid/a.pdf")), run)
        save(db, make_unreadable(), run)
        close_store(db)
        contents.append(path.read_bytes())
    assert contents[0] == contents[1]


def test_a_closed_store_is_one_file_and_reads_only(tmp_path):
    db = open_store(tmp_path / "a.db")
    save(db, make_result())
    close_store(db)
    assert [p.name for p in tmp_path.iterdir()] == ["a.db"]
    reading = open_for_reading(tmp_path / "a.db")
    assert counts(reading).findings == 3
    with pytest.raises(sqlite3.OperationalError):
        reading.execute("DELETE FROM documents")


def test_the_working_database_holds_the_text_as_read_where_that_is_asked_for(db):
    save(db, make_result(), keep_personal=True)
    assert one(db, "SELECT count(*) FROM sections WHERE text LIKE ?", f"%{PHONE}%") == 1
