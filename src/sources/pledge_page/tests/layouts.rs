//! Pledges of other pledgers in other layouts.

use super::*;

fn pledgers(reading: &Reading) -> String {
    let pledge = pledge(reading);
    let all = std::iter::once(&pledge.organisation).chain(&pledge.jointly_with);
    all.map(|name| name.value.as_str()).collect::<Vec<_>>().join(" + ")
}

/// Each item with the date of its update.
fn reported(reading: &Reading) -> Vec<(&str, String)> {
    let date = |item: &ProgressItemRecord| item.reported_on.as_ref().map(|date| date.value.to_string());
    progress(reading).into_iter().map(|(key, item)| (key, date(item).unwrap_or_default())).collect()
}

fn keys(reading: &Reading) -> Vec<&str> {
    reading.records.iter().map(|record| record.key.as_str()).collect()
}

const UPDATES: &str = include_str!("../testdata/one-paragraph-many-updates.txt");
const ROMAN: &str = include_str!("../testdata/roman-commitments-by-a-city.txt");
const NO_PROGRESS: &str = include_str!("../testdata/bullets-with-no-progress-yet.txt");
const PARAGRAPHS: &str = include_str!("../testdata/paragraphs-that-commit.txt");
const LETTERED: &str = include_str!("../testdata/lettered-commitments.txt");

#[test]
fn each_update_dates_its_own_items() {
    let reading = read(UPDATES);
    let expected = [
        ("1.1", "2022-03-12"),
        ("1.2", "2022-03-12"),
        ("1.3", "2022-09-30"),
        ("1.4", "2022-11"),
        ("1.5", "2023"),
        ("1.6", "2023-12-12"),
    ];
    assert_eq!(reported(&reading), expected.map(|(key, date)| (key, date.to_owned())));
    let codes: Vec<_> = progress(&reading).into_iter().map(|(_, item)| shown(&item.countries)).collect();
    assert_eq!(codes, ["SEN", "TGO", "BEN", "MLI", "NER", "TCD"]);
    let pledge = pledge(&reading);
    assert_eq!(pledge.last_updated.as_ref().unwrap().value.to_string(), "2023-12-12");
    assert_eq!(places(&item(&reading, "1.3").reported_on.as_ref().unwrap().at), [(9, 9)]);
    assert!(reading.rejects.is_empty(), "{:?}", reading.rejects);
}

#[test]
fn an_updates_date_may_be_printed_in_any_way() {
    for (printed, date) in [
        ("Update 12 March 2022:", "2022-03-12"),
        ("UPDATE: 12 MARCH 2022", "2022-03-12"),
        ("Updated: 2022-03-12", "2022-03-12"),
        ("Updated on 12 March 2022", "2022-03-12"),
        ("Update (12 March 2022)", "2022-03-12"),
        ("[12 March 2022]", "2022-03-12"),
        ("Second update, 12 March 2022:", "2022-03-12"),
        ("Update 2 – 12 March 2022", "2022-03-12"),
        ("Update #2: Mar. 12, 2022", "2022-03-12"),
        ("Progress report, March 12th, 2022:", "2022-03-12"),
        ("Progress update as of 12 March 2022", "2022-03-12"),
        ("March 2022 –", "2022-03"),
        ("March 2022", "2022-03"),
        ("Mar. 12, 2022", "2022-03-12"),
        ("MAR /12/ 22", "2022-03-12"),
        ("LAST UPDATED: MAR /12/ 22", "2022-03-12"),
        ("2022-03-12", "2022-03-12"),
        ("25/03/2022", "2022-03-25"),
        ("12/03/2022", "2022"),
        ("Update 12.03.2022:", "2022"),
        ("Last update:\n12/03/2022", "2022"),
    ] {
        let reading = read(&UPDATES.replace("Update 12 March 2022:", printed));
        assert_eq!(reported(&reading)[0], ("1.1", date.to_owned()), "{printed}");
        assert_eq!(reported(&reading).len(), 6, "{printed}");
    }
}

#[test]
fn the_order_of_day_and_month_is_what_the_page_shows_elsewhere() {
    for (shown, date) in [("30/09/2022", "2023-04-03"), ("09/30/2022", "2023-03-04")] {
        let reading = read(&UPDATES.replace("2022-09-30", shown));
        assert_eq!(
            reported(&reading)[2..][..3],
            [("1.3", "2022-09-30".to_owned()), ("1.4", "2022-11".to_owned()), ("1.5", date.to_owned())]
        );
    }
}

#[test]
fn an_items_words_that_hold_a_date_are_no_update() {
    let reading = read(
        &UPDATES.replace("Scales were repaired in Benin.", "In May 2021 scales were repaired in Benin."),
    );
    assert_eq!(reported(&reading)[2], ("1.3", "2022-09-30".to_owned()));
    assert_eq!(progress(&reading).len(), 6);
}

