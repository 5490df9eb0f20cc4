//! Large corpora made of chance: distributed as the real sources are, the same on every machine for the same seed,
//! with links and identities planted that are known to be true. It reads nothing, and no word of it means anything.
#![allow(dead_code, reason = "each benchmark uses the part that it needs")]

mod items;
mod page;
mod programmes;
pub mod random;
mod words;
mod world;

use std::collections::BTreeSet;

use gcm_hub::graph::identity::carry_over;
use gcm_hub::graph::{IdentityRules, Input, Loaded, SourceInput};
use gcm_hub::record::{
    Body, CommitmentRecord, Edition, Id, LinkType, PledgeRecord, Reading, Record, Sha256, SourceInfo,
    SourceKind, Wording,
};
use gcm_hub::sources::SOURCES;

use items::To;
use page::Page;
use random::Random;
use words::Vocabulary;
use world::World;

/// How many commitments the pledge has.
const COMMITMENTS: usize = 7;

/// Of a hundred programmes so many have a second record, in the leaflet of results.
const FUNDED: usize = 10;

/// A corpus with what is true of it.
pub struct Corpus {
    /// What the graph is built from.
    pub input: Input,
    /// The links that are there. A link that is not among them is noise.
    pub planted: Vec<Planted>,
    /// Identifiers of two records of one programme: the pipeline's and the leaflet's.
    pub identities: Vec<(Id, Id)>,
}

/// A true link. `Graph::node` finds both ends by their identifiers, also when the programme's records were joined.
pub struct Planted {
    /// Its type; items that tell of one undertaking are `SameAs`.
    pub kind: LinkType,
    /// The item.
    pub from: Id,
    /// The programme, or the earlier item.
    pub to: Id,
}

/// What all texts are drawn from.
struct Field {
    vocabulary: Vocabulary,
    world: World,
}

/// Makes a corpus of so many programmes (at least one) and progress items.
pub fn generate(seed: u64, programmes: usize, items: usize) -> Corpus {
    let mut random = Random::new(seed);
    let field = Field { vocabulary: Vocabulary::new(&mut random), world: World::new(&mut random) };
    let random = &mut random;

    let drafts: Vec<_> = (0..programmes.max(1)).map(|_| programmes::draft(&field, random)).collect();
    let mut page = Page::of("pipeline");
    let numbered = drafts.iter().enumerate();
    let pipeline: Vec<Record> = numbered.map(|(at, draft)| draft.record(&field, at, &mut page)).collect();

    let mut page = Page::of("leaflet");
    let (mut leaflet, mut joined) = (Vec::new(), Vec::new());
    for (at, draft) in drafts.iter().enumerate().filter(|_| random.chance(FUNDED)).collect::<Vec<_>>() {
        let funded = draft.funded(&field, random);
        let record = funded.record(&field, at, &mut page);
        joined.push((pipeline[at].key.clone(), record.key.clone()));
        let results = programmes::results(&funded, &record.key, &field, &mut page, random);
        leaflet.push(record);
        leaflet.extend(results);
    }

    let told = items::invent(items, &drafts, &field, random);
    let mut pledge = commitments(&field, random);
    let mut page = Page::of("pledge");
    let key = |at: usize| (at % COMMITMENTS + 1, at / COMMITMENTS + 1);
    for (at, item) in told.iter().enumerate() {
        let (commitment, position) = key(at);
        pledge.push(item.record(commitment, position, &field, &mut page, random));
    }

    let linked = told.iter().enumerate().filter_map(|(at, item)| Some((at, item.link?)));
    let links: Vec<_> = linked.collect();
    let keys: Vec<String> = pipeline.iter().map(|record| record.key.clone()).collect();
    let pipeline = source(SourceKind::PipelineBooklet, pipeline);
    let leaflet = source(SourceKind::ResultsLeaflet, leaflet);
    let pledge = source(SourceKind::PledgePage, pledge);
    let item = |at: usize| {
        let (commitment, position) = key(at);
        id(&pledge, &format!("{commitment}.{position}"))
    };
    let planted = links.into_iter().map(|(at, (kind, to))| Planted {
        kind,
        from: item(at),
        to: match to {
            To::Programme(of) => id(&pipeline, &keys[of]),
            To::Item(first) => item(first),
        },
    });
    Corpus {
        planted: planted.collect(),
        identities: joined.iter().map(|(one, other)| (id(&pipeline, one), id(&leaflet, other))).collect(),
        input: Input {
            sources: vec![pipeline, leaflet, pledge],
            wording: Wording::new(),
            identity: IdentityRules::default(),
        },
    }
}

fn commitments(field: &Field, random: &mut Random) -> Vec<Record> {
    let mut page = Page::of("commitments");
    let pledge = PledgeRecord {
        title: page.stated("Pledge".to_owned()),
        organisation: page.stated("UNDP".to_owned()),
        jointly_with: Vec::new(),
        last_updated: None,
    };
    let mut records = vec![Record { key: "pledge".to_owned(), body: Body::Pledge(Box::new(pledge)) }];
    for number in 1..=COMMITMENTS {
        let words = field.vocabulary.text((number % 5 + 1) as u8, 25, random);
        let commitment = CommitmentRecord {
            pledge: "pledge".to_owned(),
            number: page.stated(number.to_string()),
            text: page.prose(1),
            gcm_objectives: Vec::new(),
            terms: field.vocabulary.terms(&words, &[]),
        };
        records.push(Record { key: number.to_string(), body: Body::Commitment(Box::new(commitment)) });
    }
    records
}

/// The source of a kind with an edition of those records. Commitments and items share the pledge's source.
fn source(kind: SourceKind, records: Vec<Record>) -> SourceInput {
    let known = SOURCES.iter().find(|source| source.info.kind == kind);
    let source = known.expect("every kind has a source");
    let SourceInfo { slug, .. } = &source.info;
    let identities = carry_over(slug, None, &[], &records, &BTreeSet::new());
    let edition = Edition {
        source: slug.to_string(),
        sha256: Sha256::of(slug.as_bytes()),
        media_type: "text/plain".to_owned(),
        origin: "made of chance".to_owned(),
        label: None,
        as_of: None,
        retrieved_at: None,
        parser: source.parser.to_owned(),
    };
    let reading = Reading { records, ..Reading::default() };
    let loaded = Some(Loaded { edition, reading, text: None, identities });
    SourceInput { info: source.info.clone(), loaded, former: Vec::new() }
}

fn id(source: &SourceInput, key: &str) -> Id {
    let loaded = source.loaded.as_ref().expect("each source has an edition");
    loaded.identities[key].id
}
