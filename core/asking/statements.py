"""The SQL of the chat: fixed statements, values only as parameters."""

from __future__ import annotations

_CURRENT = "JOIN documents o ON o.sha256 = {0}.document AND o.is_current"
_THESE = "{0}.disclosure IN (SELECT value FROM json_each(:disclosures))"
_SOURCE = "LEFT JOIN provenance s ON s.document = {0}.document"

ISSUES = """SELECT i.key, i.body, i.division_code, i.division_name, i.short_names, i.fiscal_year, i.kind, i.level, i.region,
i.current_document AS document, s.source_url
FROM {source} JOIN documents o ON o.sha256 = i.current_document AND o.is_current AND o.status = 'checked'
LEFT JOIN provenance s ON s.document = o.sha256
WHERE i.body IS NOT NULL {where} ORDER BY i.key LIMIT :limit"""

OF_ISSUERS = """json_each(:issuers) p CROSS JOIN disclosures i
ON i.body = json_extract(p.value, '$[1]') AND coalesce(i.division_code, '') = json_extract(p.value, '$[0]')"""

CROWD = "SELECT count(*) AS n FROM (SELECT 1 FROM disclosures i WHERE i.body IS NOT NULL {where} LIMIT :limit)"

NUMBERS = """SELECT i.fiscal_year, i.kind, count(*) AS n FROM disclosures i WHERE i.body IS NOT NULL {where} GROUP BY i.fiscal_year, i.kind
ORDER BY i.fiscal_year, i.kind"""

NUMBER_OF_ISSUERS = "SELECT count(*) AS n FROM issuers"

_ITEM = """l.disclosure, l.document, l.ordinal, l.statement, l.row_kind, l.row_key, l.code, l.row_name, l.project, l.unit_code, l.side, l.detail,
l.measure, l.column_label, l.amount_fen, l.value, l.text, l.unit, l.page, l.table_id, l.grid_row, t.number, t.title, s.source_url"""

ITEMS = f"""SELECT p.key AS rank, {_ITEM}
FROM json_each(:places) p CROSS JOIN json_each(:disclosures) d
JOIN line_items l ON l.disclosure = d.value AND l.statement = json_extract(p.value, '$[0]') AND l.measure = json_extract(p.value, '$[3]')
AND l.row_kind = json_extract(p.value, '$[1]') AND l.row_key = json_extract(p.value, '$[2]')
{_CURRENT.format("l")} LEFT JOIN tables t ON t.id = l.table_id {_SOURCE.format("l")}
ORDER BY l.disclosure, p.key, l.ordinal"""

PROJECTS = f"""SELECT 0 AS rank, {_ITEM}
FROM line_items l {_CURRENT.format("l")} LEFT JOIN tables t ON t.id = l.table_id {_SOURCE.format("l")}
WHERE {_THESE.format("l")} AND l.statement = 'project_expenditure' AND l.measure = 'total' AND l.row_kind = 'project'
ORDER BY l.amount_fen DESC, l.disclosure, l.ordinal"""

ROWS_OF = f"""SELECT 0 AS rank, {_ITEM}
FROM line_items l {_CURRENT.format("l")} LEFT JOIN tables t ON t.id = l.table_id {_SOURCE.format("l")}
WHERE l.disclosure = :disclosure AND l.statement = :statement AND l.measure = 'total' ORDER BY l.ordinal"""

SHARES = f"""SELECT c.*, s.source_url FROM claims c {_CURRENT.format("c")} {_SOURCE.format("c")}
WHERE {_THESE.format("c")} AND c.section_id = :section AND c.share IS NOT NULL AND c.value IS NOT NULL ORDER BY c.disclosure, c.ordinal"""

CATALOG = f"""SELECT DISTINCT l.row_kind, l.code, l.row_name, l.project, l.statement, l.row_key
FROM line_items l {_CURRENT.format("l")}
WHERE {_THESE.format("l")} AND l.row_kind IN ('functional', 'economic', 'project')
ORDER BY l.row_kind, l.code, l.project, l.row_name, l.statement, l.row_key"""

