//! Where programmes and items take place and who takes part: countries with their places and ministries, regions,
//! organisations.

use gcm_hub::record::{PartnerKind, PartnerName, PrintedCountry};
use gcm_hub::reference::{self, Country, CountryCode, Region};

use super::random::{Random, Zipf};
use super::words::name;

/// How many countries have programmes.
const COUNTRIES: usize = 190;

/// A country with what is in it.
pub struct Land {
    pub country: &'static Country,
    /// Names of places below the country.
    pub places: Vec<String>,
    /// Partners that many programmes of the country share.
    pub ministries: Vec<String>,
}

/// Countries, the most frequent first, and organisations.
pub struct World {
    pub lands: Vec<Land>,
    frequency: Zipf,
    regions: Vec<(&'static Region, Vec<usize>)>,
    others: Zipf,
}

impl World {
    /// Draws the order of countries and invents their places.
    pub fn new(random: &mut Random) -> Self {
        let mut countries: Vec<&'static Country> =
            reference::countries().iter().filter(|country| country.sub_region.is_some()).collect();
        random.shuffle(&mut countries);
        countries.truncate(COUNTRIES);
        let lands: Vec<Land> = countries.into_iter().map(|country| land(country, random)).collect();
        let regions = reference::sub_regions().iter().map(|region| {
            let inside = |at: &usize| lands[*at].country.sub_region == Some(region);
            (region, (0..lands.len()).filter(inside).collect::<Vec<_>>())
        });
        let regions = regions.filter(|(_, members)| members.len() >= 5).collect();
        Self { lands, frequency: Zipf::new(COUNTRIES, 2.0), regions, others: Zipf::new(OTHERS.len(), 1.0) }
    }

    /// So many different countries, frequent ones more often, as places in `lands`.
    pub fn some(&self, count: usize, random: &mut Random) -> Vec<usize> {
        let mut found = Vec::new();
        while found.len() < count {
            let land = self.frequency.draw(random);
            if !found.contains(&land) {
                found.push(land);
            }
        }
        found
    }

    /// A region and five to eight of its countries.
    pub fn region(&self, random: &mut Random) -> (&'static Region, Vec<usize>) {
        let (region, members) = random.pick(&self.regions);
        let mut members = members.clone();
        random.shuffle(&mut members);
        members.truncate(random.between(5, 8));
        (region, members)
    }

    /// Organisations: IOM and UNDP nearly everywhere, up to two others.
    pub fn organisations(&self, random: &mut Random) -> Vec<&'static str> {
        let mut found = Vec::new();
        if random.chance(85) {
            found.push("IOM");
        }
        if random.chance(60) {
            found.push("UNDP");
        }
        for _ in 0..random.below(3) {
            let other = OTHERS[self.others.draw(random)];
            if !found.contains(&other) {
                found.push(other);
            }
        }
        found
    }

    /// Partners: ministries of the first country, seldom one that no other programme has.
    pub fn partners(&self, lands: &[usize], random: &mut Random) -> Vec<PartnerName> {
        let ministries = &self.lands[lands[0]].ministries;
        let government = Some(PartnerKind::Government);
        let mut found: Vec<PartnerName> = Vec::new();
        for _ in 0..random.between(1, 4) {
            let partner = random.pick(ministries);
            if found.iter().all(|known| known.name != *partner) {
                found.push(PartnerName { name: partner.clone(), group: None, kind: government });
            }
        }
        if random.chance(20) {
            let name = format!("{} {} Association", name(random), name(random));
            found.push(PartnerName { name, group: None, kind: Some(PartnerKind::CivilSociety) });
        }
        found
    }

    /// The code of a country.
    pub fn code(&self, land: usize) -> CountryCode {
        self.lands[land].country.code
    }

    /// A country as a source prints it.
    pub fn printed(&self, land: usize) -> PrintedCountry {
        let country = self.lands[land].country;
        PrintedCountry { code: country.code, printed: country.name.to_uppercase() }
    }
}

fn land(country: &'static Country, random: &mut Random) -> Land {
    let places = (0..40).map(|_| name(random)).collect();
    let mut ministries: Vec<String> = MINISTRIES.iter().map(|of| format!("Ministry of {of}")).collect();
    ministries.extend((0..6).map(|_| format!("{} Agency", name(random))));
    Land { country, places, ministries }
}

const MINISTRIES: [&str; 10] = [
    "Foreign Affairs",
    "Interior",
    "Labour",
    "Health",
    "Education",
    "Justice",
    "Social Affairs",
    "Finance",
    "Youth",
    "Local Government",
];

const OTHERS: [&str; 16] = [
    "UNICEF",
    "ILO",
    "UNHCR",
    "UN Women",
    "UNFPA",
    "UNODC",
    "WHO",
    "FAO",
    "OHCHR",
    "UNESCO",
    "UN-Habitat",
    "UNDESA",
    "WFP",
    "UNIDO",
    "UNEP",
    "UNCTAD",
];