#[test]
fn roman_numbers_are_commitments_and_numbers_under_them_items() {
    let reading = read(ROMAN);
    assert_eq!(keys(&reading), ["pledge", "i", "ii", "iii", "i.1", "i.2", "ii.1"]);
    assert_eq!(pledgers(&reading), "City of Crumbs");
    assert_eq!(shown(&item(&reading, "ii.1").countries), "ALB");
    assert!(codes(&reading).contains(&("commitment-without-items", "iii")));
    assert!(reading.rejects.is_empty(), "{:?}", reading.rejects);
    for (one, two, three) in
        [("(i)", "(ii)", "(iii)"), ("i.", "ii.", "iii."), ("I.", "II.", "III."), ("[i]", "[ii]", "[iii]")]
    {
        let other = [("\ni)", one), ("\nii)", two), ("\niii)", three)]
            .iter()
            .fold(ROMAN.to_owned(), |page, (mark, other)| page.replace(mark, &format!("\n{other}")));
        assert_eq!(keys(&read(&other)), keys(&reading), "{one}");
    }
}

#[test]
fn letters_may_stand_in_any_marks() {
    let expected = keys(&read(LETTERED)).join(" ");
    for (a, b) in [
        ("(a)", "(b)"),
        ("A.", "B."),
        ("a.", "b."),
        ("A)", "B)"),
        ("[a]", "[b]"),
        ("Commitment A:", "Commitment B:"),
    ] {
        let other = LETTERED.replace("a)", a).replace("b)", b);
        assert_eq!(keys(&read(&other)).join(" "), expected, "{a}");
    }
    let small = LETTERED.replace("a) Lend", "a) to lend").replace("b) Lend", "b) to lend");
    assert_eq!(keys(&read(&small)).join(" "), expected);
}

#[test]
fn items_may_be_numbered_as_commitments_are() {
    let numbered = ROMAN.replace("iii)", "3)").replace("ii)", "2)").replace("\ni)", "\n1)");
    assert_eq!(keys(&read(&numbered)), ["pledge", "1", "2", "3", "1.1", "1.2", "2.1"]);
    let within =
        ROMAN.replace("1. Two", "1.1 Two").replace("2. A third", "1.2 A third").replace("1. Ten", "2.1 Ten");
    assert_eq!(keys(&read(&within)), keys(&read(ROMAN)));
}

#[test]
fn a_list_inside_an_item_stays_inside_it() {
    let nested = LETTERED.replace("\n- Mayor", "\n  i) in the harbour;\n  ii) in the hills.\n- Mayor");
    let (plain, reading) = (read(LETTERED), read(&nested));
    assert_eq!(keys(&reading), keys(&plain));
    assert_eq!(places(&item(&reading, "a.1").text.at), [(13, 15)]);
}

#[test]
fn a_pledge_without_progress_is_read_and_says_so() {
    let reading = read(NO_PROGRESS);
    assert_eq!(keys(&reading), ["pledge", "1", "2", "3"]);
    assert_eq!(pledgers(&reading), "IOM + UNICEF + Government of Ghana");
    assert!(pledge(&reading).last_updated.is_none());
    assert_eq!(codes(&reading).iter().filter(|(code, _)| *code == "commitment-without-items").count(), 3);
    assert!(reading.rejects.is_empty(), "{:?}", reading.rejects);
    let one =
        read("Pledge of Germany\n\nGermany commits to bake bread for all who come to its door this winter.");
    assert_eq!((keys(&one), pledgers(&one)), (vec!["pledge", "1"], "Germany".to_owned()));
}

#[test]
fn paragraphs_that_commit_are_commitments_and_what_cannot_be_told_is_no_ones() {
    let reading = read(PARAGRAPHS);
    assert_eq!(keys(&reading), ["pledge", "1", "2"]);
    assert_eq!(pledgers(&reading), "Canada");
    assert_eq!(reading.rejects.len(), 1, "which commitment the update is about is not said");
    assert_eq!(reading.rejects[0].at.first, 9);
}

