"""How long a large brief takes and how much it needs: `pytest -m bench`."""

import resource
import time

import pytest

from exports import brief


@pytest.mark.bench
@pytest.mark.timeout(300)
def test_a_brief_of_412_ideas_and_6415_hearts(miami, tmp_path, capsys):
    began = time.perf_counter()
    facts = brief.write(miami, tmp_path / "miami.pdf")
    seconds = time.perf_counter() - began
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    with capsys.disabled():
        told = f"{facts.pages} pages, {facts.bytes // 1024} kB, {seconds:.1f} s, {peak_mb} MB"
        print(told)  # noqa: T201 — a bench says what it measured
    assert peak_mb < 700
