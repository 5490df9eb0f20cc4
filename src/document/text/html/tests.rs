//! Tests of this module: pages of our own in several layouts, as a person reads them.

use super::*;
use crate::document::text::{Shape, Text, read};
use crate::document::{Document, MediaType};

fn page(html: &str) -> Text {
    let origin = "https://example.org/pledges/one".to_owned();
    read(&Document { bytes: html.into(), media_type: MediaType::Html, origin, charset: None }).unwrap()
}

fn printed(html: &str) -> Vec<String> {
    page(html).lines().map(|(_, line)| line.printed.clone()).collect()
}

#[track_caller]
fn check(html: &str, expected: &[&str]) {
    assert_eq!(printed(html), expected);
}

#[test]
fn a_page_with_menus_and_banners_is_read_without_them() {
    let html = r##"<!doctype html><html lang="en"><head><title>A page</title><style>p { color: red }</style></head>
        <body class="path-node page-node-type-pledge has-menu">
        <a href="#main-content" class="visually-hidden focusable skip-link">Skip to main content</a>
        <div id="cookie-banner"><p>We use cookies.</p><button>Accept</button></div>
        <div class="dialog-off-canvas-main-canvas" data-off-canvas-main-canvas><div class="layout-container">
        <header role="banner"><div class="site-name">Harbour Office</div>
          <nav><ul><li><a href="/">Home</a></li></ul></nav></header>
        <div class="region-breadcrumb"><nav class="breadcrumb"><a href="/">Home</a></nav></div>
        <main role="main"><a id="main-content" tabindex="-1"></a><div class="layout-content">
          <div class="block-page-title-block"><h1><span>Pledge on
              Nets</span></h1></div>
          <article><div class="field field--name-updated"><div class="field__label">Updated on</div>
            <div class="field__item"><time>3 May 2024</time></div></div>
            <div class="text-formatted"><p>We   mend <em>nets</em>,<br>day and night.</p>
              <ul><li>One <a href="../nets?a=1#b">net</a></li><li>Two nets</li></ul></div>
            <div class="addtoany_list share-buttons"><a href="https://www.facebook.com/sharer.php?u=x">Share</a></div>
          </article></div></main>
        <aside class="layout-sidebar-second"><h2>News</h2><p>Something else.</p></aside>
        <footer><p>© Harbour Office</p></footer></div></div><script>var a = "<p>no</p>";</script></body></html>"##;
    check(
        html,
        &[
            "Pledge on Nets",
            "",
            "Updated on",
            "",
            "3 May 2024",
            "",
            "We mend nets,",
            "day and night.",
            "",
            "  • One net",
            "  • Two nets",
        ],
    );
    let text = page(html);
    let shape = |number| text.line(number).unwrap().shape;
    assert_eq!(
        (shape(1), shape(2), shape(3), shape(10)),
        (Shape::Heading(1), Shape::Blank, Shape::Plain, Shape::Item)
    );
    assert_eq!(text.line(10).unwrap().text, "One net");
    assert_eq!(text.line(10).unwrap().links, ["https://example.org/nets?a=1#b"]);
}

#[test]
fn bare_markup_and_unclosed_tags_are_read_as_browsers_do() {
    check("<p>one<p>two<ul><li>a<li>b</ul>three", &["one", "", "two", "", "  • a", "  • b", "", "three"]);
    check("just words", &["just words"]);
    check("<h2>Head<p>words</h2>more <b>words", &["Head words", "", "more words"]);
    check("<div>one</div><div>two</div>", &["one", "", "two"]);
}

#[test]
fn line_breaks_end_lines_and_two_of_them_part_paragraphs() {
    check("<div>one<br>two<br><br>three<br/> <br> four</div>", &["one", "two", "", "three", "", "four"]);
    check("<p>• one<br>• two</p>", &["• one", "• two"]);
    check("<pre>one  two\n\nthree</pre>", &["one two", "", "three"]);
}

#[test]
fn lists_keep_their_marks_numbers_and_depth() {
    check(
        "<ul><li>a<ul><li>b<ol><li>c</ol></ul><li><p>d</p><p>e</p></li><li><p>f</p></ul>",
        &["  • a", "    ◦ b", "    1. c", "  • d", "", "e", "  • f"],
    );
    check(
        "<ol type=a start=3><li>x<li value=7>y<li></ol><ol type=I><li>z</ol><ol><li>1. own<li>2. own</ol>",
        &["c. x", "g. y", "", "I. z", "", "1. own", "2. own"],
    );
    check("<ol reversed><li>x<li>y</ol>", &["2. x", "1. y"]);
    let text = page("<ol><li>x</ol><ul><li>• y</ul>");
    assert_eq!((text.line(1).unwrap().shape, text.line(3).unwrap().shape), (Shape::Plain, Shape::Item));
    assert_eq!(text.line(3).unwrap().text, "y");
}

#[test]
fn rows_are_lines_and_labels_stand_before_their_values() {
    check(
        "<table><caption>Nets</caption><tr><th>Place<th>Nets<th>Year<tr><td>Kenya<td><p>5</p><td>2020<tr><td>Fiji<td><td>2021</table>",
        &["Nets", "", "Place | Nets | Year", "Kenya | 5 | 2020", "Fiji | 2021"],
    );
    check(
        "<table><tr><th>Updated on<td>3 May 2024<tr><td>Deadline:<td></table>",
        &["Updated on: 3 May 2024", "", "Deadline:"],
    );
    check(
        "<table><tr><td width=20%><ul><li>a<li>b</ul><td><h2>T</h2>words</table>",
        &["  • a", "  • b", "", "T", "", "words"],
    );
    check(
        "<dl><dt>Updated on<dd>3 May<dt>By:<dd>FAO<dt>Nets<dd><p>one</p><p>two</p></dl>",
        &["Updated on: 3 May", "By: FAO", "Nets", "", "one", "", "two"],
    );
}

