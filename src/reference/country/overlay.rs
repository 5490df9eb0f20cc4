//! What lies over the ISO list: UN names, English aliases, corrections. Data only.
//!
//! Sources: short names as in the M49 list of the UN Statistics Division and in UNTERM (checked
//! against the public data set `datasets/country-codes`, PDDL, which itself errs on Côte d'Ivoire);
//! Kosovo as in IATI's country list, with the reference the United Nations attaches to the name;
//! aliases as UN bodies, IATI and the World Bank print them. A country without a row keeps its ISO
//! short name and has no alias but ISO's own.

/// What is said of one country on top of the ISO list.
pub(super) struct Overlay {
    /// ISO 3166-1 alpha-3.
    pub(super) code: &'static str,
    /// The UN's short name; empty where it is ISO's.
    pub(super) name: &'static str,
    /// Other English names, without an article, good for finding the country in running text.
    pub(super) aliases: &'static [&'static str],
    /// Names that lead to the country when someone types them, but mean other things in a text.
    pub(super) typed: &'static [&'static str],
}

const fn named(code: &'static str, name: &'static str, aliases: &'static [&'static str]) -> Overlay {
    Overlay { code, name, aliases, typed: &[] }
}

const fn also(code: &'static str, aliases: &'static [&'static str]) -> Overlay {
    named(code, "", aliases)
}

/// Kosovo, which ISO 3166-1 does not list.
pub(super) const KOSOVO_CODE: &str = "XKX";
pub(super) const KOSOVO_ALPHA2: &str = "XK";
pub(super) const KOSOVO_NAME: &str = "Kosovo";
/// The reference that stands wherever the name does.
pub(super) const KOSOVO_NOTE: &str = "All references to Kosovo should be understood in the context of United Nations Security Council resolution 1244 (1999).";

/// Sub-regions that keshvar lacks or has otherwise than M49, as M49 codes.
pub(super) const SUB_REGIONS: &[(&str, &str)] =
    &[("BVT", "005"), ("HMD", "053"), ("SSD", "014"), ("UMI", "057")];

/// Listed by ISO, not by M49: no M49 code and no region.
pub(super) const NOT_IN_M49: &[&str] = &["TWN"];

/// ISO long names that are not taken as aliases: they are of two areas ("The Virgin Islands"), or
/// name a claim that the UN's own list does not make.
pub(super) const LONG_NAMES_LEFT_OUT: &[&str] = &["ESH", "GUF", "VGB"];

pub(super) const OVERLAY: &[Overlay] = &[
    Overlay { typed: &["Emirates"], ..also("ARE", &["UAE"]) },
    Overlay { typed: &["Antigua", "Barbuda"], ..also("ATG", &[]) },
    also("BES", &["Caribbean Netherlands"]),
    also("BHS", &["Commonwealth of the Bahamas"]),
    also("BIH", &["Bosnia", "Bosnia-Herzegovina", "BiH"]),
    also("BLM", &["Saint Barthelemy"]),
    also("BOL", &["Bolivia"]),
    also("BRN", &["Brunei"]),
    also("CAF", &["Central African Rep."]),
    also("CCK", &["Cocos Islands", "Keeling Islands"]),
    also("CIV", &["Ivory Coast", "Cote dIvoire", "Cote d Ivoire"]),
    named(
        "COD",
        "Democratic Republic of the Congo",
        &[
            "Democratic Republic of Congo",
            "DR Congo",
            "D.R. Congo",
            "D. R. Congo",
            "DRC",
            "RDC",
            "Congo (Democratic Republic of the)",
            "Congo (Democratic Republic)",
            "Congo (Dem. Rep.)",
            "Congo, Democratic Republic of the",
            "Congo, Democratic Republic",
            "Congo, Dem. Rep.",
            "Congo-Kinshasa",
            "Congo (Kinshasa)",
            "Zaire",
        ],
    ),
    also(
        "COG",
        &[
            "Republic of Congo",
            "Congo (Republic of the)",
            "Congo, Republic of the",
            "Congo, Republic of",
            "Congo, Rep.",
            "Congo Republic",
            "Congo-Brazzaville",
            "Congo (Brazzaville)",
        ],
    ),
    also("CPV", &["Cape Verde", "Cabo-Verde"]),
    also("CZE", &["Czech Republic"]),
    also("DOM", &["Dominican Rep."]),
    also("EGY", &["Egypt, Arab Rep."]),
    also("FLK", &["Falkland Islands", "Malvinas", "Islas Malvinas"]),
    Overlay {
        typed: &["Micronesia"],
        ..also("FSM", &["Micronesia, Fed. Sts.", "Micronesia, Federated States of"])
    },
    Overlay {
        typed: &["England", "Scotland", "Wales"],
        ..also(
            "GBR",
            &[
                "United Kingdom",
                "Great Britain and Northern Ireland",
                "Great Britain",
                "Britain",
                "Northern Ireland",
                "UK",
                "U.K.",
            ],
        )
    },
    also("GIN", &["Guinea-Conakry", "Guinea (Conakry)", "Republic of Guinea"]),
    also("GMB", &["Republic of the Gambia"]),
    also("GNB", &["Guinea Bissau"]),
    also("GUF", &["French Guyana"]),
    named(
        "HKG",
        "China, Hong Kong Special Administrative Region",
        &["Hong Kong", "Hong Kong SAR", "Hong Kong, China", "Hong Kong SAR, China", "China, Hong Kong SAR"],
    ),
    also("IRN", &["Iran", "Iran, Islamic Rep.", "Iran, Islamic Republic of"]),
    also("KGZ", &["Kyrgyz Republic", "Kirghizia", "Kirgizstan", "Kyrgystan", "Kirghizstan"]),
    also("KNA", &["Saint Christopher and Nevis"]),
    Overlay {
        typed: &["Korea"],
        ..named(
            "KOR",
            "Republic of Korea",
            &[
                "South Korea",
                "Korea (Republic of)",
                "Korea, Republic of",
                "Korea, Rep.",
                "Korea (South)",
                "ROK",
            ],
        )
    },
    also("LAO", &["Laos", "Lao PDR", "Lao P.D.R.", "Lao People's Dem. Rep."]),
    also("LBY", &["Libyan Arab Jamahiriya"]),
    named(
        "MAC",
        "China, Macao Special Administrative Region",
        &["Macao", "Macau", "Macao SAR", "Macao SAR, China", "China, Macao SAR"],
    ),
    named("MAF", "Saint Martin (French Part)", &["Saint Martin"]),
    named("MDA", "Republic of Moldova", &["Moldova", "Moldova (Republic of)", "Moldova, Republic of"]),
    also(
        "MKD",
        &[
            "Macedonia",
            "FYR Macedonia",
            "FYROM",
            "former Yugoslav Republic of Macedonia",
            "Macedonia, FYR",
            "Republic of Macedonia",
        ],
    ),
    also("MMR", &["Burma"]),
    named("NLD", "Netherlands (Kingdom of the)", &["Netherlands", "Holland", "Netherlands, Kingdom of the"]),
    named(
        "PRK",
        "Democratic People's Republic of Korea",
        &[
            "DPRK",
            "DPR Korea",
            "North Korea",
            "Korea (Democratic People's Republic of)",
            "Korea, Democratic People's Republic of",
            "Korea, Dem. People's Rep.",
            "Korea (North)",
            "Democratic Republic of Korea",
        ],
    ),
    Overlay {
        typed: &["Palestinian Authority"],
        ..named(
            "PSE",
            "State of Palestine",
            &[
                "Palestine",
                "Palestine, State of",
                "Palestinian Territory",
                "Palestinian Territories",
                "Occupied Palestinian Territory",
                "Occupied Palestinian Territories",
                "West Bank and Gaza",
            ],
        )
    },
    also("REU", &["La Réunion", "Réunion Island", "Reunion Island", "Reunion (France)"]),
    also("RUS", &["Russia"]),
    named("SHN", "Saint Helena", &["Saint Helena, Ascension and Tristan da Cunha"]),
    named("SJM", "Svalbard and Jan Mayen Islands", &["Svalbard and Jan Mayen"]),
    also("STP", &["São Tomé"]),
    also("SVK", &["Slovak Republic"]),
    also("SWZ", &["Swaziland"]),
    also("SXM", &["Sint Maarten"]),
    also("SYR", &["Syria"]),
    also("TCA", &["Turks and Caicos"]),
    also("TLS", &["East Timor", "Timor Leste"]),
    Overlay { typed: &["Tobago"], ..also("TTO", &["Trinidad"]) },
    also("TUR", &["Turkey", "Republic of Turkey"]),
    named("TWN", "Taiwan Province of China", &["Taiwan", "Taiwan (Province of China)"]),
    named("TZA", "United Republic of Tanzania", &["Tanzania", "Tanzania (United Republic of)"]),
    Overlay { typed: &["America"], ..also("USA", &["United States", "USA", "U.S.A.", "US", "U.S."]) },
    also("VAT", &["Vatican", "Vatican City", "Vatican City State"]),
    Overlay { typed: &["Saint Vincent"], ..also("VCT", &["Saint Vincent and Grenadines"]) },
    also("VEN", &["Venezuela", "Venezuela, RB", "Venezuela, Bolivarian Republic of"]),
    named("VGB", "British Virgin Islands", &[]),
    named("VIR", "United States Virgin Islands", &["US Virgin Islands", "U.S. Virgin Islands"]),
    also("VNM", &["Vietnam", "Socialist Republic of Vietnam"]),
    named("WLF", "Wallis and Futuna Islands", &["Wallis and Futuna"]),
    also(
        "XKX",
        &[
            "UNSC Resolution 1244-Administered Kosovo",
            "Kosovo (UNSCR 1244)",
            "Kosovo (UNSC 1244)",
            "Kosovo (UNSC Resolution 1244)",
            "Kosovo (UN Security Council Resolution 1244)",
            "Kosovo (under UNSCR 1244)",
            "Kosovo (under UNSC Resolution 1244)",
            "Kosovo (under UN Security Council Resolution 1244)",
            "Kosovo (as per UNSCR 1244)",
            "Kosovo (under United Nations Security Council Resolution 1244)",
            "Kosovo (UNSCR 1244/1999)",
            "Kosovo (UNSCR 1244/99)",
            "Kosovo (UNSCR 1244 (1999))",
            "Kosovo under UNSCR 1244",
            "Republic of Kosovo",
            "Kosova",
            "Kosovë",
        ],
    ),
    also("YEM", &["Yemen, Rep."]),
];
