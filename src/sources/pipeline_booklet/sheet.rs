//! The booklet cut into sheets, and a sheet into the slots behind its labels.

use super::heading::{self, Heading};
use super::label::Label;
use super::status;
use super::token::{Piece, Token};

/// One sheet.
#[derive(Debug)]
pub(super) struct Sheet<'a> {
    pub(super) heading: Heading<'a>,
    /// What stands behind each label, in the order of the sheet; a label that comes again has its slot twice.
    slots: Vec<Slot<'a>>,
}

#[derive(Debug)]
struct Slot<'a> {
    label: Token<'a>,
    tokens: Vec<Token<'a>>,
}

/// Status, title and summary of a sheet.
#[derive(Debug, Default)]
pub(super) struct Parts<'a> {
    pub(super) status: Vec<Token<'a>>,
    pub(super) title: Vec<Token<'a>>,
    pub(super) body: Vec<Token<'a>>,
}

/// Cuts a booklet into its sheets.
pub(super) fn sheets<'a>(tokens: &[Token<'a>]) -> Vec<Sheet<'a>> {
    let starts = starts(tokens);
    let mut sheets: Vec<Sheet<'a>> = Vec::new();
    let mut open = 0;
    for (index, start) in starts.iter().enumerate() {
        let before = tokens.get(open..*start).unwrap_or_default();
        let heading = heading::find(before);
        // What comes before the heading is the end of the sheet before.
        if let Some(slot) = sheets.last_mut().and_then(|sheet| sheet.slots.last_mut()) {
            slot.tokens.extend(before.iter().take(heading.begins));
        }
        let end = starts.get(index + 1).copied().unwrap_or(tokens.len());
        let own = tokens.get(*start..end).unwrap_or_default();
        let (slots, used) = slots(own);
        open = start + used;
        sheets.push(Sheet { heading, slots });
    }
    if let Some(slot) = sheets.last_mut().and_then(|sheet| sheet.slots.last_mut()) {
        slot.tokens.extend(tokens.get(open..).unwrap_or_default());
    }
    sheets
}

/// The tokens with which sheets begin: the first label of the header block, where one begins; or the title's label,
/// where the edition prints titles first.
fn starts(tokens: &[Token<'_>]) -> Vec<usize> {
    let labels: Vec<(usize, Label)> = tokens
        .iter()
        .enumerate()
        .filter_map(|(at, token)| Some((at, token.label()?)))
        .filter(|(_, label)| *label != Label::Contents)
        .collect();
    if opens_with_title(&labels) {
        return labels.iter().filter(|(_, label)| *label == Label::Title).map(|(at, _)| *at).collect();
    }
    let mut starts = Vec::new();
    let (mut past_header, mut participating) = (true, true);
    for (index, (at, label)) in labels.iter().enumerate() {
        if !label.is_header() {
            past_header = true;
            continue;
        }
        let repeats =
            index.checked_sub(1).and_then(|before| labels.get(before)).is_some_and(|(before, same)| {
                *same == *label
                    && !tokens
                        .get(*before..*at)
                        .unwrap_or_default()
                        .iter()
                        .any(|token| token.text().is_some())
            });
        let begins = match label {
            // It need not be the first of its block.
            Label::Participating => !repeats && (past_header || participating),
            // Where that label is lost another can begin a sheet, but a single word in a summary cannot.
            _ => {
                past_header
                    && labels.iter().skip(index).take(3).filter(|(_, label)| label.is_header()).count() > 1
            }
        };
        if begins {
            starts.push(*at);
            (past_header, participating) = (false, false);
        }
        participating |= *label == Label::Participating;
    }
    starts
}

/// Whether a sheet's title stands above its facts: the first label is a title's, and either summaries are followed
/// by titles rather than by facts, or the last label is a fact's.
fn opens_with_title(labels: &[(usize, Label)]) -> bool {
    let (Some((_, Label::Title)), Some((_, last))) = (labels.first(), labels.last()) else { return false };
    let after_summary = labels.windows(2).filter_map(|pair| match pair {
        [(_, Label::Summary), (_, next)] => Some(*next),
        _ => None,
    });
    let (titles, facts): (Vec<Label>, Vec<Label>) = after_summary.partition(|label| *label == Label::Title);
    titles.len() >= facts.len() || last.is_header()
}

/// The slots of a sheet, the last one still empty: its end is not known until the next heading is. With it, how
/// many tokens have been used.
fn slots<'a>(tokens: &[Token<'a>]) -> (Vec<Slot<'a>>, usize) {
    let is_label = |token: &Token<'_>| token.label().is_some_and(|label| label != Label::Contents);
    let last = tokens.iter().rposition(is_label).unwrap_or(0);
    let mut slots: Vec<Slot<'a>> = Vec::new();
    for token in tokens.iter().take(last + 1) {
        if is_label(token) {
            slots.push(Slot { label: *token, tokens: Vec::new() });
        } else if let Some(slot) = slots.last_mut() {
            slot.tokens.push(*token);
        }
    }
    (slots, last + 1)
}