#[test]
fn the_choices_of_a_filter_are_lines_and_its_buttons_are_not() {
    check(
        "<main><p>Words of the page.</p><form><label for=r>Regions</label><select id=r><option value=All>- Any -
         <option>Fiji<option selected>Kenya</select><div><input type=checkbox id=c><label for=c>Peru</label></div>
         <input type=submit value=Apply><button>Reset</button></form></main>",
        &["Words of the page.", "", "Regions", "Fiji", "Kenya", "", "Peru"],
    );
}

#[test]
fn what_is_hidden_or_a_tool_is_left_out() {
    let hidden = [
        "<p hidden>x</p>",
        "<p style='color: red; Display : none'>x</p>",
        "<p aria-hidden=true>x</p>",
        "<span class='sr-only'>x</span>",
        "<template><p>x</p></template>",
        "<noscript>x</noscript>",
        "<svg><title>x</title></svg>",
        "<div role=dialog>x</div>",
        "<a href='#c'>Skip to content</a>",
        "<a href='https://x.com/intent/post?u=a'>x</a>",
        "<div id=mainNav class='navbar navbar-light'>x</div>",
        "<div class='social-media'>x</div>",
        "<iframe>x</iframe>",
        "<button>x</button>",
        "<del>x</del>",
        "<textarea>x</textarea>",
        "<header>x</header>",
        "<footer>x</footer>",
    ];
    for furniture in hidden {
        check(
            &format!("<body><p>words of the page{furniture}<p>and more</p>"),
            &["words of the page", "", "and more"],
        );
    }
}

#[test]
fn what_only_looks_like_furniture_is_kept() {
    for kept in [
        "<div class='page no-sidebar'>%</div>",
        "<div class='menu-open navigation'><article>%</article></div>",
        "<div class='share'>%</div>",
        "<main class=menu>%</main>",
        "<article class=sidebar>%</article>",
        "<article><header>%</header></article>",
        "<section><footer>%</footer></section>",
        "<header><h1>%</h1></header>",
        "<div class='social-cohesion'>%</div>",
        "<div hidden=until-found>%</div>",
        "<h2><button>%</button></h2>",
        "<details><summary>%</summary></details>",
    ] {
        check(&kept.replace('%', "words of the page"), &["words of the page"]);
    }
}

#[test]
fn the_main_part_is_the_page_only_when_it_holds_most_of_it() {
    let long = "words ".repeat(20);
    let long = long.trim();
    check(&format!("<main><p>{long}</p></main><div>rest</div>"), &[long]);
    check(&format!("<main><p>few</p></main><div>{long}</div>"), &["few", "", long]);
    check(&format!("<article>{long}</article><p>rest"), &[long]);
    check(
        "<article>one article</article><article>another one</article>",
        &["one article", "", "another one"],
    );
}

#[test]
fn links_are_absolute_addresses_of_the_web() {
    let text = page(
        "<base href='/files/'><p><a href='a.pdf'>a</a> <a href='//example.net/b'>b</a> <a href='HTTP://Example.com'>c</a>
         <a href='a.pdf'>again</a> <a href='mailto:ana@example.org'>d</a> <a href='javascript:x()'>e</a> <a href='#f'>f</a>
         <a href='http://['>g</a> <a href=''>h</a>",
    );
    assert_eq!(text.line(1).unwrap().text, "a b c again d e f g h");
    assert_eq!(
        text.line(1).unwrap().links,
        ["https://example.org/files/a.pdf", "https://example.net/b", "http://example.com/"]
    );
    let bytes = b"<p><a href='/a'>a</a> <a href='https://example.org/b'>b</a>".to_vec();
    let text =
        read(&Document { bytes, media_type: MediaType::Html, origin: "page.html".into(), charset: None });
    assert_eq!(text.unwrap().line(1).unwrap().links, ["https://example.org/b"]);
}

#[test]
fn figures_are_not_run_together_with_the_marks_of_notes() {
    check(
        "<p>200<sup>1</sup> nets<sup><a href='#n2'>2</a></sup> of 3 m<sup>2</sup>, the 4<sup>th</sup> &amp; <q>last</q>",
        &["200¹ nets of 3 m², the 4th & “last”"],
    );
}

#[test]
fn a_page_with_nothing_to_read_or_too_much_is_an_error() {
    let read = |html: &str| {
        let bytes = html.into();
        read(&Document { bytes, media_type: MediaType::Html, origin: String::new(), charset: None })
            .unwrap_err()
    };
    assert_eq!(read("<html><body><nav>Home</nav><script>x</script></body></html>"), ReadError::Empty);
    assert_eq!(read("<frameset><frame src=a></frameset>"), ReadError::Empty);
    let deep = "<div>".repeat(page::MOST_DEEP) + "x";
    assert_eq!(read(&deep), ReadError::TooDeep { most: page::MOST_DEEP });
}

#[test]
fn a_page_as_deep_as_is_read_does_not_exhaust_the_stack() {
    let each_adds =
        [("div", 1), ("ul", 1), ("li", 1), ("article", 1), ("x-y", 1), ("dl><dd", 2), ("table><tr><td", 4)];
    for (element, depth) in each_adds {
        let deep = format!("<{element}>").repeat((page::MOST_DEEP - 2) / depth) + "x";
        assert_eq!(page(&deep).lines().last().unwrap().1.text, "x", "{element}");
    }
}