#[test]
fn who_pledges_is_read_from_the_page() {
    for (title, expected) in [
        ("UN System Pledge", "UN System"),
        ("Pledge of the United Nations System", "United Nations System"),
        ("UNICEF’s Pledge on Bread", "UNICEF"),
        ("Bread for All: a pledge by the International Labour Organization", "ILO"),
        ("IOM-UNDP joint pledge on bread", "IOM + UNDP"),
        ("Joint Pledge by IOM, ILO & UNHCR", "IOM + ILO + UNHCR"),
        ("Pledge by the Governments of Ghana and Togo", "Governments of Ghana and Togo"),
        ("Pledge by Trinidad and Tobago", "Trinidad and Tobago"),
        ("The Kingdom of Morocco’s pledge", "Kingdom of Morocco"),
        (
            "Ministry of Labour and Social Affairs of Chad – Pledge",
            "Ministry of Labour and Social Affairs of Chad",
        ),
        ("Pledge by the Mayors Migration Council (MMC)", "Mayors Migration Council"),
        ("Cities of Milan and Turin Pledge", "Cities of Milan and Turin"),
        ("Pledge from Bread Alliance to the Global Compact", "Bread Alliance"),
    ] {
        let page = NO_PROGRESS
            .replace("Joint pledge by IOM, UNICEF and the Government of Ghana", title)
            .replace("Pledging organisations: IOM, UNICEF and the Government of Ghana\n\n", "");
        assert_eq!(pledgers(&read(&page)), expected, "{title}");
    }
}

#[test]
fn a_field_or_the_sentence_names_the_pledger_where_the_title_does_not() {
    let title = "Joint pledge by IOM, UNICEF and the Government of Ghana";
    for (field, expected) in [
        ("Pledging entity: UNHCR", "UNHCR"),
        ("Organisation: Bakers Without Borders", "Bakers Without Borders"),
        ("Pledge by: Government of Nepal", "Government of Nepal"),
        ("Submitted by:\nUN Women", "UN Women"),
        ("Member State: Peru", "Peru"),
    ] {
        let page = NO_PROGRESS
            .replace(title, "Pledge: bread for everyone")
            .replace("Pledging organisations: IOM, UNICEF and the Government of Ghana", field);
        assert_eq!(pledgers(&read(&page)), expected, "{field}");
    }
    for (sentence, expected) in [
        ("Together with bakers, WHO commits to:", "WHO"),
        ("The Government of Fiji pledges to:", "Government of Fiji"),
        ("As a member of the Network, the City of Lima commits to:", "City of Lima"),
    ] {
        let page = NO_PROGRESS
            .replace(title, "Pledge: bread for everyone")
            .replace("Pledging organisations: IOM, UNICEF and the Government of Ghana\n\n", "")
            .replace("We commit to the following:", sentence);
        assert_eq!(pledgers(&read(&page)), expected, "{sentence}");
    }
}

#[test]
fn a_page_that_names_no_pledger_is_not_given_one() {
    for title in [
        "Pledge: bread for everyone",
        "A pledge on the Global Compact for Migration",
        "Global Compact for Migration Pledge",
    ] {
        let page = NO_PROGRESS
            .replace("Joint pledge by IOM, UNICEF and the Government of Ghana", title)
            .replace("Pledging organisations: IOM, UNICEF and the Government of Ghana\n\n", "");
        let reading = read(&page);
        assert_eq!(keys(&reading), ["1", "2", "3"], "{title}");
        assert!(reading.rejects[0].reason.contains("no organisation that pledges"), "{title}");
    }
}

#[test]
fn a_pages_own_date_is_not_its_items() {
    for page in [include_str!("../testdata/commitments-stand-twice.txt"), LETTERED, ROMAN] {
        let reading = read(page);
        assert!(reading.as_of.is_some());
        assert!(reported(&reading).iter().all(|(_, date)| date.is_empty()));
    }
}

#[test]
fn updates_in_sections_date_the_items_below_them() {
    let sections = LETTERED
        .replace("- Mayor", "Update May 2022:\n\n- Mayor")
        .replace("– A mill", "Update June 2023:\n\n– A mill");
    let dates = [("a.1", ""), ("a.2", "2022-05"), ("b.1", "2023-06")];
    assert_eq!(reported(&read(&sections)), dates.map(|(key, date)| (key, date.to_owned())));
    let lost = sections.replace("Update June 2023:\n\n", "");
    assert_eq!(
        reported(&read(&lost))[2],
        ("b.1", String::new()),
        "the update of one section says nothing of the next"
    );
}

#[test]
fn whole_updates_after_each_other_date_their_sections() {
    let (_, section) = LETTERED.split_once("Updated on: 3 June 2021\n").unwrap();
    let twice = format!(
        "{LETTERED}\nUpdated on: 5 July 2022\n{}",
        section.replace("Ten", "Twelve").replace("Fiji", "Samoa")
    );
    let reading = read(&twice);
    let dates = [
        ("a.1", "2021-06-03"),
        ("a.2", "2021-06-03"),
        ("a.3", "2022-07-05"),
        ("a.4", "2022-07-05"),
        ("b.1", "2021-06-03"),
        ("b.2", "2022-07-05"),
    ];
    assert_eq!(reported(&reading), dates.map(|(key, date)| (key, date.to_owned())));
    assert_eq!(shown(&item(&reading, "b.2").countries), "WSM");
}
