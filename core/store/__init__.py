"""The store: SQLite through sqlite-utils, migrations, one writer, readers."""
