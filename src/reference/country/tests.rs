//! The list against the UN's own: codes, names and regions of the countries that the fund and its
//! pledgers name, as in the public data set `datasets/country-codes` (PDDL; M49 and UNTERM).

use super::*;

#[test]
fn the_list_is_ordered_by_code_and_complete() {
    let codes: Vec<&str> = countries().iter().map(|country| country.code.as_str()).collect();
    assert!(codes.is_sorted());
    assert_eq!(codes.len(), 249 + 1);
    for listed in countries() {
        assert!(listed.code.as_str().len() == 3 && listed.alpha2.len() == 2, "{listed:?}");
        assert!(std::ptr::eq(country(listed.code), listed));
    }
}

#[test]
fn countries_stand_as_in_m49() {
    for (alpha2, alpha3, m49, name, region, sub_region) in M49 {
        let country = find_country(alpha3).expect(alpha3);
        let placed = [country.region, country.sub_region].map(|region| region.map(|region| region.name));
        assert_eq!((country.alpha2, country.m49, country.name), (*alpha2, Some(*m49), *name));
        assert_eq!(placed, [Some(*region), Some(*sub_region)], "{name}");
    }
}

#[test]
fn un_names_are_the_ones_shown() {
    for name in [
        "Bolivia (Plurinational State of)",
        "Cabo Verde",
        "Czechia",
        "Democratic People's Republic of Korea",
        "Democratic Republic of the Congo",
        "Eswatini",
        "Iran (Islamic Republic of)",
        "Lao People's Democratic Republic",
        "Micronesia (Federated States of)",
        "Netherlands (Kingdom of the)",
        "Republic of Korea",
        "Russian Federation",
        "State of Palestine",
        "Syrian Arab Republic",
        "T\u{fc}rkiye",
        "United Kingdom of Great Britain and Northern Ireland",
        "United Republic of Tanzania",
        "United States of America",
        "Venezuela (Bolivarian Republic of)",
    ] {
        assert_eq!(find_country(name).map(|country| country.name), Some(name));
    }
}

#[test]
fn kosovo_carries_the_reference_to_resolution_1244_and_no_m49_code() {
    let kosovo = find_country("Kosovo").expect("listed");
    assert_eq!((kosovo.code.as_str(), kosovo.alpha2, kosovo.m49, kosovo.region), ("XKX", "XK", None, None));
    assert!(kosovo.note.is_some_and(|note| note.contains("1244")));
    assert_eq!(countries().iter().filter(|country| country.note.is_some()).count(), 1);
}

#[test]
fn every_country_but_three_has_a_region() {
    let nowhere: Vec<&str> = countries()
        .iter()
        .filter(|country| country.region.is_none())
        .map(|country| country.code.as_str())
        .collect();
    assert_eq!(nowhere, ["ATA", "TWN", "XKX"]);
}

#[test]
fn the_tables_speak_of_countries_in_the_list_once_each() {
    let overlaid = overlay::OVERLAY.iter().map(|row| row.code);
    let demonyms = demonyms::DEMONYMS.iter().map(|(code, _)| *code);
    let moved = overlay::SUB_REGIONS.iter().map(|(code, _)| *code);
    for codes in [overlaid.collect::<Vec<_>>(), demonyms.collect(), moved.collect()] {
        assert!(codes.iter().all(|code| code.parse::<CountryCode>().is_ok()));
        assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
    }
}

type Row = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str);

