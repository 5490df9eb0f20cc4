//! On sheets that lack something or have something wrong: what is sound is read, and the rest is told.

use super::*;

#[test]
fn a_bad_row_does_not_cost_the_good_ones() {
    let changed = THREE_AREAS
        .replace("1,250,000", "1,25O,O00")
        .replace("\n24\n", "\nsoon\n")
        .replace("LESOTHO\n", "ATLANTIS\n");
    let reading = parsed(&changed);
    let programmes = programmes(&reading);
    assert_eq!(programmes.len(), 3);
    assert_eq!((budget(programmes[0]), months(programmes[0])), (None, Some(18)));
    assert_eq!(names(programmes[0]).len(), 5, "what cannot be read as a sum is no partner either");
    assert_eq!((budget(programmes[1]), months(programmes[1])), (Some(2_000_000.0), None));
    assert_eq!(codes(programmes[1]), [("ZAF", "SOUTH AFRICA")]);
    let rejects =
        reading.rejects.iter().map(|reject| (reject.at.first, reject.reason.as_str())).collect::<Vec<_>>();
    assert_eq!(rejects.len(), 3, "{rejects:?}");
    assert!(rejects[0].0 == 28 && rejects[0].1.contains("`1,25O,O00` is no sum"));
    assert!(rejects[1].1.contains("`ATLANTIS`"));
    assert!(rejects[2].1.contains("`soon` is no number of months"));
}

#[test]
fn a_label_that_is_lost_does_not_cost_its_value() {
    for label in [
        "PARTICIPATING UN\n",
        "ORGANIZATIONS\n",
        "KEY PARTNERS\n",
        "BUDGET (USD)\n",
        "DURATION (MONTHS)\n",
        "STATUS\n",
        "JOINT PROGRAMME\n",
        "SUMMARY\n",
        "BACK TO TABLE OF CONTENT\n",
    ] {
        let reading = parsed(&THREE_AREAS.replacen(label, "", 1));
        let whole = parsed(THREE_AREAS);
        for (one, other) in programmes(&reading).iter().zip(programmes(&whole)) {
            assert_eq!(one.title.value, other.title.value, "{label}");
            assert_eq!(
                (budget(one), months(one), status(one)),
                (budget(other), months(other), status(other)),
                "{label}"
            );
            assert_eq!((names(one), codes(one)), (names(other), codes(other)), "{label}");
            assert_eq!(
                one.text.as_ref().map(|text| text.fingerprint),
                other.text.as_ref().map(|text| text.fingerprint),
                "{label}"
            );
        }
    }
}

#[test]
fn a_page_number_beside_the_months_is_told_or_refused() {
    let beside = |number: &str| parsed(&THREE_AREAS.replacen("\n18\n", &format!("\n{number}\n18\n"), 1));
    let told = beside("17");
    assert_eq!(months(programmes(&told)[0]), Some(18));
    assert!(flags(&told).contains(&"page-number-in-value"));
    let refused = beside("12");
    assert_eq!(months(programmes(&refused)[0]), None);
    assert!(refused.rejects[0].reason.contains("several numbers"));
}

#[test]
fn a_heading_run_into_the_summary_above_is_parted_from_it() {
    let changed = THREE_AREAS
        .replace("\n\nPIPELINE JOINT PROGRAMME INFORMATION\n\n17\n\nREGIONAL\nLAKES\n\n", " REGIONAL LAKES ");
    let changed = changed
        .replace("invented\ncommittee\n Promoting factbased", "invented committee Promoting factbased");
    let reading = parsed(&changed);
    let programmes = programmes(&reading);
    assert_eq!(programmes[0].thematic_area.as_ref().unwrap().value, 1);
    assert_eq!(programmes[2].region_label.as_ref().unwrap().value, "Lakes");
    assert_eq!(codes(programmes[2]).len(), 4);
}

#[test]
fn an_area_that_the_fund_does_not_have_is_told() {
    let reading =
        parsed(&THREE_AREAS.replace(" 2\n\nProtecting the human\nrights", " 7\n\nGrowing fish\nrights"));
    assert!(reading.rejects[0].reason.contains("thematic area 7"), "{:?}", reading.rejects);
    assert!(programmes(&reading)[1].thematic_area.is_none());
    let renamed = parsed(&THREE_AREAS.replace(
        "Protecting the human\nrights, safety and\nwellbeing of migrants,\n",
        "Keeping people safe,\n",
    ));
    assert_eq!(programmes(&renamed)[1].thematic_area.as_ref().unwrap().value, 2);
    assert!(flags(&renamed).contains(&"area-name-unknown"));
}

#[test]
fn a_sheet_cut_off_in_its_title_is_no_record() {
    let cut = THREE_AREAS.split_once("on the Lakes\n").unwrap().0;
    let reading = parsed(cut);
    assert_eq!(reading.records.len(), 2);
    assert!(reading.rejects[0].reason.contains("no title"));
}
