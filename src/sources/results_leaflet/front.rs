//! What the leaflet says of itself before its first feature: edition, date, and what the programmes in it are.

use std::sync::LazyLock;

use regex::Regex;

use super::block::Block;
use super::line::pattern;
use crate::document::text::Text;
use crate::record::{PartialDate, Stage, Stated, Status};
use crate::sources::dates::date;
use crate::sources::reading::stated;

/// What stands before the first feature.
#[derive(Default)]
pub(super) struct Front {
    /// "1st edition".
    pub label: Option<Stated<String>>,
    /// The date of the edition.
    pub as_of: Option<Stated<PartialDate>>,
    /// What the leaflet says of all its programmes.
    pub status: Option<Stated<Status>>,
}

/// A longer line is running text, whose dates are of something else.
const MOST_DATE_LINE: usize = 60;

/// Reads the front.
pub(super) fn read(text: &Text, blocks: &[Block]) -> Front {
    let mut front = Front::default();
    for block in blocks {
        if front.label.is_none()
            && let Some(edition) = EDITION.find(&block.text)
        {
            let (first, last) = block.lines_of(&edition.range());
            front.label = Some(stated(text, edition.as_str().to_lowercase(), first, last));
        }
        for number in block.first()..=block.last() {
            let line = text.line(number).map_or("", |line| line.text.as_str());
            if front.as_of.is_none() && line.len() <= MOST_DATE_LINE {
                front.as_of = date(line).map(|date| stated(text, date, number, number));
            }
        }
        if front.status.is_none()
            && let Some(funded) = FUNDED.find(&block.text)
        {
            let (first, last) = block.lines_of(&funded.range());
            let status = Status { printed: None, stage: Some(Stage::Funded) };
            front.status = Some(stated(text, status, first, last));
        }
    }
    front
}

static EDITION: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:[0-9]{1,3} ?(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth) edition\b",
    )
});
/// The fund's name, so that a programme that somebody else pays for is not taken for one of the fund's.
static FUNDED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\bjoint programmes (?:that are |which are |being )?(?:funded|financed) (?:by|through|under) (?:the )?(?:UN )?(?:Migration )?(?:Multi-Partner Trust Fund|Multi Partner Trust Fund|MPTF)(?: for (?:Safe, Orderly and Regular )?Migration)?\b",
    )
});
