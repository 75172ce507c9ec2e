"""Suites that ship: rule cases, conformance, the sample disclosures."""
