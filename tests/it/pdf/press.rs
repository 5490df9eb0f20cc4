//! Makes PDFs: words at places, in a face whose letters are all half as wide as it is high.

use pdf_writer::types::{ActionType, AnnotationType};
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str};

/// A4 in points.
pub(crate) const WIDE: f32 = 595.0;
pub(crate) const HIGH: f32 = 842.0;

/// How wide a line is in that size.
pub(crate) fn width(line: &str, size: f32) -> f32 {
    line.chars().map(|sign| if sign == ' ' { 0.25 } else { 0.5 }).sum::<f32>() * size
}

/// A document in the making.
pub(crate) struct Press {
    pages: Vec<Page>,
}

struct Page {
    content: Content,
    links: Vec<(Rect, String)>,
}

impl Page {
    fn new() -> Self {
        Self { content: Content::new(), links: Vec::new() }
    }
}

impl Press {
    pub(crate) fn new() -> Self {
        Self { pages: vec![Page::new()] }
    }

    pub(crate) fn page(&mut self) -> &mut Self {
        self.pages.push(Page::new());
        self
    }

    /// A line, its left end and baseline measured from the upper left corner of the page.
    pub(crate) fn text(&mut self, left: f32, down: f32, size: f32, line: &str) -> &mut Self {
        self.set(b"F1", left, down, size, line)
    }

    pub(crate) fn bold(&mut self, left: f32, down: f32, size: f32, line: &str) -> &mut Self {
        self.set(b"F2", left, down, size, line)
    }

    /// Lines below each other, a leading of 1.2.
    pub(crate) fn lines(&mut self, left: f32, down: f32, size: f32, lines: &[&str]) -> &mut Self {
        for (index, line) in lines.iter().enumerate() {
            self.text(left, down + index as f32 * 1.2 * size, size, line);
        }
        self
    }

    /// A line that leads to an address.
    pub(crate) fn link(&mut self, left: f32, down: f32, size: f32, line: &str, address: &str) -> &mut Self {
        let rect = Rect::new(left, HIGH - down - 2.0, left + width(line, size), HIGH - down + size);
        self.text(left, down, size, line);
        self.pages.last_mut().unwrap().links.push((rect, address.into()));
        self
    }

    fn set(&mut self, font: &[u8], left: f32, down: f32, size: f32, line: &str) -> &mut Self {
        let content = &mut self.pages.last_mut().unwrap().content;
        content.begin_text();
        content.set_font(Name(font), size);
        content.next_line(left, HIGH - down);
        content.show(Str(&windows_1252(line)));
        content.end_text();
        self
    }

    pub(crate) fn finish(self) -> Vec<u8> {
        let mut pdf = Pdf::new();
        let mut next = 10;
        let mut fresh = || {
            next += 1;
            Ref::new(next)
        };
        let (catalog, tree, face, bold) = (Ref::new(1), Ref::new(2), Ref::new(3), Ref::new(4));
        let ids: Vec<(Ref, Ref)> = self.pages.iter().map(|_| (fresh(), fresh())).collect();
        pdf.catalog(catalog).pages(tree);
        pdf.pages(tree).kids(ids.iter().map(|id| id.0)).count(ids.len() as i32);
        for (font, name) in [(face, "Testface"), (bold, "Testface-Bold")] {
            let widths = (32..=255).map(|code| if code == 32 { 250.0 } else { 500.0 });
            pdf.type1_font(font)
                .base_font(Name(name.as_bytes()))
                .first_char(32)
                .last_char(255)
                .widths(widths)
                .encoding_predefined(Name(b"WinAnsiEncoding"));
        }
        for (page, (id, stream)) in self.pages.into_iter().zip(ids) {
            let links: Vec<(Ref, Rect, String)> =
                page.links.into_iter().map(|(rect, address)| (fresh(), rect, address)).collect();
            let mut made = pdf.page(id);
            made.media_box(Rect::new(0.0, 0.0, WIDE, HIGH)).parent(tree).contents(stream);
            made.annotations(links.iter().map(|link| link.0));
            made.resources().fonts().pair(Name(b"F1"), face).pair(Name(b"F2"), bold);
            made.finish();
            for (id, rect, address) in links {
                let mut link = pdf.annotation(id);
                link.subtype(AnnotationType::Link).rect(rect);
                link.action().action_type(ActionType::Uri).uri(Str(address.as_bytes()));
            }
            pdf.stream(stream, &page.content.finish());
        }
        pdf.finish()
    }
}

/// What Western documents are encoded in.
fn windows_1252(line: &str) -> Vec<u8> {
    const MARKS: [(char, u8); 11] = [
        ('€', 0x80),
        ('…', 0x85),
        ('Œ', 0x8c),
        ('‘', 0x91),
        ('’', 0x92),
        ('“', 0x93),
        ('”', 0x94),
        ('•', 0x95),
        ('–', 0x96),
        ('—', 0x97),
        ('œ', 0x9c),
    ];
    let byte = |sign: char| match MARKS.iter().find(|(mark, _)| *mark == sign) {
        Some((_, byte)) => *byte,
        None => u8::try_from(u32::from(sign)).unwrap_or_else(|_| panic!("`{sign}` is not in the face")),
    };
    line.chars().map(byte).collect()
}
