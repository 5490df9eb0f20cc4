//! What the front of the booklet says of its edition.

use super::label::Label;
use super::token::Token;
use crate::document::text::Text;
use crate::record::Reading;
use crate::sources::dates::date;
use crate::sources::reading::stated;

/// Takes the date and the name of the edition from lines before the first sheet that hold nothing else.
pub(super) fn name(text: &Text, tokens: &[Token<'_>], reading: &mut Reading) {
    let is_sheet = |token: &&Token<'_>| token.label().is_some_and(Label::is_header);
    for token in tokens.iter().take_while(|token| !is_sheet(token)) {
        let Some(line) = token.text().filter(|line| line.len() <= LONGEST) else { continue };
        if reading.label.is_none()
            && line.to_lowercase().ends_with("edition")
            && line.starts_with(|c: char| c.is_ascii_digit())
        {
            reading.label = Some(stated(text, line.to_owned(), token.first, token.last));
        }
        let is_date = line.split(' ').count() <= 3 && line.ends_with(|c: char| c.is_ascii_digit());
        if let (true, None, Some(date)) = (is_date, &reading.as_of, date(line)) {
            reading.as_of = Some(stated(text, date, token.first, token.last));
        }
    }
}

/// "11 November 2023", "2nd edition".
const LONGEST: usize = 30;