const M49: &[Row] = &[
    ("AL", "ALB", "008", "Albania", "Europe", "Southern Europe"),
    ("DZ", "DZA", "012", "Algeria", "Africa", "Northern Africa"),
    ("AM", "ARM", "051", "Armenia", "Asia", "Western Asia"),
    ("BD", "BGD", "050", "Bangladesh", "Asia", "Southern Asia"),
    ("BB", "BRB", "052", "Barbados", "Americas", "Caribbean"),
    ("BA", "BIH", "070", "Bosnia and Herzegovina", "Europe", "Southern Europe"),
    ("BW", "BWA", "072", "Botswana", "Africa", "Southern Africa"),
    ("BR", "BRA", "076", "Brazil", "Americas", "South America"),
    ("BF", "BFA", "854", "Burkina Faso", "Africa", "Western Africa"),
    ("KH", "KHM", "116", "Cambodia", "Asia", "South-eastern Asia"),
    ("CF", "CAF", "140", "Central African Republic", "Africa", "Middle Africa"),
    ("CL", "CHL", "152", "Chile", "Americas", "South America"),
    ("CO", "COL", "170", "Colombia", "Americas", "South America"),
    ("CR", "CRI", "188", "Costa Rica", "Americas", "Central America"),
    ("DJ", "DJI", "262", "Djibouti", "Africa", "Eastern Africa"),
    ("EC", "ECU", "218", "Ecuador", "Americas", "South America"),
    ("EG", "EGY", "818", "Egypt", "Africa", "Northern Africa"),
    ("SV", "SLV", "222", "El Salvador", "Americas", "Central America"),
    ("ET", "ETH", "231", "Ethiopia", "Africa", "Eastern Africa"),
    ("FJ", "FJI", "242", "Fiji", "Oceania", "Melanesia"),
    ("GM", "GMB", "270", "Gambia", "Africa", "Western Africa"),
    ("GE", "GEO", "268", "Georgia", "Asia", "Western Asia"),
    ("GH", "GHA", "288", "Ghana", "Africa", "Western Africa"),
    ("GN", "GIN", "324", "Guinea", "Africa", "Western Africa"),
    ("HN", "HND", "340", "Honduras", "Americas", "Central America"),
    ("ID", "IDN", "360", "Indonesia", "Asia", "South-eastern Asia"),
    ("CI", "CIV", "384", "Côte d'Ivoire", "Africa", "Western Africa"),
    ("JM", "JAM", "388", "Jamaica", "Americas", "Caribbean"),
    ("KZ", "KAZ", "398", "Kazakhstan", "Asia", "Central Asia"),
    ("KE", "KEN", "404", "Kenya", "Africa", "Eastern Africa"),
    ("KI", "KIR", "296", "Kiribati", "Oceania", "Micronesia"),
    ("KW", "KWT", "414", "Kuwait", "Asia", "Western Asia"),
    ("KG", "KGZ", "417", "Kyrgyzstan", "Asia", "Central Asia"),
    ("LB", "LBN", "422", "Lebanon", "Asia", "Western Asia"),
    ("LS", "LSO", "426", "Lesotho", "Africa", "Southern Africa"),
    ("LR", "LBR", "430", "Liberia", "Africa", "Western Africa"),
    ("LY", "LBY", "434", "Libya", "Africa", "Northern Africa"),
    ("MW", "MWI", "454", "Malawi", "Africa", "Eastern Africa"),
    ("MR", "MRT", "478", "Mauritania", "Africa", "Western Africa"),
    ("MU", "MUS", "480", "Mauritius", "Africa", "Eastern Africa"),
    ("MX", "MEX", "484", "Mexico", "Americas", "Central America"),
    ("MA", "MAR", "504", "Morocco", "Africa", "Northern Africa"),
    ("NP", "NPL", "524", "Nepal", "Asia", "Southern Asia"),
    ("MK", "MKD", "807", "North Macedonia", "Europe", "Southern Europe"),
    ("PK", "PAK", "586", "Pakistan", "Asia", "Southern Asia"),
    ("PE", "PER", "604", "Peru", "Americas", "South America"),
    ("PH", "PHL", "608", "Philippines", "Asia", "South-eastern Asia"),
    ("MD", "MDA", "498", "Republic of Moldova", "Europe", "Eastern Europe"),
    ("RW", "RWA", "646", "Rwanda", "Africa", "Eastern Africa"),
    ("SN", "SEN", "686", "Senegal", "Africa", "Western Africa"),
    ("RS", "SRB", "688", "Serbia", "Europe", "Southern Europe"),
    ("SL", "SLE", "694", "Sierra Leone", "Africa", "Western Africa"),
    ("SB", "SLB", "090", "Solomon Islands", "Oceania", "Melanesia"),
    ("SO", "SOM", "706", "Somalia", "Africa", "Eastern Africa"),
    ("ZA", "ZAF", "710", "South Africa", "Africa", "Southern Africa"),
    ("SS", "SSD", "728", "South Sudan", "Africa", "Eastern Africa"),
    ("SD", "SDN", "729", "Sudan", "Africa", "Northern Africa"),
    ("TJ", "TJK", "762", "Tajikistan", "Asia", "Central Asia"),
    ("TH", "THA", "764", "Thailand", "Asia", "South-eastern Asia"),
    ("TT", "TTO", "780", "Trinidad and Tobago", "Americas", "Caribbean"),
    ("TN", "TUN", "788", "Tunisia", "Africa", "Northern Africa"),
    ("TM", "TKM", "795", "Turkmenistan", "Asia", "Central Asia"),
    ("TV", "TUV", "798", "Tuvalu", "Oceania", "Polynesia"),
    ("UG", "UGA", "800", "Uganda", "Africa", "Eastern Africa"),
    ("UA", "UKR", "804", "Ukraine", "Europe", "Eastern Europe"),
    ("UZ", "UZB", "860", "Uzbekistan", "Asia", "Central Asia"),
    ("VU", "VUT", "548", "Vanuatu", "Oceania", "Melanesia"),
    ("VN", "VNM", "704", "Viet Nam", "Asia", "South-eastern Asia"),
];