TARGETED = f"""SELECT DISTINCT n.project FROM indicators n {_CURRENT.format("n")}
WHERE {_THESE.format("n")} AND n.project IS NOT NULL ORDER BY n.project"""

CLAIMS = f"""SELECT c.*, s.source_url FROM claims c {_CURRENT.format("c")} {_SOURCE.format("c")}
WHERE {_THESE.format("c")} AND (c.subject IN (SELECT value FROM json_each(:subjects))
OR (c.subject IS NULL AND c.subject_text IN (SELECT value FROM json_each(:texts))))
ORDER BY c.disclosure, c.ordinal"""

LOOSE_CLAIMS = f"""SELECT c.*, s.source_url FROM claims c {_CURRENT.format("c")} {_SOURCE.format("c")}
WHERE {_THESE.format("c")} AND c.value IS NOT NULL AND length(c.subject_text) >= 3 AND c.code IS NULL
AND (c.subject IS NULL OR c.subject LIKE 'project\\_%' ESCAPE '\\' OR c.subject LIKE 'performance\\_%' ESCAPE '\\')
ORDER BY c.disclosure, c.ordinal"""

HEADCOUNTS = f"""SELECT h.*, s.source_url FROM headcounts h {_CURRENT.format("h")} {_SOURCE.format("h")}
WHERE {_THESE.format("h")} ORDER BY h.disclosure, h.ordinal"""

INDICATORS = f"""SELECT n.*, t.number, t.title, s.source_url FROM indicators n {_CURRENT.format("n")}
LEFT JOIN tables t ON t.id = n.table_id {_SOURCE.format("n")}
WHERE {_THESE.format("n")} ORDER BY n.disclosure, n.ordinal"""

FINDINGS = f"""SELECT f.*, r.title AS rule_title FROM findings f {_CURRENT.format("f")} JOIN rules r ON r.id = f.rule
WHERE {_THESE.format("f")}
ORDER BY f.disclosure, CASE f.severity WHEN 'error' THEN 0 WHEN 'warning' THEN 1 ELSE 2 END, f.ordinal"""

EVIDENCE = """SELECT e.*, s.source_url FROM evidence e LEFT JOIN provenance s ON s.document = e.document
WHERE e.finding = :finding AND e.document = :document ORDER BY e.ordinal"""

OPERANDS = f"""SELECT e.finding, e.document, e.table_title, e.row_label, e.section FROM evidence e
JOIN findings f ON f.fingerprint = e.finding AND f.document = e.document {_CURRENT.format("f")}
WHERE {_THESE.format("f")} AND e.row_label IS NOT NULL AND (e.role IN ('actual', 'expected') OR f.members <> '[]')
ORDER BY e.finding, e.document, e.ordinal"""

SECTIONS = """SELECT x.*, o.disclosure, s.source_url FROM json_each(:disclosures) p
CROSS JOIN documents o ON o.disclosure = p.value AND o.is_current JOIN sections x ON x.document = o.sha256
LEFT JOIN provenance s ON s.document = x.document ORDER BY o.disclosure, x.ordinal"""

FORMS = """SELECT t.*, o.disclosure, s.source_url FROM json_each(:disclosures) p
CROSS JOIN documents o ON o.disclosure = p.value AND o.is_current JOIN tables t ON t.document = o.sha256
LEFT JOIN provenance s ON s.document = t.document
WHERE t.statement IN (SELECT value FROM json_each(:statements))
ORDER BY o.disclosure, t.ordinal"""

FOUND = """SELECT DISTINCT o.disclosure FROM (SELECT rowid FROM search WHERE search MATCH :words LIMIT 200) x
JOIN search_entries e ON e.id = x.rowid JOIN documents o ON o.sha256 = e.document AND o.is_current ORDER BY o.disclosure LIMIT 50"""

LOOKED_UP = """SELECT DISTINCT l.word, l.kind, l.meaning FROM json_each(:pieces) p CROSS JOIN lexicon l ON l.word = p.value
ORDER BY l.word, l.kind, l.meaning"""

