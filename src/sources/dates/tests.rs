//! Tests of this module.

use super::*;
use crate::record::Period;

/// Each of the texts, `|` between them.
fn check_date(texts: &str, expected: &str) {
    for text in texts.split('|') {
        assert_eq!(date(text).map(|date| date.to_string()).unwrap_or_default(), expected, "{text}");
    }
}

/// Each of the texts, `|` between them.
fn check_period(texts: &str, expected: (&str, &str, u32)) {
    for text in texts.split('|') {
        let period = period(text).unwrap_or(Period { start: None, end: None, months: None });
        let shown = |date: Option<PartialDate>| date.map(|date| date.to_string()).unwrap_or_default();
        let (start, end) = (shown(period.start), shown(period.end));
        assert_eq!((start.as_str(), end.as_str(), period.months.unwrap_or(0)), expected, "{text}");
    }
}

#[test]
fn a_date_is_read_in_every_order_that_is_printed() {
    check_date(
        "NOV /11/ 23|Last updated: NOV /11/ 23|NOV/11/23|Nov 11, 2023|november 11th, 2023",
        "2023-11-11",
    );
    check_date("11 November 2023|11th of November 2023|11-Nov-23|11 nov. 2023|11November2023", "2023-11-11");
    check_date("2023-11-11|2023/11/11|11/11/2023|11.11.2023|11/11/23|Nov. 11, ’23", "2023-11-11");
    check_date("11\u{a0}November\u{a0}2023|(11 November 2023)|On 11 Nov 23, five", "2023-11-11");
    check_date("25/12/2023|12/25/2023", "2023-12-25");
}

#[test]
fn a_date_is_as_precise_as_it_is_printed() {
    check_date("SEPTEMBER 2023|Sept. 2023|Sep ’23|2023-09|(September, 2023)|in September of 2023", "2023-09");
    check_date("2023| 2023. |in 2023, women|since 2023 women|mid-2023|2023 – 2024|Updated (2023)", "2023");
}

#[test]
fn what_can_be_read_two_ways_or_is_no_date_is_none() {
    check_date("|10/11/2023|Nov 23|May|Nov 11, 23 people|1.1.23", "");
    check_date("2030 Agenda|by the 2030 Agenda|2000 people|USD 2023|resolution 1244|Phase 2", "");
    check_date("31/02/2023|32 13 2023|2023-13-40|99/99/9999|20231111|1,2023|2,019|+41.22.717 9111|é 20", "");
}

#[test]
fn a_period_has_the_ends_and_the_length_that_are_stated() {
    check_period("5 years, from March 2018 to February 2023", ("2018-03", "2023-02", 60));
    let ends = ("2019-11", "2023-10", 0);
    check_period("November 2019 to October 2023|Nov 2019 – Oct 2023|NOV. 2019 - OCT. 2023", ends);
    check_period("2019-11 to 2023-10|November2019–October2023|Nov-19 to Oct-23", ends);
    check_period(
        "between November 2019 and October 2023|from November 2019 until the end of October 2023",
        ends,
    );
    check_period("Start: November 2019, end: October 2023|Start date: Nov 2019; closing in Oct 2023", ends);
    check_period("starts in November 2019 and is there until October 2023", ends);
    check_period(
        "2019-2023|2019 – 2023|from 2019 to 2023|2019–23|2019-23|(2019 to 2023)",
        ("2019", "2023", 0),
    );
    check_period("1 November 2019 – 31 October 2023", ("2019-11-01", "2023-10-31", 0));
    check_period("March to June 2023|Mar.–Jun. 2023", ("2023-03", "2023-06", 0));
    check_period("since 2011, two agencies", ("2011", "", 0));
    check_period("until October 2023", ("", "2023-10", 0));
    check_period("from May 2021 for 18 months", ("2021-05", "", 18));
}

#[test]
fn a_length_is_read_in_digits_and_words() {
    check_period("four years|4\u{a0}YEARS|four (4) years|4 years (48 months)|48-month", ("", "", 48));
    check_period("36 months|thirty-six months|six years old, for 3 years", ("", "", 36));
    check_period("two-year|24-month programme|Twenty four months", ("", "", 24));
    check_period("one and a half years|1½ years|1.5 years|1 year and 6 months|eighteen months", ("", "", 18));
}

#[test]
fn what_is_not_one_length_or_not_in_order_is_no_period() {
    check_period("4-5 years|five years old|0 months|9999999999999999999 years|0.3 months|½ x", ("", "", 0));
    check_period(
        "October 2023|in 2019 – 45 people|2023-2019|2023–19|from October 2023 to November 2019",
        ("", "", 0),
    );
}
