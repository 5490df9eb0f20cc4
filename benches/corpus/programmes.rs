//! Programmes: as the pipeline proposes them and, for some, as the fund reports on them later under a changed title.

use gcm_hub::record::{
    Availability, Body, Figure, Money, OrganisationRole, Participant, PartnerName, ProgrammeKind,
    ProgrammeRecord, Qualifier, Record, ResultRecord, Stage, Status, slug,
};
use gcm_hub::reference::Region;

use super::Field;
use super::page::Page;
use super::random::Random;
use super::words::{Word, name};

/// A programme before it is written down.
#[derive(Clone)]
pub struct Draft {
    pub lands: Vec<usize>,
    pub region: Option<&'static Region>,
    pub area: u8,
    /// The words of the title, without the place.
    pub title_words: Vec<Word>,
    pub place: Option<String>,
    pub title: String,
    pub summary: Vec<Word>,
    pub aliases: Vec<String>,
    pub partners: Vec<PartnerName>,
    pub organisations: Vec<&'static str>,
    budget: usize,
    months: u32,
    stage: Stage,
}

/// Invents a programme.
pub fn draft(field: &Field, random: &mut Random) -> Draft {
    let (region, lands) = if random.chance(5) {
        let (region, lands) = field.world.region(random);
        (Some(region), lands)
    } else {
        let count = [1, 1, 1, 1, 1, 1, 1, 2, 2, 3][random.below(10)];
        (None, field.world.some(count, random))
    };
    let area = random.between(1, 5) as u8;
    let length = random.between(6, 12);
    let title_words = field.vocabulary.text(area, length, random);
    let place = random.chance(35).then(|| random.pick(&field.world.lands[lands[0]].places).clone());
    let length = random.between(60, 120);
    let mut draft = Draft {
        area,
        region,
        summary: field.vocabulary.text(area, length, random),
        aliases: Vec::new(),
        partners: field.world.partners(&lands, random),
        organisations: field.world.organisations(random),
        budget: random.between(10, 60) * 50_000,
        months: *random.pick(&[18, 24, 24, 30, 36, 36, 48]),
        stage: if random.chance(70) { Stage::ConceptNoteApproved } else { Stage::DocumentSolicited },
        title: String::new(),
        lands,
        title_words,
        place,
    };
    draft.title = draft.printed_title(field);
    if random.chance(5) {
        let alias = if random.chance(50) { initials(&draft.title) } else { name(random).to_uppercase() };
        draft.aliases.push(alias);
    }
    draft
}

/// The first letters of a title's words, as an abbreviation has them.
fn initials(title: &str) -> String {
    title.split(' ').filter(|word| word.len() > 3).filter_map(|word| word.chars().next()).collect()
}

impl Draft {
    fn printed_title(&self, field: &Field) -> String {
        let words = field.vocabulary.title(&self.title_words);
        match &self.place {
            Some(place) => format!("{words} in {place}"),
            None => words,
        }
    }

    /// The same programme under another title: the first half of the words stays, the rest is new.
    pub fn retitled(&self, field: &Field, random: &mut Random) -> Self {
        let mut other = self.clone();
        let half = self.title_words.len().div_ceil(2);
        let rest = self.title_words.len() - half;
        other.title_words.truncate(half);
        other.title_words.extend(field.vocabulary.text(self.area, rest, random));
        other.title = other.printed_title(field);
        other
    }

    /// The programme as the fund reports on it: retitled, half of the summary rewritten, sums and months moved.
    pub fn funded(&self, field: &Field, random: &mut Random) -> Self {
        let mut other = self.retitled(field, random);
        other.summary = random.some(&self.summary, 50);
        let length = random.between(30, 60);
        other.summary.extend(field.vocabulary.text(self.area, length, random));
        other.aliases.clear();
        if random.chance(50) {
            other.budget = self.budget * random.between(80, 130) / 100;
        }
        if random.chance(30) {
            other.months += 6;
        }
        other.stage = Stage::Funded;
        other
    }

    /// The record of the programme. `number` tells records of one title apart.
    pub fn record(&self, field: &Field, number: usize, page: &mut Page) -> Record {
        let codes: Vec<_> =
            self.lands.iter().map(|land| field.world.code(*land).as_str().to_lowercase()).collect();
        let known = match self.stage {
            Stage::Funded => Availability::Stated,
            _ => Availability::MentionedInProse,
        };
        let participants = self.organisations.iter().map(|organisation| Participant {
            organisation: (*organisation).to_owned(),
            role: OrganisationRole::Participating,
            availability: known,
        });
        let words: Vec<Word> = self.title_words.iter().chain(&self.summary).copied().collect();
        let names: Vec<&str> = self.place.iter().map(String::as_str).collect();
        let body = ProgrammeRecord {
            kind: ProgrammeKind::Joint,
            title: page.stated(self.title.clone()),
            aliases: page.all(self.aliases.clone()),
            region_label: self.region.map(|region| page.stated(region.name.to_owned())),
            countries: page.all(self.lands.iter().map(|land| field.world.printed(*land))),
            places: page.all(self.place.clone()),
            thematic_area: Some(page.stated(self.area)),
            gcm_objectives: page.all([self.area * 4]),
            budget: Some(page.stated(Money { amount: self.budget as f64, currency: "USD".to_owned() })),
            duration_months: Some(page.stated(self.months)),
            period: None,
            status: Some(page.stated(Status { printed: None, stage: Some(self.stage) })),
            participants: page.all(participants),
            partners: page.all(self.partners.clone()),
            text: Some(page.prose(12)),
            terms: field.vocabulary.terms(&words, &names),
        };
        let key = format!("{}/{}/{number}", codes.join("-"), slug(&self.title));
        Record { key, body: Body::Programme(Box::new(body)) }
    }
}

/// What a funded programme reports: three figures, the first of which is sometimes printed again under its countries
/// only.
pub fn results(draft: &Draft, of: &str, field: &Field, page: &mut Page, random: &mut Random) -> Vec<Record> {
    let again = random.chance(20);
    let mut records = Vec::new();
    for number in 0..3 {
        let words = field.vocabulary.text(draft.area, 15, random);
        let value = random.between(10, 5000) as f64;
        let unit = field.vocabulary.title(&words[..2]).to_lowercase();
        let figure =
            Figure { value, value_max: None, qualifier: Qualifier::Exact, unit, year: None, scope: None };
        for repeat in 0..if number == 0 && again { 2 } else { 1 } {
            let result = ResultRecord {
                programme: (repeat == 0).then(|| of.to_owned()),
                countries: page.all(draft.lands.iter().map(|land| field.world.printed(*land))),
                theme: None,
                figure: page.stated(figure.clone()),
                text: page.prose(1),
                terms: field.vocabulary.terms(&words, &[]),
            };
            let key = format!("{of}/{number}/{repeat}");
            records.push(Record { key, body: Body::Result(Box::new(result)) });
        }
    }
    records
}
