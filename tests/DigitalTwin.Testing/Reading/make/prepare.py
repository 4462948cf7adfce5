"""book ODT: justified and hyphenated; shy IN OUT: soft hyphens in <body data-shy="LANG">; office IN OUT: page ends as LibreOffice reads them;
jpeg QUALITY SKEW NOISE F..., png SKEW F..., fax F...: a page picture as a scanner gives it, beside F."""
import re, sys
what, a = sys.argv[1], sys.argv[2:]
if what == 'shy':
    t = open(a[0], encoding='utf-8').read()
    m = re.search(r'data-shy="(\w+)"', t)
    if m:
        import pyphen
        d = pyphen.Pyphen(lang=m[1], left=3, right=3)
        cut = t.index('data-shy')
        word = lambda w: d.inserted(w[0], '\u00ad') if len(w[0]) > 6 and w[0].islower() else w[0]
        t = t[:cut] + re.sub(r'>[^<]+<', lambda x: re.sub(r'[a-z]+', word, x[0]) if '</' not in x[0][1:-1] else x[0], t[cut:])
    open(a[1], 'w', encoding='utf-8').write(t)
elif what == 'book':
    import zipfile
    z = zipfile.ZipFile(a[0]); parts = {n: z.read(n) for n in z.namelist()}; z.close()
    s = parts['styles.xml'].decode()
    s = s.replace('fo:hyphenate="false"', 'fo:hyphenate="true"').replace('Liberation Serif', 'EB Garamond')
    s = re.sub(r'fo:margin-(\w+)="0.7874in"', r'fo:margin-\1="1.8in"', s)
    s = s.replace('fo:font-size="12pt"', 'fo:font-size="13pt"')
    s = re.sub(r'fo:line-height="115%"', 'fo:line-height="135%" fo:text-align="justify"', s)
    parts['styles.xml'] = s.encode()
    with zipfile.ZipFile(a[0], 'w') as z:
        for n, b in parts.items(): z.writestr(n, b)
elif what == 'office':
    t = open(a[0], encoding='utf-8').read()
    br = 'style="page-break-before:always"'
    t = t.replace('<p class="blank"></p>', '<p><br></p>')
    t = re.sub(r'<hr class="pb">\s*<(\w+)', rf'<\1 {br}', t).replace('<h2 class="pb"', f'<h2 {br}')
    open(a[1], 'w', encoding='utf-8').write(t)
else:
    import numpy as np
    from PIL import Image
    q = int(a.pop(0)) if what == 'jpeg' else 0
    skew = float(a.pop(0)) if what in ('jpeg', 'png') else 0
    noise = float(a.pop(0)) if what == 'jpeg' else 0
    rnd = np.random.default_rng(7)
    for f in a:
        i = Image.open(f).convert('L')
        if skew: i = i.rotate(skew, Image.BICUBIC, fillcolor=255)
        if noise:
            x = np.asarray(i, float) * 0.9 + 12
            i = Image.fromarray(np.clip(x + rnd.normal(0, noise, x.shape), 0, 255).astype('uint8'))
        base = f.rsplit('.', 1)[0]
        if what == 'jpeg': i.save(base + '.jpg', quality=q, dpi=(150, 150), optimize=True)
        elif what == 'png': i.quantize(16).save(base + '.png', dpi=(150, 150), optimize=True)
        else: i.point(lambda v: 255 if v > 150 else 0).convert('1').save(base + '.tif', compression='group4', dpi=(150, 150))
