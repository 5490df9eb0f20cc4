//! What the finder finds and what it is not fooled by. The sentences are our own.

use super::*;

/// The codes of the countries named in a text; those named through their people in lower case.
fn named(text: &str) -> String {
    let shown = countries_in(text).into_iter().map(|mention| match mention.form {
        MentionForm::Name => mention.country.to_string(),
        MentionForm::Demonym => mention.country.as_str().to_lowercase(),
    });
    shown.collect::<Vec<String>>().join(" ")
}

fn orgs(text: &str) -> String {
    organisations_in(text).iter().map(|mention| mention.organisation.acronym).collect::<Vec<_>>().join(", ")
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(named(text), *expected, "in: {text}");
    }
}

#[track_caller]
fn check_orgs(cases: &[(&str, &str)]) {
    for (text, expected) in cases {
        assert_eq!(orgs(text), *expected, "in: {text}");
    }
}

#[test]
fn gulf_of_guinea_is_no_country() {
    check(&[
        ("pirates in the Gulf of Guinea and off Togo", "TGO"),
        ("the Indian Ocean, Lake Chad, the Niger Delta and the Congo Basin", ""),
        ("from Benin City to New Mexico and New Jersey", ""),
        ("the island of New Guinea; Papua New Guinea", "PNG"),
        ("Chinese Taipei", ""),
    ]);
}

#[test]
fn a_name_inside_a_longer_name_is_not_found() {
    check(&[
        ("Niger, Nigeria", "NER NGA"),
        ("Guinea, Guinea-Bissau, Equatorial Guinea, Papua New Guinea", "GIN GNB GNQ PNG"),
        ("Dominica and the Dominican Republic", "DMA DOM"),
        ("Sudan, South Sudan", "SDN SSD"),
        ("the Congo, the Democratic Republic of the Congo, DR Congo and the DRC", "COG COD COD COD"),
        ("Congo (Brazzaville), Congo-Kinshasa", "COG COD"),
        ("Ireland, not Northern Ireland", "IRL GBR"),
        ("the United Kingdom of Great Britain and Northern Ireland", "GBR"),
        ("the Republic of Korea and the Democratic People's Republic of Korea", "KOR PRK"),
        ("Samoa and American Samoa", "WSM ASM"),
        ("Saint Martin and Sint Maarten", "MAF SXM"),
        ("Mali, Malian, Malta, Romania, Oman, Romans", "MLI mli MLT ROU OMN"),
        ("Taiwan, Province of China", "TWN"),
        ("the State of Palestine, Palestine", "PSE PSE"),
        ("the Bolivarian Republic of Venezuela; Bolivia (Plurinational State of)", "VEN BOL"),
    ]);
}

#[test]
fn common_names_of_the_field_are_found() {
    check(&[
        ("United States, Russia, the Russian Federation, Venezuela", "USA RUS RUS VEN"),
        ("to the Kingdom of Saudi Arabia", "SAU"),
        ("Netherlands, Georgia, Jordan, Chad, Turkey and T\u{fc}rkiye", "NLD GEO JOR TCD TUR TUR"),
        ("Mexico City, Panama City, Kuwait City, Guatemala City", "MEX PAN KWT GTM"),
        ("Mexico City (Mexico), Arica (Chile)", "MEX MEX CHL"),
        ("Bosnia & Herzegovina; Bosnia-Herzegovina; St. Kitts & Nevis", "BIH BIH KNA"),
        ("UNDP Kosovo, Kosova, Kosovo*, Kosovo\u{b9}, Kosovo[1]", "XKX XKX XKX XKX XKX"),
        ("UNSC Resolution 1244-Administered Kosovo", "XKX"),
        ("Vietnam, Viet Nam, Laos, Lao PDR", "VNM VNM LAO LAO"),
        ("C\u{f4}te d'Ivoire, C\u{f4}te d\u{2019}Ivoire, Cote d'Ivoire, Ivory Coast", "CIV CIV CIV CIV"),
        ("in The Gambia, Eswatini, Cabo Verde, Timor-Leste", "GMB SWZ CPV TLS"),
        ("the UK, the U.S. and the UAE", "GBR USA ARE"),
        ("Peru-Chile and Nepal-India", "PER CHL NPL IND"),
        ("Kenya. Kuwait", "KEN KWT"),
    ]);
}

