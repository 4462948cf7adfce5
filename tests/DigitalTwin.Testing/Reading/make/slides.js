// node slides.js SOURCE OUT
const P = require('pptxgenjs'), fs = require('fs');
const [, , src, out] = process.argv, p = new P();
p.layout = 'LAYOUT_WIDE'; p.author = 'Leonie Hartwell-Brandt'; p.title = 'A solar roof for the rope walk';
for (const s of JSON.parse(fs.readFileSync(src, 'utf8'))) {
  const d = p.addSlide();
  d.addText(s.title, { x: 0.6, y: 0.4, w: 12, h: 1, fontSize: 36, bold: true });
  d.addText(s.lines.map(t => ({ text: t, options: { bullet: true, breakLine: true } })), { x: 0.8, y: 1.6, w: 11.5, h: s.table ? 1 : 4,
    fontSize: 22, valign: 'top' });
  if (s.table) d.addTable(s.table.map(r => r.map(t => ({ text: t }))), { x: 0.8, y: 2.8, w: 9, fontSize: 18, border: { pt: 1,
    color: '777777' } });
  d.addNotes(s.notes);
}
p.writeFile({ fileName: out });
