//! Which update an item of progress stands under.

use std::collections::HashMap;

use super::Outline;
use crate::record::PartialDate;
use crate::sources::pledge_page::passage::Piece;

impl Outline {
    /// Gives each item the date of the update that it stands under. A page's only date is the page's own, and so is
    /// the only one that heads all sections.
    pub(super) fn date_items(&mut self) {
        let line = |pieces: &[Piece]| pieces.first().map_or(0, |piece| piece.line);
        let all = || self.commitments.iter();
        let headings: Vec<u32> =
            all().flat_map(|one| &one.statements).map(|statement| line(&statement.pieces)).collect();
        let items: Vec<u32> = all()
            .flat_map(|one| &one.items)
            .filter_map(|item| item.paragraphs.first())
            .map(|first| line(first))
            .collect();
        let next = |lines: &[u32], after: u32| lines.iter().copied().filter(|line| *line > after).min();
        // Up to which line an update dates what stands below it: in a section up to its end.
        let updates: Vec<(&(PartialDate, Piece), Option<u32>)> = self
            .updates
            .iter()
            .map(|update| {
                let at = update.1.line;
                let (heading, item) = (next(&headings, at), next(&items, at.saturating_sub(1)));
                let in_section = item.is_some_and(|item| heading.is_none_or(|heading| item < heading));
                (update, heading.filter(|_| in_section))
            })
            .collect();
        let over_sections =
            updates.iter().filter(|((_, piece), end)| end.is_none() && next(&headings, piece.line).is_some());
        let pages_own = over_sections.count() == 1;
        let dated = |item: u32| {
            let above = updates.iter().rev().filter(|((_, piece), end)| {
                let over_sections = end.is_none() && next(&headings, piece.line).is_some();
                piece.line <= item && end.is_none_or(|end| item < end) && !(pages_own && over_sections)
            });
            above.map(|(update, _)| (*update).clone()).next()
        };
        if self.updates.len() < 2 && !self.dates_items {
            return;
        }
        let dates: HashMap<u32, (PartialDate, Piece)> =
            items.iter().filter_map(|item| Some((*item, dated(*item)?))).collect();
        for item in self.commitments.iter_mut().flat_map(|commitment| &mut commitment.items) {
            let at = item.paragraphs.first().map_or(0, |pieces| line(pieces));
            item.reported = dates.get(&at).cloned();
        }
    }
}