impl<'a> Sheet<'a> {
    /// Whether the sheet has the label.
    pub(super) fn has(&self, label: Label) -> bool {
        self.slots.iter().any(|slot| slot.label.label() == Some(label))
    }

    /// The lines of the label, or those of the first one that the sheet has.
    pub(super) fn lines_of(&self, label: Label) -> (u32, u32) {
        let slot = self.slots.iter().find(|slot| slot.label.label() == Some(label)).or(self.slots.first());
        slot.map_or((1, 1), |slot| (slot.label.first, slot.label.last))
    }

    /// What stands behind a label.
    pub(super) fn slot(&self, label: Label) -> Vec<Token<'a>> {
        let slots = self.slots.iter().filter(|slot| slot.label.label() == Some(label));
        slots.flat_map(|slot| slot.tokens.iter().copied()).collect()
    }

    /// The labels in the order in which they stand, the halves of one as one.
    pub(super) fn labels(&self) -> Vec<Label> {
        let halves = |pair: &[Slot<'_>]| match pair {
            [one, other] => {
                one.label.label() == other.label.label()
                    && one.tokens.iter().all(|token| token.text().is_none())
            }
            _ => false,
        };
        let seconds = self.slots.windows(2).map(halves);
        let firsts = std::iter::once(false).chain(seconds);
        self.slots
            .iter()
            .zip(firsts)
            .filter(|(_, half)| !half)
            .filter_map(|(slot, _)| slot.label.label())
            .collect()
    }

    /// From the heading to the last label.
    pub(super) fn lines(&self) -> (u32, u32) {
        let first = self.heading.lines.first().or(self.slots.first().map(|slot| &slot.label));
        let last = self.slots.last().map(|slot| slot.label.last);
        (first.map_or(1, |token| token.first), last.unwrap_or(1))
    }

    /// Status, title and summary, also where the label of one is lost.
    pub(super) fn parts(&self) -> Parts<'a> {
        let mut parts =
            Parts { status: self.slot(Label::Status), title: self.slot(Label::Title), body: Vec::new() };
        if !self.has(Label::Status) {
            let above = [Label::Goals, Label::Duration].into_iter().find(|label| self.has(*label));
            let above = above.map(|label| self.slot(label)).unwrap_or_default();
            if status::is_known(&words(&above)) || !self.has(Label::Title) {
                parts.status = above;
            }
        }
        if !self.has(Label::Title) {
            let at = end_of_status(&parts.status);
            parts.title = parts.status.split_off(at.min(parts.status.len()));
        }
        parts.body = self.slot(Label::Summary);
        if !self.has(Label::Summary) {
            let at = end_of_title(&parts.title);
            parts.body = parts.title.split_off(at.min(parts.title.len()));
        }
        parts
    }
}

/// A line on which so many sheets begin that lines are no evidence of anything.
pub(super) fn crowded_line(sheets: &[Sheet<'_>]) -> Option<u32> {
    let lines: Vec<u32> = sheets.iter().filter_map(|sheet| Some(sheet.slots.first()?.label.first)).collect();
    lines
        .windows(MOST_ON_A_LINE + 1)
        .find(|some| some.first() == some.last())
        .and_then(|some| some.first().copied())
}

const MOST_ON_A_LINE: usize = 3;

/// The words of some tokens, joined with spaces.
pub(super) fn words(tokens: &[Token<'_>]) -> String {
    tokens.iter().filter_map(Token::text).collect::<Vec<_>>().join(" ")
}

/// Where a status ends that runs into a title: at the link to the contents, where the wording is complete, or at a
/// blank line.
fn end_of_status(tokens: &[Token<'_>]) -> usize {
    let link = tokens.iter().rposition(|token| token.label() == Some(Label::Contents));
    if let Some(link) = link.filter(|link| tokens.iter().skip(*link).any(|token| token.text().is_some())) {
        return link;
    }
    let known = (1..=tokens.len().min(6))
        .rev()
        .find(|end| status::is_known(&words(tokens.get(..*end).unwrap_or_default())));
    known.unwrap_or_else(|| end_of_paragraph(tokens))
}

/// Where a title ends that runs into a summary: at the mark of the map's footnote or at a blank line.
fn end_of_title(tokens: &[Token<'_>]) -> usize {
    let star = tokens.iter().position(|token| token.piece == Piece::Star);
    let star = star.filter(|star| tokens.iter().take(*star).any(|token| token.text().is_some()));
    star.unwrap_or_else(|| end_of_paragraph(tokens))
}

fn end_of_paragraph(tokens: &[Token<'_>]) -> usize {
    let begins = tokens.iter().position(|token| token.text().is_some()).unwrap_or(tokens.len());
    let blank = tokens.iter().skip(begins).position(|token| token.piece == Piece::Blank);
    blank.map_or(tokens.len(), |blank| begins + blank)
}
