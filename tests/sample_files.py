"""Where the shared samples are; importable by every test module."""

import os
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parent.parent


def samples_directory() -> Path:
    """Where the samples should be: ``MINGZHANG_SAMPLES``, else beside the repository."""
    named = os.environ.get("MINGZHANG_SAMPLES")
    return Path(named) if named else REPOSITORY.parent / "shared" / "samples"
