#!/usr/bin/env bash
# Makes the PDF and the DOCX of this sample from sources/. The Markdown files are written by hand.
# Needs Chromium, qpdf and Python 3 with python-docx; on Debian: apt-get install chromium qpdf python3-docx fonts-dejavu
# CHROMIUM and PYTHON name other programs, where the first ones found are not the ones wanted.
set -euo pipefail
cd "$(dirname "$0")"

work="$(mktemp -d)"
trap 'rm -rf "$work"' EXIT

"${CHROMIUM:-chromium}" --headless --no-sandbox --disable-gpu --user-data-dir="$work/profile" \
  --no-pdf-header-footer --print-to-pdf="$work/printed.pdf" \
  "file://$PWD/sources/notes-on-the-analytical-engine.html"
# The tags of headings and tables stay; packed they are small.
qpdf --object-streams=generate --recompress-flate --compression-level=9 \
  "$work/printed.pdf" documents/notes-on-the-analytical-engine.pdf

"${PYTHON:-python3}" sources/letters-and-dates.py documents

ls -l documents
