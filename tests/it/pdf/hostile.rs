//! PDFs that are damaged, locked, empty or made to harm: an error or some text, never a panic.

use gcm_hub::document::text::ReadError;

use super::press::Press;
use super::{LEFT, RIGHT, read_pdf};

fn small() -> Vec<u8> {
    let mut press = Press::new();
    press.lines(60.0, 80.0, 11.0, &LEFT).page().lines(60.0, 80.0, 11.0, &RIGHT);
    press.finish()
}

/// A PDF of these objects, numbered from 1, with that trailer.
fn by_hand(objects: &[&str], trailer: &str) -> Vec<u8> {
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(pdf.len());
        pdf.extend(format!("{} 0 obj\n{object}\nendobj\n", index + 1).bytes());
    }
    let xref = pdf.len();
    pdf.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    for offset in offsets {
        pdf.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    pdf.extend(
        format!("trailer\n<< /Size {} /Root 1 0 R {trailer} >>\nstartxref\n{xref}\n%%EOF", objects.len() + 1)
            .bytes(),
    );
    pdf
}

#[test]
fn what_is_no_pdf_is_said_to_be_none() {
    let error = read_pdf(b"a login page, perhaps".to_vec()).unwrap_err();
    assert!(matches!(&error, ReadError::DamagedPdf { reason } if reason.contains("header")), "{error}");
    assert_eq!(read_pdf(Vec::new()).unwrap_err(), ReadError::Empty);
}

#[test]
fn a_pdf_that_ends_early_is_an_error_or_what_is_left_of_its_text() {
    let whole = small();
    let mut errors = 0;
    for tenth in 0..10 {
        match read_pdf(whole[..whole.len() * tenth / 10].to_vec()) {
            Ok(text) => assert!(text.len() < 20),
            Err(_) => errors += 1,
        }
    }
    assert!(errors > 3, "{errors}");
}

#[test]
fn flipped_bytes_never_panic() {
    let whole = small();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below as u64) as usize
    };
    let mut read = 0;
    for _ in 0..60 {
        let mut damaged = whole.clone();
        for _ in 0..1 + random(12) {
            let at = random(damaged.len());
            damaged[at] = random(256) as u8;
        }
        read += usize::from(read_pdf(damaged).is_ok());
    }
    // Most damage is to words, and then the others are still there.
    assert!((10..60).contains(&read), "{read}");
}

#[test]
fn a_password_is_asked_for_in_words() {
    let zeros = "00".repeat(32);
    let encrypt = format!("<< /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <{zeros}> /U <{zeros}> >>");
    let objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>", &encrypt];
    let pdf = by_hand(&objects, "/Encrypt 3 0 R /ID [<00><00>]");
    assert_eq!(read_pdf(pdf).unwrap_err(), ReadError::EncryptedPdf);
}

#[test]
fn ten_thousand_pages_are_refused_before_they_are_read() {
    let mut press = Press::new();
    for _ in 1..10_000 {
        press.page();
    }
    assert_eq!(read_pdf(press.finish()).unwrap_err(), ReadError::TooManyPages { pages: 10_000, most: 2000 });
}

#[test]
fn pages_without_text_are_taken_for_a_scan() {
    let mut press = Press::new();
    press.text(60.0, 80.0, 11.0, "3").page().page();
    assert_eq!(read_pdf(press.finish()).unwrap_err(), ReadError::AlmostNoText { pages: 3 });
}

#[test]
fn tables_and_trees_that_lead_back_to_themselves_end() {
    let page_tree = by_hand(
        &[
            "<< /Type /Catalog /Pages 2 0 R >>",
            "<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>",
            "<< /Type /Pages /Kids [2 0 R] /Count 1 /Parent 2 0 R >>",
        ],
        "",
    );
    assert!(read_pdf(page_tree).is_err());
    let mut xref =
        by_hand(&["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [] /Count 0 >>"], "");
    let start = xref.windows(5).position(|window| window == b"xref\n").unwrap();
    let with_prev = String::from_utf8(xref).unwrap().replace("/Root", &format!("/Prev {start} /Root"));
    xref = with_prev.into_bytes();
    assert!(read_pdf(xref).is_err());
}

#[test]
fn a_page_tree_of_absurd_depth_is_an_error_or_a_page() {
    let mut objects = vec!["<< /Type /Catalog /Pages 2 0 R >>".to_owned()];
    for depth in 2..3000 {
        objects.push(format!("<< /Type /Pages /Kids [{} 0 R] /Count 1 >>", depth + 1));
    }
    objects.push("<< /Type /Page /MediaBox [0 0 9 9] >>".to_owned());
    let objects: Vec<&str> = objects.iter().map(String::as_str).collect();
    assert!(read_pdf(by_hand(&objects, "")).is_err());
    // Arrays in arrays in a page.
    let nested = format!("<< /Type /Page /MediaBox {}{} >>", "[".repeat(3000), "]".repeat(3000));
    let objects = ["<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>", &nested];
    assert!(read_pdf(by_hand(&objects, "")).is_err());
}
