//! One booklet in the layouts of other editions and other extractors: what can be read says the same, what cannot is
//! refused.

mod columns;
mod editions;
mod lines;
mod setting;

use super::tests::{facts, parsed, read};
use setting::Printed;

const THREE_AREAS: &str = include_str!("../testdata/three-areas.txt");
const SIX_SHEETS: &str = include_str!("../testdata/six-sheets.txt");

/// Booklets to set again: ours, and the published one where it is at hand.
fn booklets() -> Vec<(&'static str, String)> {
    let ours = [("three areas", THREE_AREAS), ("six sheets", SIX_SHEETS)];
    let mut booklets: Vec<(&str, String)> = ours.map(|(name, text)| (name, text.to_owned())).into();
    booklets.extend(super::real::booklet().map(|booklet| ("the published booklet", booklet)));
    booklets
}

fn sheets_of(booklet: &str) -> Vec<Printed> {
    setting::printed(&read(booklet))
}

/// That a setting of each booklet says what the booklet says.
fn says_the_same(how: &str, set: impl Fn(&[Printed]) -> String) {
    for (name, booklet) in booklets() {
        let set = set(&sheets_of(&booklet));
        let reading = match super::parse(&read(&set)) {
            Ok(reading) => reading,
            Err(refused) => {
                panic!("{name} with {how}: {refused}\n{}", set.chars().take(900).collect::<String>())
            }
        };
        let (found, expected) = (facts(&reading), facts(&parsed(&booklet)));
        for (at, (found, expected)) in found.iter().zip(&expected).enumerate() {
            let same = found.bytes().zip(expected.bytes()).take_while(|(one, other)| one == other).count();
            let from = |facts: &str| {
                facts.get(same.saturating_sub(60)..).unwrap_or(facts).chars().take(200).collect::<String>()
            };
            assert!(
                found == expected,
                "sheet {} of {name} with {how}:\n{}\ninstead of\n{}",
                at + 1,
                from(found),
                from(expected)
            );
        }
        assert_eq!(found.len(), expected.len(), "{name} with {how}");
        assert!(reading.rejects.is_empty(), "{name} with {how}: {:?}", reading.rejects);
    }
}
