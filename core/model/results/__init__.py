"""What people and programs get: results of files, answers, exporters, words for people."""
