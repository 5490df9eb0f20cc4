//! Tests of this module.

use super::*;

#[track_caller]
fn check(text: &str, expected: &[(MentionKind, &str)]) {
    let mentions = mentions_in(&Scanned::new(text));
    let found: Vec<_> =
        mentions.found.iter().map(|(mention, _)| (mention.kind, mention.name.as_str())).collect();
    assert_eq!(found, expected, "{text}");
}

use MentionKind::{Activity, Programme, Project, Publication};

#[test]
fn quoted_names_take_their_kind_from_the_words_around_them() {
    check("the joint programme on “Rising Dough” (Phase 2)", &[(Programme, "Rising Dough")]);
    check("it promoted the “Share a Loaf” Campaign/Survey", &[(Activity, "Share a Loaf")]);
    check(
        "UNDP publication \"Bread. A Special Report 2020.\"",
        &[(Publication, "Bread. A Special Report 2020")],
    );
    check(
        "Project Peru: “Pan”, “Pan y té, con sal”/ “Té” and “Sal”",
        &[(Project, "Pan"), (Project, "Pan y té, con sal"), (Project, "Té"), (Project, "Sal")],
    );
    check("a pilot of “Estrategia Pan” in Peru", &[(Project, "Estrategia Pan")]);
    check("a “warm” welcome", &[]);
    check("she calls it „Rising Dough“ and so be it", &[(Activity, "Rising Dough")]);
}

#[test]
fn names_without_quotation_marks_are_capitalised_words_around_a_word_for_a_kind() {
    check("designed its own Human Bread Strategy based on rye", &[(Project, "Human Bread Strategy")]);
    check("implements the Warm Oven Markets project, which", &[(Project, "Warm Oven Markets")]);
    check("As part of the B4ALL programme, bakers met", &[(Programme, "B4ALL")]);
    check(
        "the IOM-UNDP Global Programme on Making Bread Rise for Good. In",
        &[(Programme, "IOM-UNDP Global Programme on Making Bread Rise for Good")],
    );
    check(
        "the National Program for the baking and (re)baking of bread, which",
        &[(Programme, "National Program for the baking and (re)baking of bread")],
    );
    check(
        "the joint UNDP-IOM report Small Bread Habits for the Republic of Peru (not yet",
        &[(Publication, "Small Bread Habits for the Republic of Peru")],
    );
    check(
        "It designed the Baking Guide: Flour and Water.",
        &[(Publication, "Baking Guide: Flour and Water")],
    );
    check(
        "Research study on Peru Bread and its Role Amidst Tea.",
        &[(Publication, "Peru Bread and its Role Amidst Tea")],
    );
    check(
        "at the Global Forums on Bread, Tea and Salt (GFBTS)",
        &[(Activity, "Global Forums on Bread, Tea and Salt")],
    );
    check(
        "leads the workstream on slow baking together with ILO",
        &[(Activity, "workstream on slow baking")],
    );
    check("the National Bread Strategy 2022-2042, with", &[(Project, "National Bread Strategy 2022-2042")]);
}

#[test]
fn what_only_mentions_a_kind_is_no_name() {
    check("The Programme’s third phase, the Regional Programme and the UN Network initiatives", &[]);
    check("UNDP publication on the ICT project and the UNDP programme in Peru", &[]);
    check("A study by UNDP Peru; a report of the Government", &[]);
    check("Relevant projects: Peru, Chad", &[]);
}

#[test]
fn lost_quotation_marks_are_noted_and_the_name_is_found() {
    let text = "UNDP implements the projectWarm Hands at the Mill”. The project serves all.";
    check(text, &[(Project, "Warm Hands at the Mill")]);
    let slips = mentions_in(&Scanned::new(text)).slips;
    assert!(matches!(slips.as_slice(), [Slip::UnbalancedQuote(_), Slip::JoinedWords(_)]));
    check("the report \"Bread for All. It was read.", &[(Publication, "Bread for All")]);
    for text in ["”", "“", "\"", "a”b“c\"", "“““”””"] {
        let _ = mentions_in(&Scanned::new(text));
    }
}