#[test]
fn demonyms_are_marked_as_such() {
    check(&[
        ("Tajik youth, Tajiks, Ethiopian migrants, Kyrgyz and Kyrgyzstani workers", "tjk tjk eth kgz kgz"),
        ("Basotho farm workers; Filipino nurses, Filipinos", "lso phl phl"),
        ("a South African college; Southern African cities; African cities", "zaf"),
        ("Nigerien and Nigerian traders", "ner nga"),
        ("Guinean, Equatorial Guinean and Papua New Guinean growers", "gin gnq png"),
        ("South Sudanese and Sudanese teachers", "ssd sdn"),
        ("a Swiss-UNDP grant", "che"),
        ("Venezuelans, Moldovans, Burkinab\u{e8}, Afghans", "ven mda bfa afg"),
        ("Russian roubles", "rus"),
    ]);
}

#[test]
fn what_is_of_two_countries_or_of_a_continent_is_no_mention() {
    check(&[
        ("American, Central American, North American and Latin American cities", ""),
        ("Congolese, Dominican and Korean traders", ""),
        ("Micronesia, Melanesia and Polynesia", ""),
        ("Micronesia (Federated States of)", "FSM"),
        ("West African, East African and Central African states", ""),
    ]);
}

#[test]
fn an_embassy_is_no_place() {
    check(&[
        ("with the British Embassy in Mexico", "MEX"),
        ("the Embassy of Switzerland in Kenya", "KEN"),
        ("the Embassy of the Republic of Korea", ""),
        ("Sweden\u{2019}s embassy in Ghana", "GHA"),
        ("the Embassies of Peru, Chile and the Netherlands", ""),
        ("the Swiss and Danish Embassies", ""),
        ("Peru and the Chilean Consulate General", "PER"),
        ("the British High Commission in Kenya", "KEN"),
        ("the Permanent Mission of Ecuador to the UN", ""),
        ("the Kenyan Red Cross and the Turkish Red Crescent", ""),
        ("the Embassy of Mexico, Guatemala and others", "GTM"),
        ("an embassy in Peru", "PER"),
    ]);
}

#[test]
fn a_language_is_no_country() {
    check(&[
        ("a course of the Russian language for Tajik workers", "tjk"),
        ("Russian-speaking guides and French speakers", ""),
        ("published in English, French and Spanish", ""),
        ("leaflets in Russian and Kyrgyz.", ""),
        ("in Tajik society; in Kenyan and Ugandan schools.", "tjk ken uga"),
        ("Peru and Spanish speakers", "PER"),
    ]);
}

#[test]
fn ordinary_words_do_not_match() {
    check(&[
        ("roast turkey, china plates, jersey cloth, a guinea, polish, us, it", ""),
        ("PEOPLE LIKE US MEET; US$ 45,000; USD 3", ""),
        ("US-funded, the US and Mexico", "USA USA MEX"),
        ("Family Reunion, R\u{e9}union, Reunion Island", "REU REU"),
        ("united states of mind", ""),
    ]);
    check_orgs(&[
        ("people who move, an itc, the iom, un women", ""),
        ("WHO sends IOM?", "WHO, IOM"),
        ("PEOPLE WHO MOVE", ""),
        ("IOM, ITC, UNDP, WHO", "IOM, ITC, UNDP, WHO"),
        ("ILO, IOM UNHCR WHO", "ILO, IOM, UNHCR, WHO"),
    ]);
}

