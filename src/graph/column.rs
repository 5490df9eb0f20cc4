//! Programmes in the order of one of their values: lists are read off it, and ranges are cut out of it.
//!
//! A column is made when it is first asked for, and goes with the graph.

use std::cmp::Ordering;
use std::sync::OnceLock;

use super::node::Programme;
use super::{Graph, Ix, Places};

/// What programmes are kept in the order of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProgrammeColumn {
    /// The title, accents and case apart.
    Title,
    /// The budget's amount.
    Budget,
    /// The duration.
    Months,
    /// The thematic area's number.
    Area,
    /// The stage.
    Stage,
    /// The start of the period.
    Start,
    /// How many countries it works in.
    CountryCount,
}

/// The orders that have been asked for.
#[derive(Debug, Default)]
pub(super) struct Columns([OnceLock<Column>; 7]);

#[derive(Debug)]
struct Column {
    /// Rows of one value, and those whose value is not known, which come last, stand as in the table.
    ascending: Vec<Ix<Programme>>,
    descending: Vec<Ix<Programme>>,
    /// How many have a value.
    known: usize,
    /// What ranges are cut out of, made when the first is.
    marks: OnceLock<Marks>,
}

/// The sets of the first programmes of a column: of none, of `step`, of twice as many and so on, up to all that have a
/// value. Cut out of them, a wide range costs no more than a narrow one.
#[derive(Debug)]
struct Marks {
    sets: Vec<Places<Programme>>,
    step: usize,
}

/// So many sets are kept of a column that ranges are cut out of: together 32 bytes for each programme.
const MARKS: usize = 256;

impl Column {
    fn of(graph: &Graph, column: ProgrammeColumn) -> Self {
        match column {
            ProgrammeColumn::Title => {
                let folded = |row: &Programme| Some(deunicode::deunicode(&row.title).to_lowercase());
                Self::by(graph, folded, Ord::cmp)
            }
            ProgrammeColumn::Budget => {
                Self::by(graph, |row| row.budget.as_ref().map(|budget| budget.amount), f64::total_cmp)
            }
            ProgrammeColumn::Months => Self::by(graph, |row| row.duration_months, Ord::cmp),
            ProgrammeColumn::Area => Self::by(graph, |row| row.thematic_area, Ord::cmp),
            ProgrammeColumn::Stage => Self::by(graph, |row| row.stage, Ord::cmp),
            ProgrammeColumn::Start => {
                Self::by(graph, |row| row.period.and_then(|period| period.start), Ord::cmp)
            }
            ProgrammeColumn::CountryCount => Self::by(graph, |row| Some(row.countries.len()), Ord::cmp),
        }
    }

    fn by<V>(
        graph: &Graph,
        value: impl Fn(&Programme) -> Option<V>,
        compare: impl Fn(&V, &V) -> Ordering,
    ) -> Self {
        let all = graph.programmes.iter();
        let (mut known, mut unknown) = (Vec::with_capacity(all.len()), Vec::new());
        for (place, row) in all {
            match value(row) {
                Some(value) => known.push((value, place)),
                None => unknown.push(place),
            }
        }
        let places = |known: &[(V, Ix<Programme>)]| {
            known.iter().map(|(_, place)| *place).chain(unknown.iter().copied()).collect()
        };
        known.sort_by(|(one, _), (other, _)| compare(one, other));
        let ascending: Vec<Ix<Programme>> = places(&known);
        known.sort_by(|(one, first), (other, second)| compare(other, one).then(first.cmp(second)));
        Self { ascending, descending: places(&known), known: known.len(), marks: OnceLock::new() }
    }

    /// The set of those from one number to another, of those that have a value.
    fn between(&self, graph: &Graph, start: usize, end: usize) -> Places<Programme> {
        let (mark, marked) = self.mark(graph, end);
        let mut set = mark.clone();
        self.ascending[marked..end].iter().for_each(|place| set.insert(*place));
        if start > 0 {
            let (mark, marked) = self.mark(graph, start);
            set.remove(mark);
            self.ascending[marked..start].iter().for_each(|place| set.leave_out(*place));
        }
        set
    }

    /// The last mark that is not beyond the first so many, and of how many it is.
    fn mark(&self, graph: &Graph, count: usize) -> (&Places<Programme>, usize) {
        let Marks { sets, step } = self.marks.get_or_init(|| self.marks(graph));
        // The last mark is at the end, however far that is from the one before.
        let mark = if count == self.known { sets.len() - 1 } else { count / step };
        (&sets[mark], (mark * step).min(count))
    }

    fn marks(&self, graph: &Graph) -> Marks {
        let step = self.known.div_ceil(MARKS).max(1);
        let mut set = Places::none(&graph.programmes);
        let mut sets = vec![set.clone()];
        for part in self.ascending[..self.known].chunks(step) {
            part.iter().for_each(|place| set.insert(*place));
            sets.push(set.clone());
        }
        Marks { sets, step }
    }
}

impl Graph {
    /// All programmes in the order of a value, from the least or from the greatest; those whose value is not known come
    /// last either way, and those of one value by slug.
    #[must_use]
    pub fn programmes_by(&self, column: ProgrammeColumn, greatest_first: bool) -> &[Ix<Programme>] {
        let column = self.column(column);
        if greatest_first { &column.descending } else { &column.ascending }
    }

    /// The programmes whose value is known, is not `below` and is `within`. Who passes both is told from a few of them:
    /// `below` must hold from the least up to some value, and so must `within`.
    pub fn programmes_between(
        &self,
        column: ProgrammeColumn,
        below: impl Fn(&Programme) -> bool,
        within: impl Fn(&Programme) -> bool,
    ) -> Places<Programme> {
        let column = self.column(column);
        let known = &column.ascending[..column.known];
        let start = known.partition_point(|place| below(&self.programmes[*place]));
        let inside = known[start..].partition_point(|place| within(&self.programmes[*place]));
        column.between(self, start, start + inside)
    }

    fn column(&self, column: ProgrammeColumn) -> &Column {
        self.columns.0[column as usize].get_or_init(|| Column::of(self, column))
    }
}
