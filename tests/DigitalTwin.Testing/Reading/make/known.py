"""known/*.txt, manifest.json and questions.json, from the sources alone."""
import csv, glob, html, io, json, os, re
from html.parser import HTMLParser
here = os.path.dirname(os.path.abspath(__file__)); root = os.path.dirname(here)
BLOCK = {'p', 'h1', 'h2', 'h3', 'li', 'tr'}
clean = lambda s: re.sub(r'\s+', ' ', s).strip()

class Blocks(HTMLParser):
    def __init__(s): super().__init__(); s.pages, s.buf, s.cell, s.row, s.off, s.started, s.notes, s.due = [[]], '', None, None, 0, False, {}, []
    def page(s):
        s.flush(); s.foot(); s.pages.append([])
    def foot(s):
        s.pages[-1] += [s.notes[k] for k in s.due]; s.due = []
    def flush(s):
        if clean(s.buf): s.pages[-1].append(clean(s.buf))
        s.buf = ''
    def handle_starttag(s, t, a):
        a = dict(a)
        if t in ('head', 'style', 'script'): s.off += 1
        if a.get('class') == 'sdfootnoteanc': s.due.append(a['name'][10:-3])
        if t == 'section':
            if s.started: s.page()
            s.started = True
        if a.get('class') == 'pb': s.page()
        if t == 'tr': s.flush(); s.row = []
        elif t in ('td', 'th'): s.buf = ''
        elif t in BLOCK: s.flush()
        elif t == 'sup': s.off += 1
    def handle_endtag(s, t):
        if t in ('head', 'style', 'script', 'sup'): s.off -= 1
        elif t in ('td', 'th'): s.row.append(clean(s.buf)); s.buf = ''
        elif t == 'tr': s.pages[-1].append(' | '.join(s.row))
        elif t in BLOCK: s.flush()
    def handle_data(s, d):
        if not s.off: s.buf += d
    def handle_comment(s, d):
        if d == 'pb': s.page()

def blocks(path):
    t = open(path, encoding='utf-8').read()
    if path.endswith('.html'):
        p = Blocks(); note = r'<div id="sdfootnote(\d+)">.*?</a>(.*?)</p></div>'   # a footnote stands at the end of its page
        p.notes = {k: clean(html.unescape(v)) for k, v in re.findall(note, t)}
        p.feed(re.sub(note, '', t)); p.close(); p.flush(); p.foot(); return p.pages
    if path.endswith('.json'):
        d = json.loads(t)
        if 'rows' in d[0]:
            show = lambda v: f'{v:.2f}' if isinstance(v, float) else str(v)
            return [[' | '.join(map(show, r)) for r in s['rows']] for s in d]
        return [[s['title'], *s['lines'], *(' | '.join(r) for r in s.get('table', [])), s['notes']] for s in d]
    if path.endswith('.csv'): return [[' | '.join(r) for r in csv.reader(io.StringIO(t))]]
    if path.endswith('.md'):
        o, code = [], False
        for l in t.splitlines():
            if l.startswith('```'): code = not code; continue
            if not code and l.startswith('|'):
                if '---' in l: continue
                l = ' | '.join(c.strip() for c in l.strip('|').split('|'))
            elif not code: l = re.sub(r'^(#+|-|\d+\.) ', '', l).replace('**', '').replace('*', '')
            if l.strip(): o.append(l.strip())
        return [o]
    if '13-' in path:
        return [[re.sub(r'^(#+|-|\||\d\.) ', '', l) for l in p.strip().splitlines()] for p in t.split('\n---\n')]
    return [[l for l in t.splitlines() if l.strip()]]

kinds = {'01': 'pdf', '02': 'pdf', '03': 'pdf', '04': 'pdf', '05': 'pdf', '06': 'pdf', '12': 'pdf', '07': 'scan', '08': 'scan', '09': 'scan', '10': 'picture', '11': 'picture'}
running = {'02': ['Northmoor Colleges Trust', 'Kiln Safety and Energy Audit 2023', 'Confidential – for the estates committee', 'Page {page} of {pages}']}
manifest, text = [], {}
for f in sorted(os.listdir(root + '/files')):
    base, ext = os.path.splitext(f); n = base[:2]
    src = [s for s in sorted(glob.glob(f'{here}/src/{n}-*'))][0]
    pages = blocks(src)
    text[f] = pages
    open(f'{root}/known/{base}.txt', 'w', encoding='utf-8').write('\f'.join('\n'.join(p) + '\n' if p else '' for p in pages))
    kind = kinds.get(n, ext[1:])
    scanned = list(range(1, len(pages) + 1)) if kind in ('scan', 'picture') else [3] if n == '12' else []
    manifest.append({'file': f, 'known': base + '.txt', 'kind': kind, 'pages': len(pages), 'language': {'09': 'de', '14': 'de', '20': 'fr'}.get(n, 'en'),
        'title': pages[0][0] if n not in ('08', '11') else {'08': 'Reference for Miss Leonie Brandt', '11': "Potter's kiln guides trawler home"}[n],
        'unreadPages': [i for i, p in enumerate(pages, 1) if not p], 'scannedPages': scanned, 'running': running.get(n, [])})
dump = lambda name, rows: open(f'{root}/{name}', 'w', encoding='utf-8').write('[\n' + ',\n'.join(json.dumps(r, ensure_ascii=False) for r in rows) + '\n]\n')
dump('manifest.json', manifest)

# questions.txt: "NN w question => quote"; w is n (near the words) or p (paraphrase); the page is where the quote is found
qs = []
for l in open(here + '/questions.txt', encoding='utf-8') if os.path.exists(here + '/questions.txt') else []:
    m = re.match(r'(\d\d) ([np]) (.*?) => (.*)$', l)
    if not m:
        assert not l.strip() or l.startswith('#'), l
        continue
    f = [x for x in text if x.startswith(m[1] + '-')][0]
    at = [i for i, p in enumerate(text[f], 1) if any(m[4] in b for b in p)]
    if len(at) != 1: print('quote on pages', at, ':', l.strip())
    qs.append({'id': f'q{len(qs) + 1:03}', 'question': m[3], 'file': f, 'page': at[0] if at else 0, 'quote': m[4]})
dump('questions.json', qs)
