//! Documents that are at hand as text, made into web pages: the same words in the markup of several kinds of site.

/// A site's way of writing pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Layout {
    /// A content management system: headings, fields, a menu, a banner, and its content in a main element.
    Managed,
    /// Written by hand: no more tags than needed, numbered lists, nothing around the text.
    Bare,
    /// Tables for layout, line breaks for paragraphs, capitals for tags.
    Tables,
}

impl Layout {
    pub(crate) const ALL: [Self; 3] = [Self::Managed, Self::Bare, Self::Tables];
}

/// A part of a document between two blank lines.
enum Part<'t> {
    /// Lines in a row.
    Lines(Vec<&'t str>),
    /// Items, each with the lines that follow it.
    Items(Vec<Vec<&'t str>>),
    /// Many short lines: the choices of a site's filter.
    Choices(Vec<&'t str>),
}

const BULLET: &str = "• ";
/// No paragraph of these documents has so many lines.
const MANY: usize = 15;

fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut open = false;
    for line in text.lines().map(str::trim) {
        if line.is_empty() {
            open = false;
        } else if let Some(item) = line.strip_prefix(BULLET) {
            match parts.last_mut() {
                Some(Part::Items(items)) if open => items.push(vec![item]),
                _ => parts.push(Part::Items(vec![vec![item]])),
            }
            open = true;
        } else {
            match parts.last_mut() {
                Some(Part::Lines(lines)) if open => lines.push(line),
                Some(Part::Items(items)) if open => items.last_mut().unwrap().push(line),
                _ => parts.push(Part::Lines(vec![line])),
            }
            open = true;
        }
    }
    for part in &mut parts {
        if let Part::Lines(lines) = part
            && lines.len() > MANY
        {
            *part = Part::Choices(std::mem::take(lines));
        }
    }
    parts
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('\u{a0}', "&nbsp;").replace('“', "&ldquo;")
}

fn joined(lines: &[&str], by: &str) -> String {
    lines.iter().map(|line| escape(line)).collect::<Vec<_>>().join(by)
}

/// The page of a text.
pub(crate) fn page(text: &str, layout: Layout) -> String {
    let content: String = parts(text).iter().map(|part| self::part(part, layout)).collect();
    match layout {
        Layout::Managed => format!(
            r##"<!DOCTYPE html><html lang="en" dir="ltr"><head><meta charset="utf-8"><title>A pledge of its own</title>
<style>.x{{}}</style><script>document.write("<p>1. Nothing of this pledge</p>")</script></head>
<body class="path-node no-sidebar"><a href="#main" class="visually-hidden skip-link">Skip to main content</a>
<div id="cookie-consent" role="dialog"><p>This site pledges to keep cookies.</p><button>Agree</button></div>
<header role="banner"><nav><ul class="menu"><li><a href="/">Home</a><li><a href="/kenya">Kenya</a></ul></nav></header>
<div class="breadcrumb"><a href="/">Home</a></div><div class="layout"><main id="main">{content}
<div class="social-media"><ul><li>Share in Peru</ul></div></main></div>
<aside><h2>Related</h2><ul><li>2. Another commitment of 1,000 pledges</ul></aside>
<footer><p>1. All rights of the pledge reserved</p></footer></body></html>"##
        ),
        Layout::Bare => format!("<title>t</title>\n{content}"),
        Layout::Tables => format!(
            "<HTML><BODY><DIV ID=topnav CLASS=navbar>Home | Chad</DIV><TABLE><TR><TD>{content}</TD></TR></TABLE></BODY></HTML>"
        ),
    }
}

fn part(part: &Part<'_>, layout: Layout) -> String {
    match (part, layout) {
        (Part::Lines(lines), Layout::Managed) => match lines.as_slice() {
            [line] if line.ends_with(':') && line.len() < 60 => {
                format!("<div class=\"field\"><div class=\"field__label\">{}</div></div>\n", escape(line))
            }
            [line] if line.len() < 90 && !line.ends_with(['.', ':', ';']) => {
                format!("<h2><span>{}</span></h2>\n", escape(line))
            }
            [line] if is_numbered(line) => format!("<h3 class=\"title\">\n  {}\n</h3>\n", escape(line)),
            _ => format!("<p>{}</p>\n", joined(lines, "<br />\n")),
        },
        (Part::Lines(lines), Layout::Bare) => match lines.as_slice() {
            [line] if is_numbered(line) => {
                let (number, words) = line.split_once(". ").unwrap();
                format!("<ol start={number}><li>{}</ol>", escape(words))
            }
            _ => format!("<p>{}\n", joined(lines, "<br>")),
        },
        (Part::Lines(lines), Layout::Tables) => {
            format!("<FONT SIZE=2>{}</FONT><BR><BR>", joined(lines, "<BR>"))
        }
        (Part::Items(items), Layout::Managed) => list(items, "<li><p>", "</p></li>\n", "<br>"),
        (Part::Items(items), Layout::Bare) => list(items, "<li>", "\n", "<br>"),
        (Part::Items(items), Layout::Tables) => {
            let items: String =
                items.iter().map(|item| format!("&bull;&nbsp;{}<BR>", joined(item, "<BR>"))).collect();
            format!("<DIV>{items}</DIV>")
        }
        (Part::Choices(choices), Layout::Managed) => {
            let choices: String =
                choices.iter().map(|choice| format!("<option value=1>{}</option>", escape(choice))).collect();
            format!(
                "<form><select><option value=\"\">- Any -</option>{choices}</select><input type=submit></form>"
            )
        }
        (Part::Choices(choices), Layout::Bare) => {
            let choices: String =
                choices.iter().map(|choice| format!("<li><a href=#>{}</a>", escape(choice))).collect();
            format!("<ul>{choices}</ul>")
        }
        (Part::Choices(choices), Layout::Tables) => {
            let rows: String = choices
                .iter()
                .map(|choice| format!("<TR><TD><INPUT TYPE=checkbox>{}", escape(choice)))
                .collect();
            format!("<TABLE>{rows}</TABLE>")
        }
    }
}

fn list(items: &[Vec<&str>], before: &str, after: &str, by: &str) -> String {
    let items: String = items.iter().map(|item| format!("{before}{}{after}", joined(item, by))).collect();
    format!("<ul>\n{items}</ul>\n")
}

fn is_numbered(line: &str) -> bool {
    line.split_once(". ").is_some_and(|(number, _)| number.parse::<u8>().is_ok())
}