#[test]
fn headings_wraps_and_odd_spaces_do_not_hide_a_name() {
    check(&[
        ("C\u{d4}TE D\u{2019}IVOIRE,\nBURKINA FASO", "CIV BFA"),
        ("GUINEA, LIBERIA,\nSIERRA LEONE", "GIN LBR SLE"),
        ("VIET NAM\nSOUTH\nAFRICA", "VNM ZAF"),
        ("North\u{a0}Macedonia, NORTH\r\nMACEDONIA, South \n Africa", "MKD MKD ZAF"),
        ("REPUBLIC\nOF MOLDOVA", "MDA"),
        ("Guinea-\nBissau", "GNB"),
        ("Co\u{302}te d\u{2bc}Ivoire", "CIV"),
        ("the south\n\nAfrica", ""),
        ("CHILE, MEXICO", "CHL MEX"),
    ]);
}

#[test]
fn possessives_match_and_stay_outside_the_range() {
    let text = "Moldova\u{2019}s towns, IOM's office, Morocco's plan";
    assert_eq!(named(text), "MDA MAR");
    assert_eq!(&text[countries_in(text)[0].range.clone()], "Moldova");
    assert_eq!(&text[organisations_in(text)[0].range.clone()], "IOM");
}

#[test]
fn ranges_are_bytes_of_the_original_text() {
    let text = "\u{ab}\u{a0}\u{c9}t\u{e9}\u{a0}\u{bb} \u{2013} C\u{d4}TE D\u{2019}IVOIRE; T\u{fc}rkiye\u{2026} South\u{a0}\n Africa; Pe\u{301}ru\u{301}!";
    let quoted: Vec<&str> = countries_in(text).into_iter().map(|mention| &text[mention.range]).collect();
    assert_eq!(
        quoted,
        ["C\u{d4}TE D\u{2019}IVOIRE", "T\u{fc}rkiye", "South\u{a0}\n Africa", "Pe\u{301}ru\u{301}"]
    );
}

#[test]
fn every_name_in_the_list_is_found_in_a_sentence_as_its_own_country() {
    for country in crate::reference::countries() {
        for name in std::iter::once(&country.name).chain(&country.aliases) {
            let text = format!("work in {name} since May");
            assert_eq!(named(&text), country.code.as_str(), "{name}");
            if *name != "US" {
                assert_eq!(named(&text.to_uppercase()), country.code.as_str(), "{name} in capitals");
            }
        }
        for demonym in &country.demonyms {
            assert_eq!(
                named(&format!("with {demonym} partners")),
                country.code.as_str().to_lowercase(),
                "{demonym}"
            );
        }
    }
}

#[test]
fn organisations_are_found_by_short_form_and_by_name() {
    check_orgs(&[
        (
            "\u{a9}IOM/Photo, IOM-UNDP, UN-Women, UN\nWomen, UN WOMEN",
            "IOM, IOM, UNDP, UN Women, UN Women, UN Women",
        ),
        ("the International Organisation for Migration (IOM)", "IOM, IOM"),
        ("the Office of the UN High Commissioner for Refugees", "UNHCR"),
        ("the United Nations Children\u{2019}s Fund", "UNICEF"),
        ("the Mano River Union, IGAD and the Platform on Disaster Displacement, PDD", "MRU, IGAD, PDD, PDD"),
        ("ITC-ILO, ITC and the International Training Centre of the ILO", "ITCILO, ITC, ITCILO"),
        ("the African Development Bank, the World Bank and Samuel Hall", "AfDB, World Bank, Samuel Hall"),
        ("the European Commission and the EAC", "EC, EAC"),
        ("UN Network on Migration", "UNNM"),
    ]);
    for organisation in crate::reference::organisations() {
        let text = format!("funds from {} in May", organisation.name);
        assert_eq!(orgs(&text), organisation.acronym, "{}", organisation.name);
    }
}

