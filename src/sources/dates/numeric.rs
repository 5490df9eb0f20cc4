//! Dates in numbers whose day and month could change places: "03/04/2022".

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::{dates_in, pattern};
use crate::record::PartialDate;

/// In which order a document prints days and months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// 31/12/2022
    DayFirst,
    /// 12/31/2022
    MonthFirst,
}

/// The order that a document's own dates show; `None` where none shows any, or they show both.
#[must_use]
pub fn order<'a>(texts: impl IntoIterator<Item = &'a str>) -> Option<Order> {
    let mut shown = None;
    for text in texts {
        for found in NUMERIC.captures_iter(text) {
            let number = |index| found.get(index).and_then(|part| part.as_str().parse::<u8>().ok());
            let order = match number(1).zip(number(3)) {
                Some((13..=31, 1..=12)) => Order::DayFirst,
                Some((1..=12, 13..=31)) => Order::MonthFirst,
                _ => continue,
            };
            if shown.is_some_and(|shown| shown != order) {
                return None;
            }
            shown = Some(order);
        }
    }
    shown
}

/// The first date in a text with its place in bytes, as precise as is certain: of a date in numbers that can be read
/// two ways the year, unless the order is known.
#[must_use]
pub fn as_certain(text: &str, order: Option<Order>) -> Option<(PartialDate, Range<usize>)> {
    let plain = dates_in(text).into_iter().next();
    let numeric = NUMERIC.captures(text).and_then(|found| {
        let number = |index| found.get(index).and_then(|part| part.as_str().parse::<u8>().ok());
        let (one, other) = (number(1)?, number(3)?);
        let year = found.get(5)?.as_str().parse().ok()?;
        let same_mark = found.get(2)?.as_str() == found.get(4)?.as_str();
        let ambiguous = same_mark && (1..=12).contains(&one) && (1..=12).contains(&other) && one != other;
        let date = match order.filter(|_| ambiguous) {
            Some(Order::DayFirst) => PartialDate::new(year, Some(other), Some(one)),
            Some(Order::MonthFirst) => PartialDate::new(year, Some(one), Some(other)),
            None => PartialDate::new(year, None, None).filter(|_| ambiguous),
        };
        Some((date?, found.get(0)?.range()))
    });
    [numeric, plain].into_iter().flatten().min_by_key(|(_, place)| place.start)
}

static NUMERIC: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b([0-9]{1,2})([-/.])([0-9]{1,2})([-/.])((?:19|20)[0-9]{2})\b"));

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, known: Option<Order>, expected: &str) {
        let found = as_certain(text, known).map(|(date, _)| date.to_string());
        assert_eq!(found.unwrap_or_default(), expected, "{text} {known:?}");
    }

    #[test]
    fn a_date_that_can_be_read_two_ways_is_as_precise_as_its_year() {
        check("03/04/2022", None, "2022");
        check("Updated 3.4.2022:", None, "2022");
        check("03/04/2022", Some(Order::DayFirst), "2022-04-03");
        check("03/04/2022", Some(Order::MonthFirst), "2022-03-04");
    }

    #[test]
    fn a_date_that_can_be_read_one_way_needs_no_order() {
        for known in [None, Some(Order::DayFirst), Some(Order::MonthFirst)] {
            check("25/12/2022", known, "2022-12-25");
            check("12/25/2022", known, "2022-12-25");
            check("04/04/2022", known, "2022-04-04");
            check("NOV /11/ 23", known, "2023-11-11");
            check("2022-03-04 and 03/04/2021", known, "2022-03-04");
            check("31/02/2022", known, "");
        }
    }

    #[test]
    fn the_order_is_what_the_document_shows() {
        assert_eq!(order(["03/04/2022", "on 25/12/2021"]), Some(Order::DayFirst));
        assert_eq!(order(["03/04/2022", "12.25.2021 x"]), Some(Order::MonthFirst));
        assert_eq!(order(["25/12/2021", "12/25/2021"]), None);
        assert_eq!(order(["03/04/2022", "2021"]), None);
    }
}
