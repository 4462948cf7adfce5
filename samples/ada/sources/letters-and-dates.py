"""Writes letters-and-dates.docx into the folder that is given."""

import datetime
import pathlib
import sys
import zipfile

from docx import Document
from docx.shared import Cm, Pt

TABLE = [
    ("10 December 1815", "Born at 13 Piccadilly Terrace", "London"),
    ("25 April 1816", "My father leaves England, from Dover", "Dover"),
    ("19 April 1824", "My father dies", "Missolonghi, Greece"),
    ("1828", "Flyology, the plan for a flying machine", "Bifrons, near Canterbury"),
    ("10 May 1833", "Presented at Court", "St James's Palace, London"),
    ("5 June 1833", "First meeting with Charles Babbage", "London"),
    ("8 July 1835", "Marriage to William King", "Fordhook, Ealing"),
    ("12 May 1836", "Birth of Byron", "our first son"),
    ("22 September 1837", "Birth of Anne Isabella", "our daughter"),
    ("30 June 1838", "My husband is made Earl of Lovelace", "in the Coronation honours"),
    ("2 July 1839", "Birth of Ralph Gordon", "our second son"),
    ("Summer 1840", "Lessons by letter with Augustus De Morgan begin", "London and Surrey"),
    ("October 1842", "Menabrea's article is printed in French", "Geneva"),
    ("August 1843", "My translation and the Notes A to G are printed", "London"),
    ("September 1850", "I visit Newstead Abbey, the seat of my father's family", "Nottinghamshire"),
    ("August 1852", "Charles Dickens reads to me", "London"),
    ("27 November 1852", "Died at 6 Great Cumberland Place", "London"),
    ("3 December 1852", "Buried beside my father", "Hucknall Torkard"),
]


def main(folder: str) -> None:
    doc = Document()
    page = doc.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2.3)
    page.top_margin = page.bottom_margin = Cm(1.9)
    normal = doc.styles["Normal"]
    normal.font.name = "Georgia"
    normal.font.size = Pt(10.5)
    normal.paragraph_format.space_after = Pt(5)

    def quote(text: str, source: str) -> None:
        p = doc.add_paragraph(style="Quote")
        p.add_run(text)
        doc.add_paragraph(source).paragraph_format.left_indent = Cm(1)

    doc.add_heading("Letters and dates", 0)
    doc.add_paragraph(
        "The dates of my life in one table, the people I wrote to, and a few short passages which were printed in the "
        "nineteenth century and may be quoted by anybody. Of letters that were printed later I give only the date and the matter."
    )

    doc.add_heading("Dates of my life", 1)
    table = doc.add_table(rows=1, cols=3)
    table.style = "Light Grid Accent 1"
    for cell, text in zip(table.rows[0].cells, ("Date", "What happened", "Where, or remark")):
        cell.text = text
    for row in TABLE:
        for cell, text in zip(table.add_row().cells, row):
            cell.text = text
    for row in table.rows:
        for cell, width in zip(row.cells, (Cm(3.9), Cm(8), Cm(4.5))):
            cell.width = width
            for p in cell.paragraphs:
                p.paragraph_format.space_after = Pt(0)
                for run in p.runs:
                    run.font.size = Pt(9.5)

    doc.add_heading("Where I lived", 1)
    for text in (
        "Kirkby Mallory in Leicestershire, the house of my mother's parents, when I was small.",
        "Ockham Park in Surrey, after my marriage; many of the letters about the Notes were written there.",
        "Ashley Combe near Porlock in Somerset, on the sea, where we spent summers.",
        "St James's Square in London, our town house, where a plaque now bears my name.",
        "East Horsley in Surrey, from the middle of the 1840s; my husband built its towers and designed a roof of bent timber for its hall.",
    ):
        doc.add_paragraph(text, style="List Bullet")

    doc.add_heading("People I wrote to", 1)
    doc.add_heading("Charles Babbage", 2)
    doc.add_paragraph(
        "On 16 February 1840 I reminded him that he was to look for a teacher of mathematics for me. Our busiest time was July 1843, "
        "when letters and proofs went between Ockham, St James's Square and his house in Dorset Street, at times every day. In one of that month I asked to "
        "put in the numbers of Bernoulli. His letter that calls me the Enchantress of Number is of 9 September 1843."
    )
    doc.add_heading("Augustus De Morgan", 2)
    doc.add_paragraph(
        "The lessons went on until 1842. I sent my difficulties, he sent answers and new exercises. On 15 September 1840 he "
        "told me to make haste slowly: festina lente. I was apt to run before I had looked at the ground."
    )
    doc.add_heading("Michael Faraday and Andrew Crosse", 2)
    doc.add_paragraph(
        "In the autumn of 1844 I turned to electricity and to the nerves, and wrote to both. Faraday answered kindly that his health did not "
        "allow him to teach me. Crosse, who made experiments with electricity at Fyne Court in Somerset, received me there."
    )

    doc.add_heading("Short quotations", 1)
    quote(
        "Is thy face like thy mother's, my fair child! ADA! sole daughter of my house and heart?",
        "My father, Childe Harold's Pilgrimage, the opening of the third canto, 1816.",
    )
    quote(
        "Miss Byron, young as she was, understood its working, and saw the great beauty of the invention.",
        "Sophia De Morgan on our visit to the Difference Engine, in her memoir of her husband, 1882.",
    )
    quote(
        "I then suggested that she should add some notes to Menabrea's memoir; an idea which was immediately adopted.",
        "Charles Babbage, Passages from the Life of a Philosopher, 1864.",
    )
    quote(
        "This she sent back to me for an amendment, having detected a grave mistake which I had made in the process.",
        "Charles Babbage on the working of the numbers of Bernoulli, in the same book.",
    )
    quote(
        "Religion to me is science, and science is religion.",
        "From my letter to Andrew Crosse of 1844, printed in The Argosy in 1869.",
    )

    doc.add_heading("Portraits", 1)
    doc.add_paragraph(
        "Margaret Carpenter painted me in 1836, in a white gown; I complained of the breadth of my jaw in it. Alfred Edward Chalon made a "
        "water-colour about 1840. Antoine Claudet took daguerreotypes about 1843, the year of the Notes."
    )

    props = doc.core_properties
    props.title = "Letters and dates"
    props.author = "Ada Lovelace (a digital twin)"
    props.comments = ""
    props.created = props.modified = datetime.datetime(2026, 1, 1)

    # No picture of the template's first page.
    links = doc.part.package.rels
    for key in [key for key, link in links.items() if link.reltype.endswith("/thumbnail")]:
        del links[key]

    # The same bytes whenever it is made: python-docx stamps its parts with the time of day.
    path = pathlib.Path(folder) / "letters-and-dates.docx"
    doc.save(path)
    with zipfile.ZipFile(path) as made:
        parts = [(name, made.read(name)) for name in made.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in parts:
            entry = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            out.writestr(entry, data)


if __name__ == "__main__":
    main(sys.argv[1])
