"""Run as a script in a limited child: typesets templates and data from stdin into PDF on stdout.

Imports nothing of Redress, so that the child starts fast and knows no settings. The request is
JSON: templates (a folder), fonts (folders), files (name to text), timestamp, standards. The answer
is the number of pages, a newline, and the PDF. On an error of the typesetter the diagnosis goes to
stderr as JSON and the exit code is 65.
"""

import json
import shutil
import sys
from pathlib import Path
from typing import Any

import typst

TYPESETTER_REFUSED = 65
_READ_ONLY = 0o444


def typeset(request: dict[str, Any], root: Path) -> tuple[int, bytes]:
    """Lay out a read-only root of templates and data, and compile its petition.typ."""
    for template in sorted(Path(request["templates"]).glob("*.typ")):
        shutil.copyfile(template, root / template.name)
    for name, text in request["files"].items():
        (root / name).write_text(text, encoding="utf-8", newline="")
    for path in root.iterdir():
        path.chmod(_READ_ONLY)
    nowhere = root / "no-packages"
    compiler = typst.Compiler(
        root / "petition.typ",
        root=root,
        font_paths=request["fonts"],
        ignore_system_fonts=True,
        package_path=nowhere,
        package_cache_path=nowhere,
    )
    pdf = compiler.compile(
        format="pdf", pdf_standards=request["standards"], timestamp=request["timestamp"]
    )
    pages = json.loads(compiler.query("<pages>", field="value", one=True))
    return int(pages), bytes(pdf)  # type: ignore[arg-type]


def main() -> int:
    """Read the request, answer with the document."""
    request = json.load(sys.stdin.buffer)
    try:
        pages, pdf = typeset(request, Path.cwd())
    except typst.TypstError as refusal:
        json.dump({"message": refusal.message, "hints": refusal.hints}, sys.stderr)
        return TYPESETTER_REFUSED
    sys.stdout.buffer.write(b"%d\n" % pages + pdf)
    return 0


if __name__ == "__main__":
    sys.exit(main())
