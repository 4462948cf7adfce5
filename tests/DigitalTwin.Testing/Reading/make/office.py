"""docx|xlsx SOURCE OUT."""
import datetime, json, re, sys
what, src, out = sys.argv[1:]
if what == 'docx':
    from docx import Document
    from docx.enum.text import WD_BREAK
    d, table = Document(), None
    d.core_properties.author, d.core_properties.title = 'Leonie Hartwell-Brandt', 'Throwing for Beginners: course syllabus'
    for l in open(src, encoding='utf-8').read().splitlines():
        if l.startswith('| '):
            cells = l[2:].split(' | ')
            if table is None: table = d.add_table(0, len(cells), style='Table Grid')
            for c, v in zip(table.add_row().cells, cells): c.text = v
            continue
        table = None
        if l == '---': d.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        elif l.startswith('# '): d.add_heading(l[2:], 0)
        elif l.startswith('## '): d.add_heading(l[3:], 1)
        elif l.startswith('- '): d.add_paragraph(l[2:], 'List Bullet')
        elif re.match(r'\d\. ', l): d.add_paragraph(l[3:], 'List Number')
        else: d.add_paragraph(l)
    d.save(out)
else:
    from openpyxl import Workbook
    from openpyxl.styles import Font
    b = Workbook(); b.remove(b.active)
    for s in json.load(open(src, encoding='utf-8')):
        ws = b.create_sheet(s['name'])
        for r, row in enumerate(s['rows'], 1):
            for c, v in enumerate(row, 1):
                k = ws.cell(r, c)
                if r > 1 and isinstance(v, float): k.number_format = '0.00'
                if isinstance(v, str) and re.fullmatch(r'\d{4}-\d\d-\d\d', v):
                    v, k.number_format = datetime.date.fromisoformat(v), 'yyyy-mm-dd'
                elif isinstance(v, str) and re.fullmatch(r'\d+|\d,\d{3}', v):
                    k.number_format = '#,##0' if s['rows'][0][c - 1] == 'Paid' else '0'
                    v = int(v.replace(',', ''))
                k.value = v
                if r == 1: k.font = Font(bold=True)
        for i, wd in enumerate(s['widths']): ws.column_dimensions['ABCDEF'[i]].width = wd
    b.save(out)
