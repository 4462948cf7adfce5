"""Every file opens, has the pages its known text has with the same words on them, and holds every quote."""
import json, os, re, subprocess, zipfile
from collections import Counter
root = os.path.dirname(os.path.dirname(os.path.abspath(__file__))); bad = 0
def say(*a):
    global bad; bad += 1; print('BAD', *a)
run = lambda *a: subprocess.run(a, capture_output=True, text=True, check=True).stdout
squash = lambda s: re.sub(r'[^0-9a-zäöüßéèàçœøí£]', '', s.lower().replace('ﬁ', 'fi').replace('ﬂ', 'fl').replace('ﬀ', 'ff').replace('ﬃ', 'ffi'))
text = {}
for m in json.load(open(root + '/manifest.json', encoding='utf-8')):
    f = f'{root}/files/{m["file"]}'
    known = open(f'{root}/known/{m["known"]}', encoding='utf-8').read().split('\f'); text[m['file']] = known
    if len(known) != m['pages']: say(m['file'], 'known has', len(known))
    if f.endswith('.pdf'):
        n = int(re.search(r'Pages:\s+(\d+)', run('pdfinfo', f))[1])
        if n != m['pages']: say(m['file'], 'has', n, 'pages')
        for i in range(1, n + 1):
            got = run('pdftotext', '-f', str(i), '-l', str(i), f, '-'); flat = squash(got)
            want = known[i - 1] if i <= len(known) else ''
            if i in m['scannedPages']:
                if flat: say(m['file'], i, 'scan with text')
                continue
            if not want.strip() and (flat or len(run('pdfimages', '-list', '-f', str(i), '-l', str(i), f).splitlines()) > 2): say(m['file'], i, 'not blank')
            for b in want.splitlines():
                for c in b.split(' | '):
                    if squash(c) not in flat and sum((Counter(squash(c)) - Counter(flat)).values()) + (1 - sum(squash(w) in flat for w in c.split()) / len(c.split())) > 0.15: say(m['file'], i, c[:90])
            more = len(flat) - len(squash(want)) - sum(len(squash(r)) for r in m['running'])
            if more > 30: say(m['file'], i, 'has', more, 'more characters')
    elif zipfile.is_zipfile(f):
        if zipfile.ZipFile(f).testzip(): say(m['file'], 'damaged')
    elif f.endswith(('.png', '.jpg')):
        from PIL import Image
        Image.open(f).load()
qs = json.load(open(root + '/questions.json', encoding='utf-8'))
for q in qs:
    if q['quote'] not in '\n'.join(text[q['file']][q['page'] - 1].splitlines()): say(q['id'], q['quote'])
    if sum(q['quote'] in p for t in text.values() for p in t) != 1: say(q['id'], 'quote not once')
c = Counter(q['file'] for q in qs)
for f in text:
    if c[f] < 3: say(f, 'has', c[f], 'questions')
print(len(text), 'documents', len(qs), 'questions', bad, 'bad')
