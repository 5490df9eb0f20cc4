//! Progress items under the commitments of one pledge: most are noise, some are truly linked.

use gcm_hub::record::{Body, Figure, LinkType, Mention, MentionKind, ProgressItemRecord, Qualifier, Record};

use super::Field;
use super::page::Page;
use super::programmes::Draft;
use super::random::Random;
use super::words::{Word, name};

/// What an item is truly linked to, by its place among the drafts or items.
#[derive(Clone, Copy)]
pub enum To {
    Programme(usize),
    Item(usize),
}

/// An item before it is written down.
#[derive(Clone)]
pub struct Item {
    lands: Vec<usize>,
    places: Vec<String>,
    organisations: Vec<String>,
    mention: Option<(MentionKind, String)>,
    words: Vec<Word>,
    /// The true link, if it has one.
    pub link: Option<(LinkType, To)>,
}

/// Invents items. Of a hundred 4 name a programme, 1 is one under a changed title, 10 support one, 2 tell of the same
/// undertaking as an earlier item, 1 is a copy of one with small changes. 3 are about a programme's subject in a
/// country where it does not work, 1 gives the name of an earlier item's project to one in another country: they are
/// linked to nothing. The rest share with programmes and each other what they share by chance.
pub fn invent(count: usize, programmes: &[Draft], field: &Field, random: &mut Random) -> Vec<Item> {
    let aliased: Vec<usize> =
        (0..programmes.len()).filter(|at| !programmes[*at].aliases.is_empty()).collect();
    let mut items: Vec<Item> = Vec::with_capacity(count);
    let (mut untold, mut uncopied): (Vec<usize>, Vec<usize>) = (Vec::new(), Vec::new());
    for at in 0..count {
        let any = random.below(programmes.len());
        let item = match random.below(100) {
            0..2 if !aliased.is_empty() => {
                let of = *random.pick(&aliased);
                names(programmes, of, programmes[of].aliases[0].clone(), field, random)
            }
            0..4 => names(programmes, any, programmes[any].title.clone(), field, random),
            4 => same(programmes, any, field, random),
            5..15 => supports(programmes, any, field, random),
            15..17 if !untold.is_empty() => {
                let first = untold.swap_remove(random.below(untold.len()));
                told_again(&items, first, field, random)
            }
            17 if !uncopied.is_empty() => {
                let first = uncopied.swap_remove(random.below(uncopied.len()));
                copied(&items, first, field, random)
            }
            18..21 => elsewhere(programmes, any, field, random),
            21 if !untold.is_empty() => {
                let first = untold.swap_remove(random.below(untold.len()));
                namesake(&items[first], field, random)
            }
            _ => {
                let item = noise(field, random);
                if item.names_a_project() {
                    untold.push(at)
                } else {
                    uncopied.push(at)
                }
                item
            }
        };
        items.push(item);
    }
    items
}

/// Countries, organisations, words and perhaps a project that no programme has.
fn noise(field: &Field, random: &mut Random) -> Item {
    let area = random.between(1, 5) as u8;
    let countries = [0, 0, 1, 1, 1, 1, 1, 2, 3, 4][random.below(10)];
    let length = random.between(20, 45);
    let mention = random.chance(45).then(|| {
        let of = [MentionKind::Project, MentionKind::Programme, MentionKind::Publication][random.below(3)];
        let words = random.between(3, 7);
        (of, field.vocabulary.title(&field.vocabulary.text(area, words, random)))
    });
    let lands = field.world.some(countries, random);
    let near = lands.first().filter(|_| random.chance(15));
    Item {
        places: near.map(|land| random.pick(&field.world.lands[*land].places).clone()).into_iter().collect(),
        organisations: organisations(field, random),
        words: field.vocabulary.text(area, length, random),
        mention,
        lands,
        link: None,
    }
}

/// UNDP's own pledge: it and IOM stand in most items; seldom a body that no other item names.
fn organisations(field: &Field, random: &mut Random) -> Vec<String> {
    let mut found: Vec<String> = field.world.organisations(random).into_iter().map(str::to_owned).collect();
    if random.chance(5) {
        found.push(format!("{} {} Foundation", name(random), name(random)));
    }
    found
}

/// Names the programme, nearly always with its countries.
fn names(programmes: &[Draft], of: usize, called: String, field: &Field, random: &mut Random) -> Item {
    let mut item = noise(field, random);
    item.lands = if random.chance(90) { programmes[of].lands.clone() } else { Vec::new() };
    item.places.clear();
    item.mention = Some((MentionKind::Programme, called));
    item.link = Some((LinkType::Names, To::Programme(of)));
    item
}