#[test]
fn an_agency_in_the_name_of_a_treaty_is_no_mention() {
    check_orgs(&[
        ("never signed the ILO Convention on Holidays", ""),
        ("the ILO Domestic Workers Convention, 2011", ""),
        ("the ILO Violence and Harassment Convention", ""),
        ("ILO core conventions; ILO C189; the Protocol of the ILO", ""),
        ("the WHO Framework Convention on Tobacco Control", ""),
        ("ILO and IOM signed the Palermo Protocol", "ILO, IOM"),
        ("ILO supported the country on its convention", "ILO"),
        ("ILO, which drafted the Convention", "ILO"),
    ]);
}

#[test]
fn an_organisation_keeps_the_country_in_its_name() {
    check(&[
        ("the Norwegian Refugee Council and the Danish Refugee Council (DRC)", ""),
        ("the Swiss Agency for Development and Cooperation", ""),
        ("the Ethiopian Red Cross Society in Ethiopia", "ETH"),
        ("the Russian Trust Fund for Development in Osh", ""),
        ("Palestine Refugees: the UN Relief and Works Agency for Palestine Refugees in the Near East", "PSE"),
    ]);
    check_orgs(&[
        ("the Norwegian Refugee Council, the Danish Refugee Council (DRC)", "NRC, DRC"),
        ("paid by the Russian Trust Fund for Development (TFD)", "TFD, TFD"),
        ("the DRC", ""),
    ]);
}

#[test]
fn an_empty_or_foreign_text_names_nothing() {
    for text in ["", " ", "\u{65e5}\u{672c}\u{8a9e}", "\u{1f600}", "'s", "the ", "\u{301}"] {
        assert_eq!(named(text), "");
        assert_eq!(orgs(text), "");
    }
}

/// Whatever stands beside whatever: no panic, and every range is a piece of the text.
#[test]
fn texts_glued_from_odd_pieces_give_ranges_within_them() {
    let pieces = [
        "IOM",
        "WHO",
        "US",
        "Kenya",
        "C\u{f4}te d\u{2019}Ivoire",
        "Embassy of ",
        "Embassies of ",
        " and ",
        "the ",
        "ILO ",
        " Convention",
        "\u{301}",
        "\u{a0}",
        "\n",
        "\n\n",
        "\u{ad}",
        "\u{df}",
        "\u{fb03}",
        "\u{65e5}",
        "\u{1f600}",
        "Guinea-\n",
        "Bissau",
        "'s",
        "\u{2019}",
        "$",
        "Swiss",
        " language",
        "South",
        "Africa",
        " in ",
        "\u{c}",
        "St. ",
        "Lucia",
        "-",
        "\u{b2}",
        "\u{130}",
        "\u{149}",
    ];
    let mut seed: usize = 88_172_645;
    let mut next = |below: usize| {
        seed = seed.wrapping_mul(25_214_903).wrapping_add(11) & 0x7fff_ffff;
        (seed >> 8) % below
    };
    for _ in 0..2_000 {
        let text: String = (0..12).map(|_| pieces[next(pieces.len())]).collect();
        let countries = countries_in(&text).into_iter().map(|mention| mention.range);
        let organisations = organisations_in(&text).into_iter().map(|mention| mention.range);
        for ranges in [countries.collect::<Vec<_>>(), organisations.collect()] {
            assert!(
                ranges.iter().all(|range| !range.is_empty() && text.get(range.clone()).is_some()),
                "{text:?}"
            );
            assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start), "{text:?}");
        }
    }
}

#[test]
fn ten_times_the_text_has_ten_times_the_mentions() {
    let once = "The US and C\u{f4}te d\u{2019}Ivoire meet the ILO and WHO in the Gulf of Guinea. ";
    let often = once.repeat(1_500);
    assert_eq!(countries_in(&often).len(), 2 * 1_500);
    assert_eq!(organisations_in(&often).len(), 2 * 1_500);
}
