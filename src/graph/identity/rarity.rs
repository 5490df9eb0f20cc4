//! How rare the terms of a corpus are, and what two texts share of them. Terms are numbered in their alphabetical
//! order, so that texts are compared as sorted lists of numbers.

use std::collections::HashMap;

/// How rare the terms of a corpus are.
#[derive(Debug, Default)]
pub struct Rarity {
    numbers: HashMap<String, u32>,
    terms: Vec<(String, f64)>,
}

impl Rarity {
    /// Counts the terms of each text once.
    pub fn of<'a>(texts: impl IntoIterator<Item = impl IntoIterator<Item = &'a str>>) -> Self {
        let mut documents = 0.0;
        let mut counts: HashMap<&str, f64> = HashMap::new();
        for terms in texts {
            documents += 1.0;
            for term in terms {
                *counts.entry(term).or_default() += 1.0;
            }
        }
        let mut counts: Vec<(&str, f64)> = counts.into_iter().collect();
        counts.sort_unstable_by_key(|(term, _)| *term);
        let weight = |count: f64| ((documents + 1.0_f64) / (count + 1.0)).ln().max(0.0);
        Self {
            numbers: counts.iter().zip(0..).map(|((term, _), number)| ((*term).to_owned(), number)).collect(),
            terms: counts.into_iter().map(|(term, count)| (term.to_owned(), weight(count))).collect(),
        }
    }

    /// The numbers of a text's terms, sorted, each once. Terms that the corpus lacks are left out.
    #[must_use]
    pub fn numbers<'t>(&self, terms: impl IntoIterator<Item = &'t str>) -> Vec<u32> {
        let terms = terms.into_iter();
        let mut numbers: Vec<u32> = terms.filter_map(|term| self.numbers.get(term).copied()).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers
    }

    /// The term of a number.
    #[must_use]
    pub fn term(&self, number: u32) -> &str {
        &self.terms[number as usize].0
    }

    /// The information of a term, in natural units: 0 for one that stands everywhere.
    #[must_use]
    pub fn weight(&self, number: u32) -> f64 {
        self.terms[number as usize].1
    }

    /// The shared terms of two texts, the most telling first, and their summed weight.
    #[must_use]
    pub fn shared(&self, one: &[u32], other: &[u32]) -> (Vec<u32>, f64) {
        let mut shared: Vec<u32> = Vec::new();
        walk(one, other, |term, both| {
            if both {
                shared.push(term);
            }
        });
        shared.sort_by(|a, b| self.weight(*b).total_cmp(&self.weight(*a)).then(a.cmp(b)));
        let sum = shared.iter().map(|term| self.weight(*term)).sum();
        (shared, sum)
    }

    /// How alike two texts are by their weighted terms: 0 to 1 (weighted Jaccard).
    #[must_use]
    pub fn likeness(&self, one: &[u32], other: &[u32]) -> f64 {
        let (_, shared) = self.shared(one, other);
        self.share_of_all(shared, one, other)
    }

    /// The part that a summed weight has in that of all terms of two texts.
    pub(super) fn share_of_all(&self, shared: f64, one: &[u32], other: &[u32]) -> f64 {
        let mut whole = 0.0;
        walk(one, other, |term, _| whole += self.weight(term));
        if whole > 0.0 { shared / whole } else { 0.0 }
    }
}

/// Every number of two sorted lists, in order, each once, with whether both have it.
fn walk(one: &[u32], other: &[u32], mut visit: impl FnMut(u32, bool)) {
    let (mut at, mut there) = (0, 0);
    while at < one.len() || there < other.len() {
        let (mine, theirs) = (one.get(at), other.get(there));
        let next = mine.into_iter().chain(theirs).min().copied().unwrap_or_default();
        let (has, have) = (mine == Some(&next), theirs == Some(&next));
        at += usize::from(has);
        there += usize::from(have);
        visit(next, has && have);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Terms;

    fn text(words: &str) -> Terms {
        words.split(' ').collect()
    }

    #[test]
    fn a_rare_term_says_more_than_one_that_stands_everywhere() {
        let texts = [text("data migration"), text("fisher migration"), text("border data migration")];
        let rarity = Rarity::of(texts.iter().map(Terms::iter));
        let [one, other, third] = texts.each_ref().map(|terms| rarity.numbers(terms.iter()));
        assert_eq!(rarity.shared(&one, &other).1, 0.0, "`migration` is everywhere");
        let (shared, weight) = rarity.shared(&one, &third);
        assert_eq!(shared.iter().map(|term| rarity.term(*term)).collect::<Vec<_>>(), ["data", "migration"]);
        assert!((weight - (4.0_f64 / 3.0).ln()).abs() < 1e-12);
        assert!((rarity.likeness(&one, &third) - weight / (weight + 2.0_f64.ln())).abs() < 1e-12);
        assert_eq!(rarity.numbers(["unheard", "data"]), rarity.numbers(["data"]));
    }
}
