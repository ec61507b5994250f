"""Files for GIS and CAD: 5,000 notes as a GeoPackage, as a drawing and as a workbook."""

import time
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from app.bench.maps import findings_of, many_notes
from app.bench.setting import Readings, Setting
from app.languages import CATALOGUES
from exports import dxf, geopackage, xlsx
from exports.export import Export
from workshops.findings import Findings

WRITTEN = {"gpkg_s": geopackage.EXPORT, "dxf_s": dxf.EXPORT, "xlsx_s": xlsx.EXPORT}


def measure(setting: Setting) -> Readings:
    """Return the processor's seconds of each in this process."""
    findings = many_notes(findings_of(setting.room))
    return {name: seconds(export, findings) for name, export in WRITTEN.items()}


def seconds(export: Export, findings: Findings) -> float:
    """Write the file; its library is loaded before it counts."""
    with TemporaryDirectory(prefix="torg-bench-") as folder:
        path = Path(folder) / f"file{export.suffix}"
        export.write(replace(findings, contributions=()), path, catalogues=CATALOGUES)
        started = time.process_time()
        export.write(findings, path, catalogues=CATALOGUES)
        return round(time.process_time() - started, 2)
