//! Pages that were made to hurt: an error or a text, within the limits, and the reader goes on.

use std::time::Duration;

use gcm_hub::document::MediaType;
use gcm_hub::document::text::{MOST_LINES, ReadError};
use gcm_hub::reader::{Limits, Reader, ReaderError};
use gcm_hub::sources::source;

use super::{document, reader};

async fn refused(html: impl Into<Vec<u8>>, limits: Limits) -> ReaderError {
    reader(limits).read(&document(html.into(), MediaType::Html)).await.unwrap_err()
}

/// The memory that these tests allow a child; a real page needs a tenth.
fn small() -> Limits {
    Limits { memory: 256 * 1024 * 1024, ..Limits::default() }
}

#[cfg(unix)]
#[tokio::test]
async fn elements_nested_too_deep_cost_their_processor_time_and_no_more() {
    let limits = Limits { cpu_seconds: 1, ..small() };
    let error = refused("<div>".repeat(200_000), limits).await;
    assert!(matches!(error, ReaderError::Processor { seconds: 1 }), "{error}");
    assert!(error.to_string().contains("right file"), "{error}");
}

#[tokio::test]
async fn a_child_that_goes_on_is_ended_by_the_clock() {
    let time = Duration::from_millis(200);
    let error = refused("<div>".repeat(200_000), Limits { time, ..Limits::default() }).await;
    assert!(matches!(error, ReaderError::Time { limit } if limit == time), "{error}");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_page_that_needs_too_much_memory_is_an_error() {
    let error = refused(
        "<a>".repeat(10_000_000),
        Limits { cpu_seconds: 60, time: Duration::from_secs(120), ..small() },
    )
    .await;
    assert!(matches!(error, ReaderError::Memory { bytes } if bytes == small().memory), "{error}");
}

#[tokio::test]
async fn a_page_of_too_many_lines_or_too_much_text_is_an_error() {
    let error = refused("<p>a".repeat(MOST_LINES / 2 + 1), Limits::default()).await;
    assert!(matches!(error, ReaderError::Document(ReadError::TooManyLines { most: MOST_LINES })), "{error}");
    let error = refused("a ".repeat(5_000), Limits { answer: 4_000, ..Limits::default() }).await;
    assert!(matches!(error, ReaderError::Answer { bytes: 4_000 }), "{error}");
}

#[tokio::test]
async fn junk_is_an_error_or_a_text_and_never_a_crash() {
    let seventh = |byte: usize| u8::try_from(byte * 7 % 255 + 1).unwrap();
    let pages: [(&str, Vec<u8>); 12] = [
        ("nothing", Vec::new()),
        ("white space", b" \n\t ".to_vec()),
        ("entities", "&amp;&#x1F600;&nbsp;&bogus;&#0;&#xD800;&#99999999;".repeat(20_000).into()),
        ("bytes of every kind", (0..100_000).map(seventh).collect()),
        ("a truncated tag", b"<p>one<a href='".to_vec()),
        ("open comments", "<!--".repeat(50_000).into()),
        ("many attributes", format!("<p {}>x", "a=b ".repeat(1_000)).into()),
        ("one long word", "x".repeat(5_000_000).into()),
        ("tables in tables", "<table><tr><td>".repeat(60).into()),
        ("formatting never closed", "<b><i><p>x".repeat(150).into()),
        ("NUL", b"<p>a\0b".to_vec()),
        ("binary", b"\x7fELF\x02\x01\x01\0\0\0".to_vec()),
    ];
    for (name, bytes) in pages {
        match reader(small()).read(&document(bytes, MediaType::Html)).await {
            Ok(text) => assert!(!text.is_empty(), "{name}"),
            Err(ReaderError::Document(error)) => assert!(!error.to_string().is_empty(), "{name}"),
            Err(error) => panic!("{name}: {error}"),
        }
    }
}

#[tokio::test]
async fn a_login_page_is_read_and_no_source_takes_it_for_its_own() {
    let html = "<html><head><title>Sign in</title></head><body><div class=box><h1>Sign in to continue</h1><form>
                <label for=u>User name</label><input id=u><label for=p>Password</label><input id=p type=password>
                <button>Sign in</button></form><a href=/forgotten>Forgotten?</a></div></body></html>";
    let text = super::read(html).await;
    assert_eq!(text.line(1).unwrap().text, "Sign in to continue");
    for slug in ["undp-pledge", "iom-mainstreaming"] {
        let error = (source(slug).unwrap().parse)(&text).unwrap_err();
        assert!(error.found.contains("Sign in"), "{error}");
    }
}

#[tokio::test]
async fn a_document_over_the_limit_is_an_error_that_says_its_size() {
    let bytes = vec![b'a'; gcm_hub::document::text::MOST_BYTES + 1];
    let error = refused(bytes, Limits::default()).await;
    assert!(matches!(error, ReaderError::Document(ReadError::TooLarge { .. })), "{error}");
}

#[tokio::test]
async fn a_program_that_is_not_there_or_is_another_is_an_error_that_names_what_to_do() {
    let page = document(b"<p>x".to_vec(), MediaType::Html);
    let gone = Reader::new("/nowhere/gcm-hub".into(), Limits::default());
    let error = gone.read(&page).await.unwrap_err();
    assert!(
        matches!(error, ReaderError::Start { .. }) && error.to_string().contains("/nowhere/gcm-hub"),
        "{error}"
    );
    #[cfg(unix)]
    for program in ["/bin/false", "/bin/echo"] {
        let other = Reader::new(program.into(), Limits::default());
        let error = other.read(&page).await.unwrap_err();
        assert!(matches!(error, ReaderError::Crashed { .. }), "{error}");
    }
}

#[tokio::test]
async fn more_documents_than_children_are_all_read() {
    let reader = reader(Limits { at_once: 2, ..Limits::default() });
    let pages: Vec<_> =
        (0..6).map(|number| document(format!("<p>page {number}").into(), MediaType::Html)).collect();
    let read = futures_util::future::join_all(pages.iter().map(|page| reader.read(page))).await;
    for (number, text) in read.into_iter().enumerate() {
        assert_eq!(text.unwrap().line(1).unwrap().text, format!("page {number}"));
    }
}

#[tokio::test]
async fn an_origin_or_a_charset_of_any_length_keeps_no_page_from_being_read() {
    let mut page = document(b"<p>one <a href=two>two</a>".to_vec(), MediaType::Html);
    page.origin = format!("https://example.org/{}", "a".repeat(8 * 1024 * 1024));
    page.charset = Some("utf\0\n".repeat(1024 * 1024));
    let text = reader(Limits::default()).read(&page).await.unwrap();
    assert_eq!(text.line(1).unwrap().text, "one two");
    // As long as an address may be, and each of its characters escaped on its way.
    page.origin = format!("https://example.org/?{}", "\\".repeat(8 * 1024 - 21 - 1));
    let text = reader(Limits::default()).read(&page).await.unwrap();
    assert_eq!(text.line(1).unwrap().links, ["https://example.org/two"]);
}
