"""What all tests share: where the samples are, and that CI does not pass by skipping what it must run."""

from __future__ import annotations

import os
from collections.abc import Generator
from pathlib import Path

import pytest
from sample_files import REPOSITORY, samples_directory

from mingzhang.plugins.parsers.ocr.engine import is_installed

IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
WITH_OCR = os.environ.get("MINGZHANG_TEST_OCR") == "1"
"""Set by ``make test-ocr``, which installs the extra."""


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "samples: needs the sample disclosures; in CI it must not be skipped")
    config.addinivalue_line("markers", "ocr: needs the extra [ocr]; 'make test-ocr' installs it and skips none")
    if IN_CI and not samples_directory().is_dir():
        raise pytest.UsageError("CI runs the tests on the samples: MINGZHANG_SAMPLES must name their directory")
    if WITH_OCR and not is_installed():
        raise pytest.UsageError("these are the tests of scans: the extra [ocr] must be installed")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    without = pytest.mark.skip(reason="the extra [ocr] is not installed: make test-ocr")
    for item in items:
        if item.get_closest_marker("ocr") and not is_installed():
            item.add_marker(without)
        if "samples" in getattr(item, "fixturenames", ()):
            item.add_marker("samples")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    elsewhere = item.get_closest_marker("ocr") and not is_installed()  # make test-ocr runs it, and skips none
    if IN_CI and report.skipped and not hasattr(report, "wasxfail") and item.get_closest_marker("samples") and not elsewhere:
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, but CI must run the tests on the samples: {reason}"
    return report


@pytest.fixture(scope="session")
def samples() -> Path:
    """The directory of the samples."""
    directory = samples_directory()
    if not directory.is_dir():
        pytest.skip("no samples: MINGZHANG_SAMPLES does not name their directory")
    return directory


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the repository."""
    return REPOSITORY