SOUNDING = """SELECT l.word, l.kind, l.meaning, l.sound FROM json_each(:sounds) p CROSS JOIN lexicon l ON l.sound = p.value AND l.sound <> ''
ORDER BY l.sound, l.word, l.kind, l.meaning LIMIT 50"""

ISSUERS = "SELECT i.division_code, i.body, i.organ, i.division_name, i.province FROM issuers i WHERE {} ORDER BY i.division_code, i.body LIMIT 5001"

PROJECT_PLACES = f"""SELECT DISTINCT l.statement, l.row_key FROM line_items l {_CURRENT.format("l")}
WHERE l.project = :project AND l.row_kind = 'project' ORDER BY l.statement, l.row_key"""

HOLDERS = {
    "project": """SELECT DISTINCT l.disclosure FROM line_items l JOIN documents o ON o.sha256 = l.document AND o.is_current WHERE l.project = :name
UNION SELECT n.disclosure FROM indicators n JOIN documents o ON o.sha256 = n.document AND o.is_current WHERE n.project = :name LIMIT 50""",
    "indicator": """SELECT DISTINCT n.disclosure FROM indicators n JOIN documents o ON o.sha256 = n.document AND o.is_current
WHERE n.level3 = :name LIMIT 50""",
    "code": """SELECT DISTINCT l.disclosure FROM line_items l JOIN documents o ON o.sha256 = l.document AND o.is_current WHERE l.code = :name LIMIT 50""",
    "claim": """SELECT DISTINCT c.disclosure FROM claims c JOIN documents o ON o.sha256 = c.document AND o.is_current WHERE c.subject = :name LIMIT 50""",
}

GLOSSARY = """SELECT x.document, x.title, x.text, x.page, o.disclosure, s.source_url FROM json_each(:disclosures) p
CROSS JOIN documents o ON o.disclosure = p.value AND o.is_current JOIN sections x ON x.document = o.sha256
LEFT JOIN provenance s ON s.document = x.document WHERE x.part = 'glossary' ORDER BY o.disclosure, x.ordinal"""

CODES = """SELECT DISTINCT l.code, l.row_kind, l.row_name FROM line_items l WHERE l.code IN (SELECT value FROM json_each(:codes))
ORDER BY l.code, l.row_kind, l.row_name LIMIT 50"""

TERM_NAMES = "SELECT id, min(name) AS name FROM terms WHERE id IN (SELECT value FROM json_each(:ids)) GROUP BY id ORDER BY id"

UNEVALUABLE = """SELECT r.rule, r.reason, r.document, u.title, o.disclosure
FROM json_each(:disclosures) p CROSS JOIN disclosures i ON i.key = p.value JOIN documents o ON o.sha256 = i.current_document AND o.is_current
JOIN ledger r ON r.document = o.sha256 JOIN rules u ON u.id = r.rule WHERE r.outcome IN ('not_evaluable', 'crashed')
ORDER BY o.disclosure, r.rule"""

# An index over shards has no ledger; what a document itself says is then what is known.
CHECKED = """SELECT o.disclosure, coalesce(sum(r.comparisons), o.comparisons) AS comparisons,
coalesce(sum(r.outcome IN ('not_evaluable', 'crashed')), o.undecided) AS undecided,
coalesce(sum(r.outcome = 'pass'), 0) AS passed, coalesce(sum(r.outcome = 'fail'), 0) AS failed, count(r.rule) AS n
FROM json_each(:disclosures) p CROSS JOIN disclosures i ON i.key = p.value JOIN documents o ON o.sha256 = i.current_document AND o.is_current
LEFT JOIN ledger r ON r.document = o.sha256 GROUP BY o.disclosure ORDER BY o.disclosure"""

RULES = "SELECT id, title, severity, page, basis FROM rules ORDER BY id"

RULE_TITLES = "SELECT id, title FROM rules ORDER BY id"

NOT_CHECKED = """SELECT status, document_type, count(*) AS n FROM documents WHERE status <> 'checked' GROUP BY 1, 2 ORDER BY n DESC, 1, 2"""