/// Is the programme, under a title of which only the first half is its own.
fn same(programmes: &[Draft], of: usize, field: &Field, random: &mut Random) -> Item {
    let programme = &programmes[of];
    let mut item = names(programmes, of, programme.retitled(field, random).title, field, random);
    item.lands.clone_from(&programme.lands);
    item.words.truncate(15);
    item.words.extend(random.some(&programme.summary, 30));
    item.organisations = programme.organisations.iter().map(|name| (*name).to_owned()).collect();
    item.link = Some((LinkType::SameAs, To::Programme(of)));
    item
}

/// Works on the programme's subject in one of its countries, sometimes with a partner or in a place of it.
fn supports(programmes: &[Draft], of: usize, field: &Field, random: &mut Random) -> Item {
    let programme = &programmes[of];
    let mut item = noise(field, random);
    item.lands = vec![*random.pick(&programme.lands)];
    item.words = field.vocabulary.text(programme.area, 20, random);
    let mut subject: Vec<Word> = programme.title_words.iter().chain(&programme.summary).copied().collect();
    subject = field.vocabulary.rarest(&subject);
    random.shuffle(&mut subject);
    subject.truncate(random.between(5, 7));
    let own = random.between(1, 3);
    subject.extend((0..own).map(|_| field.vocabulary.of_area(programme.area, random)));
    item.words.extend(subject);
    if random.chance(30) {
        item.organisations.push(random.pick(&programme.partners).name.clone());
    }
    item.places = programme.place.iter().filter(|_| random.chance(40)).cloned().collect();
    item.link = Some((LinkType::Supports, To::Programme(of)));
    item
}

/// On a programme's subject in countries that are not its own: related to nothing.
fn elsewhere(programmes: &[Draft], of: usize, field: &Field, random: &mut Random) -> Item {
    let mut item = supports(programmes, of, field, random);
    item.lands = field.world.some(1, random);
    item.lands.retain(|land| !programmes[of].lands.contains(land));
    item.places.clear();
    item.link = None;
    item
}

/// Much the same words as an earlier item, which names no project.
fn copied(items: &[Item], first: usize, field: &Field, random: &mut Random) -> Item {
    let mut item = items[first].clone();
    item.words = random.some(&item.words, 90);
    item.words.extend(field.vocabulary.text(1, 3, random));
    item.link = Some((LinkType::SameAs, To::Item(first)));
    item
}

/// A project that has the name of another by chance: in another country, and about something else.
fn namesake(other: &Item, field: &Field, random: &mut Random) -> Item {
    let mut item = noise(field, random);
    item.lands = field.world.some(1, random);
    item.lands.retain(|land| !other.lands.contains(land));
    item.places.clear();
    item.mention.clone_from(&other.mention);
    item
}

/// Tells of the same undertaking as an earlier item: the same project and countries, half in other words.
fn told_again(items: &[Item], first: usize, field: &Field, random: &mut Random) -> Item {
    let mut item = items[first].clone();
    item.words = random.some(&item.words, 50);
    item.words.extend(field.vocabulary.text(1, 12, random));
    item.link = Some((LinkType::SameAs, To::Item(first)));
    item
}

impl Item {
    fn names_a_project(&self) -> bool {
        self.mention.as_ref().is_some_and(|(kind, _)| *kind != MentionKind::Publication)
    }

    /// The record of the item.
    pub fn record(
        &self,
        commitment: usize,
        position: usize,
        field: &Field,
        page: &mut Page,
        random: &mut Random,
    ) -> Record {
        let figure = random.chance(30).then(|| Figure {
            value: random.between(2, 900) as f64,
            value_max: None,
            qualifier: Qualifier::Exact,
            unit: field.vocabulary.title(&self.words[..2]).to_lowercase(),
            year: None,
            scope: None,
        });
        let names: Vec<&str> =
            self.mention.iter().map(|(_, name)| name).chain(&self.places).map(String::as_str).collect();
        let body = ProgressItemRecord {
            commitment: commitment.to_string(),
            position: position as u32,
            text: page.prose(2),
            reported_on: None,
            countries: page.all(self.lands.iter().map(|land| field.world.code(*land))),
            planned: Vec::new(),
            regions: Vec::new(),
            places: page.all(self.places.clone()),
            organisations: page.all(self.organisations.clone()),
            mentions: page.all(self.mention.clone().map(|(kind, name)| Mention { kind, name })),
            figures: page.all(figure),
            gcm_objectives: Vec::new(),
            urls: Vec::new(),
            terms: field.vocabulary.terms(&self.words, &names),
        };
        Record { key: format!("{commitment}.{position}"), body: Body::ProgressItem(Box::new(body)) }
    }
}
