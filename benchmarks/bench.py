"""Everything that is measured: reading, the stages after it, and the answers to questions.

make bench
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
PARTS = ("score_reading.py", "bench_reading.py", "bench_forms.py", "bench_scans.py", "bench_stages.py")


def main() -> int:
    failed = 0
    for part in PARTS:
        print(f"== {part}", flush=True)
        failed |= subprocess.run([sys.executable, str(HERE / part)], check=False).returncode
    return failed


if __name__ == "__main__":
    raise SystemExit(main())
