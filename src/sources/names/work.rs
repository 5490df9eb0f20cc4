//! Where the work is: the countries of a text, each with what it is named for.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::roles::{PlaceRole, pattern, role_of};
use super::scanned::Scanned;
use crate::reference::{self, CountryCode, CountryMention, MentionForm};

/// A country named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CountryInText {
    /// Which country.
    pub country: CountryCode,
    /// The bytes that name it.
    pub range: Range<usize>,
    /// As a name, or through its people.
    pub form: MentionForm,
    /// What it is named for.
    pub role: PlaceRole,
}

/// Where a text says that work is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Work {
    /// Countries where work is or was done, or that the text is about: every mention, in order.
    pub countries: Vec<(CountryCode, Range<usize>)>,
    /// Countries where work is planned and, as far as the text says, none is done.
    pub planned: Vec<(CountryCode, Range<usize>)>,
    /// Full stops in the middle of a list of countries, read as commas.
    pub broken_lists: Vec<Range<usize>>,
}

/// The places of work that a text names; what is an origin, a donor, a seat or context is left out.
#[must_use]
pub fn places_of_work(text: &str) -> Work {
    find(&Scanned::new(text))
}

pub(super) fn find(scanned: &Scanned<'_>) -> Work {
    let (countries, broken_lists) = read(scanned.text, &scanned.countries);
    let mut work = Work { broken_lists, ..Work::default() };
    for CountryInText { country, range, role, .. } in countries {
        match role {
            PlaceRole::Work => work.countries.push((country, range)),
            PlaceRole::Planned => work.planned.push((country, range)),
            _ => {}
        }
    }
    let done = &work.countries;
    work.planned.retain(|(planned, _)| done.iter().all(|(country, _)| country != planned));
    work
}

/// Every country that a text names, in order, with its role.
#[must_use]
pub fn countries_with_roles(text: &str) -> Vec<CountryInText> {
    read(text, &reference::countries_in(text)).0
}

/// Mentions that stand in one list share one role, which is told by what stands before and after the list.
fn read(text: &str, mentions: &[CountryMention]) -> (Vec<CountryInText>, Vec<Range<usize>>) {
    let mut countries = Vec::with_capacity(mentions.len());
    let mut broken = Vec::new();
    let mut rest = mentions;
    while let Some(first) = rest.first() {
        let length = list_length(text, rest, &mut broken);
        let (list, others) = rest.split_at(length.clamp(1, rest.len()));
        let end = list.last().map_or(first.range.end, |last| last.range.end);
        let role = role_of(text, &(first.range.start..end), first.form);
        for CountryMention { country, range, form } in list {
            countries.push(CountryInText { country: *country, range: range.clone(), form: *form, role });
        }
        rest = others;
    }
    (countries, broken)
}

/// How many mentions from the first one on make one list. A full stop between two countries breaks no list that is
/// under way and goes on after it ("Chad, Mali. Niger, Togo and Benin").
fn list_length(text: &str, mentions: &[CountryMention], broken: &mut Vec<Range<usize>>) -> usize {
    let mut length = 1;
    let mut last_but_one_said = false;
    for (pair, index) in mentions.windows(2).zip(1..) {
        let [one, other] = pair else { break };
        let gap = one.range.end..other.range.start;
        let Some(between) = text.get(gap.clone()) else { break };
        if one.form != other.form {
            break;
        }
        if between.len() < 24 && SEPARATOR.is_match(between) {
            last_but_one_said |= between.contains("and") || between.contains('&');
        } else {
            let goes_on = text.get(other.range.end..).is_some_and(|after| after.starts_with(", "));
            if index < 2 || last_but_one_said || !goes_on || between.trim_end() != "." {
                break;
            }
            broken.push(gap);
        }
        length = index + 1;
    }
    length
}

static SEPARATOR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:\s?[,/&–-]\s*(?:(?:and|or|as well as|y|et)\s+)?|\s(?:and|or|as well as|y|et|&)\s+)(?:in\s+)?(?:the\s+)?$",
    )
});

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, done: &str, planned: &str) {
        let codes = |places: &[(CountryCode, Range<usize>)]| {
            let mut codes: Vec<_> = places.iter().map(|(code, _)| code.to_string()).collect();
            codes.dedup();
            codes.join(" ")
        };
        let work = places_of_work(text);
        assert_eq!(
            (codes(&work.countries).as_str(), codes(&work.planned).as_str()),
            (done, planned),
            "{text}"
        );
    }

    #[test]
    fn work_is_where_something_is_done_or_what_the_text_is_about() {
        check("UNDP Serbia trained bakers.", "SRB", "");
        check("In Chad, Mali and Niger, ovens were built.", "TCD MLI NER", "");
        check("Project Peru: “Bread”", "PER", "");
        check("A study on bread in Nepal", "NPL", "");
        check("The Tajik authorities received ovens.", "TJK", "");
        check("Ovens reached three countries (Chad, Mali, Niger).", "TCD MLI NER", "");
    }

    #[test]
    fn who_pays_sits_somewhere_or_comes_from_somewhere_works_elsewhere() {
        check("Funded by the Government of Japan, ovens reached Nepal.", "NPL", "");
        check("With financial support from Norway and Sweden, ovens reached Nepal.", "NPL", "");
        check("The Swiss-UNDP projects in Nepal", "NPL", "");
        check("The Russian Trust Fund paid for ovens in Nepal", "NPL", "");
        check("A talk by the Regional Hub in Panama", "", "");
        check("A talk by the Regional Hub of UNDP in Panama", "", "");
        check("Bread for refugees from Venezuela in Peru", "PER", "");
        check("Venezuelan migrants and Peru’s refugees", "", "");
        check("Pan para migrantes y refugiados de Venezuela", "", "");
        check("Filipino workers in Italy", "ITA", "");
        check("Nepal helps those who migrate to Qatar", "NPL", "");
        check("Villages bordering Chad", "", "");
        check("They build a new life in Chad", "", "");
    }

    #[test]
    fn planned_is_not_done() {
        check(
            "Ovens stand in Chad. More are planned to be built in May in Mali and Niger.",
            "TCD",
            "MLI NER",
        );
        check("A scheme to be implemented in Ghana, Kenya and Nepal.", "", "GHA KEN NPL");
        check("It will take place in Peru.", "", "PER");
        check("Further planned workshops in Peru", "", "PER");
        check("People were trained to tend a planned garden in Peru.", "PER", "");
        check("Ovens stand in Chad and more will be built; more is planned in Chad.", "TCD", "");
        check("It will be part of the next Rwanda Bread Strategy.", "RWA", "");
        check("Bread was built into development planning in Peru.", "PER", "");
        check("The ovens continue to be run in Peru.", "PER", "");
        check("In Peru migrants baked.", "PER", "");
    }

    #[test]
    fn a_full_stop_inside_a_list_is_noted_and_read_as_a_comma() {
        let text = "Ovens stand in: Chad, Mali. Niger, Nepal and Peru. Serbia has none.";
        let work = places_of_work(text);
        assert_eq!(work.countries.len(), 6);
        assert_eq!(work.broken_lists.iter().map(|range| &text[range.clone()]).collect::<Vec<_>>(), [". "]);
        assert!(places_of_work("In Chad and Mali. Niger, too, bakes.").broken_lists.is_empty());
    }

    #[test]
    fn any_text_is_read() {
        for text in ["", "\n", "in “ü", "Peru", &"Peru, ".repeat(2000), &"é".repeat(500)] {
            let _ = places_of_work(text);
        }
    }
}
