#!/usr/bin/env bash
# Makes files/, known/, manifest.json and questions.json from make/src and make/questions.txt.
# Needs (Debian 12): chromium poppler-utils qpdf img2pdf libreoffice-writer-nogui libreoffice-calc-nogui
#   python3-docx python3-openpyxl python3-pil python3-numpy python3-pyphen hyphen-en-us
#   fonts-liberation fonts-dejavu-core fonts-ebgaramond fonts-linuxlibertine fonts-crosextra-carlito
#   and, from npm, pptxgenjs: run `npm install pptxgenjs` in a scratch folder and set NODE_PATH to its node_modules.
# Pages that flow by themselves carry <!--pb--> in the source where the page ends; another font or Chromium moves
# these ends, and check.py then says so. Fixed pages end at </section>, <hr class="pb"> or <h2 class="pb">.
set -euo pipefail
cd "$(dirname "$0")"
py=/usr/bin/python3
src=$PWD/src; out=$PWD/../files; w=$(mktemp -d); trap 'rm -rf "$w"' EXIT
mkdir -p "$out" ../known; rm -f "$out"/* ../known/*

chrome() { chromium --headless --no-sandbox --disable-gpu --user-data-dir="$w/c" --no-pdf-header-footer --print-to-pdf="$2" "file://$1" 2>/dev/null; }
office() { soffice -env:UserInstallation=file://"$w"/o --headless "$@" --outdir "$w" >/dev/null 2>&1; }   # writes to $w

# printed by Chromium
for n in 02-kiln-audit 03-crystal-glazes 05-footbridges 06-teaching-slides 07-lease 08-reference 09-werkvertrag 10-recipe-card 11-clipping; do
  $py prepare.py shy "$src/$n.html" "$w/$n.html"; chrome "$w/$n.html" "$w/$n.pdf"
done
cp "$w"/0[236]-*.pdf "$out"
qpdf --rotate=+90:2,4 "$w/05-footbridges.pdf" "$out/05-footbridges.pdf"    # 2: text drawn turned, so upright; 4: seen lying; 5: drawn turned, not rotated

# printed by LibreOffice Writer
for n in 01-studio-handbook 04-price-tables 12-well-project 14-brennofen-bericht; do
  $py prepare.py office "$src/$n.html" "$w/$n.html"
  office --infilter="HTML (StarWriter)" --convert-to odt:writer8 "$w/$n.html"
done
$py prepare.py book "$w/01-studio-handbook.odt"                            # justified, hyphenated, with ligatures
office --convert-to pdf "$w/01-studio-handbook.odt"; cp "$w/01-studio-handbook.pdf" "$out"
office --convert-to pdf "$w/04-price-tables.odt"; cp "$w/04-price-tables.pdf" "$out"
office --convert-to pdf "$w/12-well-project.odt"
office --convert-to docx:"MS Word 2007 XML" "$w/14-brennofen-bericht.odt"; cp "$w/14-brennofen-bericht.docx" "$out"

# scanned: 150 dpi, gray JPEG or fax G4
scan() { pdftoppm -r 150 "$2" "$w/$1.pdf" "$w/$1"; }
scan 07-lease -gray;      $py prepare.py jpeg 45 0 0 "$w"/07-lease-*.pgm
scan 08-reference -gray;  $py prepare.py fax "$w"/08-reference-*.pgm
scan 09-werkvertrag -gray; $py prepare.py jpeg 45 0.5 6 "$w"/09-werkvertrag-*.pgm  # half a degree askew, with noise
scan 12-well-project -gray; $py prepare.py jpeg 45 0 3 "$w"/12-well-project-3.pgm
scan 10-recipe-card -gray; $py prepare.py png 0.3 "$w"/10-recipe-card-1.pgm; cp "$w/10-recipe-card-1.png" "$out/10-recipe-card.png"
scan 11-clipping -gray;   $py prepare.py jpeg 60 -0.4 5 "$w"/11-clipping-1.pgm; cp "$w/11-clipping-1.jpg" "$out/11-clipping.jpg"
img2pdf --nodate -o "$out/07-lease.pdf" "$w"/07-lease-*.jpg
img2pdf --nodate -o "$out/08-reference.pdf" "$w"/08-reference-*.tif
img2pdf --nodate -o "$out/09-werkvertrag.pdf" "$w"/09-werkvertrag-*.jpg
img2pdf --nodate -o "$w/letter.pdf" "$w/12-well-project-3.jpg"
qpdf --empty --pages "$w/12-well-project.pdf" 1-2 "$w/letter.pdf" "$w/12-well-project.pdf" 4 -- "$out/12-well-project.pdf"

# other kinds
$py office.py docx "$src/13-course-syllabus.txt" "$out/13-course-syllabus.docx"
node slides.js "$src/15-solar-roof.json" "$out/15-solar-roof.pptx"
$py office.py xlsx "$src/16-inventory.json" "$w/raw.xlsx"
mkdir "$w/x"; mv "$w/raw.xlsx" "$w/x/16-inventory.xlsx"; office --convert-to xlsx:"Calc MS Excel 2007 XML" "$w/x/16-inventory.xlsx"; cp "$w/16-inventory.xlsx" "$out"
cp "$src"/17-*.csv "$src"/18-*.html "$src"/19-*.md "$src"/20-*.txt "$out"

$py known.py
$py check.py
