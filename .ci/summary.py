"""Adds up test results (trx) and coverage (coverlet's JSON). Fails where a test failed, under 90 % of lines, and where a branch of the
places that everything else relies on is not taken."""
import json
import pathlib
import sys
import xml.etree.ElementTree as ET

MINIMUM = 90.0
WHOLE = ('DigitalTwin/Access/', 'DigitalTwin/Approvals/', 'DigitalTwin/Turns/Journal/')

folder = pathlib.Path(sys.argv[1])
passed = failed = skipped = 0
for trx in folder.rglob('*.trx'):
    counters = ET.parse(trx).getroot().find('.//{*}Counters')
    count = lambda name: int(counters.get(name, 0))
    passed += count('passed')
    failed += count('failed') + count('error') + count('timeout') + count('aborted')
    skipped += count('total') - count('executed')

# A line or a branch counts as covered where any test project covered it.
lines, branches = {}, {}
for report in folder.rglob('coverage.json'):
    for files in json.loads(report.read_text('utf-8-sig')).values():
        for path, classes in files.items():
            path = path.replace('\\', '/')
            if '/obj/' in path:
                continue
            name = path[path.rfind('/src/') + 5:]
            for method in (method for methods in classes.values() for method in methods.values()):
                for number, hits in method['Lines'].items():
                    key = (name, int(number))
                    lines[key] = lines.get(key, False) or hits > 0
                for branch in method['Branches']:
                    key = (name, branch['Line'], branch['Offset'], branch['EndOffset'], branch['Path'], branch['Ordinal'])
                    branches[key] = branches.get(key, False) or branch['Hits'] > 0

files = {}
for (name, _), hit in lines.items():
    covered, total = files.get(name, (0, 0))
    files[name] = (covered + hit, total + 1)
for name, (covered, total) in sorted(files.items(), key=lambda item: item[1][0] / item[1][1])[:10]:
    if covered < total:
        print(f'{100 * covered / total:5.1f} %  {name}')

missed = sorted({f'{key[0]}:{key[1]}' for key, hit in branches.items() if not hit and key[0].startswith(WHOLE)})
for place in missed:
    print(f'A branch is not taken: {place}')
guarded = sum(key[0].startswith(WHOLE) for key in branches)

coverage = 100 * sum(lines.values()) / len(lines) if lines else 0.0
print(f"{guarded} branches of {chr(44).join(WHOLE)}: {len(missed)} places with one not taken")
print(f'Line coverage: {coverage:.1f} % of {len(lines)} lines (at least {MINIMUM:.0f} % asked for)')
print(f'{passed} passed, {failed} failed, {skipped} skipped')
sys.exit(1 if failed or passed == 0 or coverage < MINIMUM or missed or guarded == 0 else 0)
