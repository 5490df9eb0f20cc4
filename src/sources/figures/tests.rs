//! Tests of this module.

use super::*;
use crate::record::Qualifier::{About, Almost, AtLeast, Exact};

/// The figures of a text as "value unit", with the marks of their qualifiers.
fn read(text: &str) -> String {
    let found = figures_in(text);
    for one in &found {
        assert!(text.get(one.range.clone()).is_some_and(|bytes| !bytes.is_empty()), "{text}");
    }
    let one = |found: Found| {
        let figure = found.figure;
        let sign = match figure.qualifier {
            Exact => "",
            About => "~",
            AtLeast => ">",
            Almost => "<",
        };
        let max = figure.value_max.map(|max| format!("-{max}")).unwrap_or_default();
        format!("{sign}{}{max} {}", figure.value, figure.unit)
    };
    found.into_iter().map(one).collect::<Vec<_>>().join("; ")
}

fn check(input: &str, expected: &str) {
    assert_eq!(read(input), expected, "{input}");
    assert_eq!(read(&input.replace(' ', "\u{a0}")), expected, "{input} (no-break spaces)");
}

#[test]
fn numbers_are_read_however_they_are_printed() {
    check("120 nurses", "120 nurses");
    check("1,250,300 letters and 1 250 300 stamps", "1250300 letters; 1250300 stamps");
    check("99.6% of births", "99.6 % of births");
    check("2.2k beds were made", "~2200 beds");
    check("107 million trees", "~107000000 trees");
    check("Two wells, twelve pumps and twenty-five taps", "2 wells; 12 pumps; 25 taps");
    check("40,000 USD for wells, USD 500 for taps, US$ 2 million more", "40000 USD; 500 USD; ~2000000 USD");
}

#[test]
fn a_qualifier_belongs_to_the_number() {
    check(
        "over 60 barns, more than 70 mills, at least 80 ponds, 90+ nets",
        ">60 barns; >70 mills; >80 ponds; >90 nets",
    );
    check("almost 60 barns, nearly 70 mills, up to 80 ponds", "<60 barns; <70 mills; <80 ponds");
    check("about 60 barns, some 70 mills, an estimated 80 ponds", "~60 barns; ~70 mills; ~80 ponds");
    check("an estimated reach of 500 homes", "~500 homes");
    let found = figures_in("they built almost 1,900 huts");
    assert_eq!(found[0].range, 11..23);
}

#[test]
fn ranges_have_two_ends() {
    check("5,000-10,000 looms", "5000-10000 looms");
    check("5 to 10 looms, between 20 and 30 mills", "5-10 looms; 20-30 mills");
    check("38-40% of weavers", "38-40 % of weavers");
    check("5 to 10 million looms", "~5000000-10000000 looms");
    check("from 20 to 30 looms", "30 looms");
}

#[test]
fn the_unit_ends_before_the_verb() {
    check(
        "300 women weavers and 85 girls trained to spin on 16 Loom Houses",
        "300 women weavers; 85 girls; 16 Loom Houses",
    );
    check("665 customs and harbour officers trained on tides", "665 customs and harbour officers");
    check("6 village-based choirs were formed", "6 village-based choirs");
    check("78 smuggling and theft victims benefited from aid", "78 smuggling and theft victims");
    check("over 60 barns specialized in cheese", ">60 barns");
    check("200 boys and 290 widows left behind received wool", "200 boys; 290 widows left behind");
    check("310 cases of GBV have been heard", "310 cases of GBV");
    check("50 trained weavers met; 12 displaced families came", "50 trained weavers; 12 displaced families");
    check("One orchard site was planted, and 12 people were fed", "1 orchard site; 12 people");
    check("46,000 copies per month", "46000 copies per month");
    check("300 people directly benefit", "300 people");
    check("trained 30 clerks and established two desks", "30 clerks; 2 desks");
}

#[test]
fn a_list_is_one_unit_and_what_is_no_list_ends_it() {
    check(
        "450 bakers, cooks, waiters, and young farmers received aprons",
        "450 bakers, cooks, waiters, and young farmers",
    );
    check(
        "7,100 guests, likely guests, and hosts, including kin, came",
        "7100 guests, likely guests, and hosts",
    );
    check("80,000 people, brought together by song", "80000 people");
    check("179 mill laws, rules, norms and tax plans to guide", "179 mill laws, rules, norms and tax plans");
    check("19 partners, including mills, unions, and guilds have met", "19 partners");
    check("after hosting 50 women, IOM and UNDP left", "50 women");
    check("12 laws and rules and the making of 56 new plans", "12 laws and rules; 56 new plans");
    check("95 women fishers and their families were fed", "95 women fishers and their families");
    check("5 different towns: Aa, Bb and Cc", "5 different towns");
}

#[test]
fn an_ellipsis_takes_the_unit_of_the_figure_before_it() {
    check(
        "900 cooks used ovens; 200 accessed loans; and almost 30 received pans",
        "900 cooks; 200 cooks; <30 cooks",
    );
    check("900 cooks used ovens. 200 received pans", "900 cooks");
}

#[test]
fn shares_say_of_what() {
    check("100% of GBV survivors who asked were heard", "100 % of GBV survivors");
    check("a 94% expressing their joy with the play", "94 % expressing their joy");
    check("around 10% have left, 5 per cent of the older workers", "~10 %; 5 % of the older workers");
}

#[test]
fn what_only_looks_like_a_count_is_none() {
    for none in [
        "in 2019, from 2023 to 2027, the 2030 Agenda, in 2022-2023",
        "on 11 November 2023 and May 5",
        "the 3rd phase, a 24-year-old, a six-day march, a two-year plan",
        "Phase 3 work, workstream 6 on ties, resolution 1244 (1999), objective 19: Ties",
        "objectives 6 and 21 are met; SDGs 8, 10 and 17 too",
        "COVID-19, M4SD, G77 and 24/7 help at 10:30",
        "(1) first and (2) second",
        "one of the ways, one in four homes, nine out of ten homes, one quarter of them, on one hand",
        "the two phases, these two plans, has been one part, no one came",
        "24 months, 4 years, aged 15 to 24 only",
        "17, High Road, P.O. Box 17",
        "Call +41.22.717 or 3.2.1",
    ] {
        check(none, "");
    }
    check("over 2000 people and 2000 women came in 2000", ">2000 people; 2000 women");
}

#[test]
fn a_lone_number_is_read_and_nothing_else() {
    for (text, expected) in [
        ("1,700,000", Some(1_700_000.0)),
        (" 31 ", Some(31.0)),
        ("1\u{a0}700\u{a0}000", Some(1_700_000.0)),
        ("USD 2,000,000", Some(2_000_000.0)),
        ("2,000,000 USD", Some(2_000_000.0)),
        ("31 months", None),
        ("31%", None),
        ("1,70", None),
        ("", None),
        ("12 13", None),
    ] {
        assert_eq!(number(text), expected, "{text}");
    }
}

#[test]
fn a_year_is_known_when_there_is_only_one() {
    for (text, expected) in [
        ("In 2022, a race was held in 2022.", Some(2022)),
        ("from 2021 to 2022", None),
        ("1,999 boats and 2500 oars", None),
    ] {
        assert_eq!(year_in(text), expected, "{text}");
    }
}

#[test]
fn any_text_is_read_without_a_panic() {
    let odd =
        ["9".repeat(500), "1,".repeat(500), "one ".repeat(500), "5 a, ".repeat(500), "é½٣ 5é 5-".repeat(50)];
    for text in odd {
        let _ = (figures_in(&text), number(&text), year_in(&text));
    }
}
