"""Adds up test results (trx) and line coverage (cobertura); fails under 90 % or where a test failed."""
import pathlib
import sys
import xml.etree.ElementTree as ET

MINIMUM = 90.0

folder = pathlib.Path(sys.argv[1])
passed = failed = skipped = 0
for trx in folder.rglob('*.trx'):
    counters = ET.parse(trx).getroot().find('.//{*}Counters')
    count = lambda name: int(counters.get(name, 0))
    passed += count('passed')
    failed += count('failed') + count('error') + count('timeout') + count('aborted')
    skipped += count('total') - count('executed')

# A line counts as covered where any test project covered it.
lines = {}
for report in folder.rglob('coverage.cobertura.xml'):
    root = ET.parse(report).getroot()
    sources = [source.text or '' for source in root.iter('source')]
    for cls in root.iter('class'):
        name = (sources[0] if sources else '') + cls.get('filename')
        if '/obj/' in name:
            continue
        name = name[name.find('src/') + 4:] if 'src/' in name else name
        for line in cls.iter('line'):
            key = (name, int(line.get('number')))
            lines[key] = lines.get(key, False) or int(line.get('hits')) > 0

files = {}
for (name, _), hit in lines.items():
    covered, total = files.get(name, (0, 0))
    files[name] = (covered + hit, total + 1)
for name, (covered, total) in sorted(files.items(), key=lambda item: item[1][0] / item[1][1])[:10]:
    if covered < total:
        print(f'{100 * covered / total:5.1f} %  {name}')

coverage = 100 * sum(lines.values()) / len(lines) if lines else 0.0
print(f'Line coverage: {coverage:.1f} % of {len(lines)} lines (at least {MINIMUM:.0f} % asked for)')
print(f'{passed} passed, {failed} failed, {skipped} skipped')
sys.exit(1 if failed or passed == 0 or coverage < MINIMUM else 0)
