//! Pages of lists, after the GraphQL Cursor Connections Specification, in both directions.

use std::borrow::Cow;
use std::sync::Arc;

use async_graphql::{Object, ObjectType, OutputType, Result, SimpleObject, TypeName};
use gcm_hub_macros::{Written, written};

use super::error::user_error;
use super::limits::{DEFAULT_PAGE, MOST_PAGE, deadline};
use super::plan::Gives;
use super::whole::Whole;
use crate::record::Id;

/// Which page of a list is wanted.
#[derive(Clone, Default)]
pub struct Paging {
    /// At most so many from the front.
    pub first: Option<i32>,
    /// Only what comes after this cursor.
    pub after: Option<String>,
    /// At most so many from the back.
    pub last: Option<i32>,
    /// Only what comes before this cursor.
    pub before: Option<String>,
    /// What the page shares with the others of its list, when all of them are read.
    whole: Option<Whole>,
}

impl Paging {
    /// A page of a list at the root of a request.
    pub fn new<'a>(
        context: &impl Gives<'a>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Self {
        Self { first, after, last, before, whole: context.may_give::<Whole>().cloned() }
    }

    /// A page from the front.
    pub fn forward(first: Option<i32>, after: Option<String>) -> Self {
        Self { first, after, ..Self::default() }
    }

    /// The rows of the list: those that `choose` gives, unless a page of the same list has them already.
    ///
    /// # Errors
    /// When they cannot be chosen.
    pub fn rows<T: Send + Sync + 'static>(&self, choose: impl FnOnce() -> Result<T>) -> Result<Arc<T>> {
        match &self.whole {
            Some(whole) => whole.rows(choose),
            None => choose().map(Arc::new),
        }
    }
}

/// The part of a list that is a page of it, and whether there is more on each side.
#[derive(Debug, PartialEq, Eq)]
pub struct Slice {
    /// The first row.
    pub start: usize,
    /// One past the last row.
    pub end: usize,
    /// Whether rows come before.
    pub more_before: bool,
    /// Whether rows come after.
    pub more_after: bool,
}

/// Cuts a page out of a list of `length` rows. `position` finds the row of a cursor in the list.
///
/// # Errors
/// When `first` or `last` is negative, too large, or both are given, or when a cursor is not of this list.
pub fn slice(paging: &Paging, length: usize, position: impl Fn(&str) -> Option<usize>) -> Result<Slice> {
    let size = |name: &str, size: Option<i32>| match size {
        None => Ok(None),
        Some(size) if size < 0 => Err(user_error(format!("`{name}` is {size}: it must not be negative"))),
        Some(size) if size as usize > MOST_PAGE => Err(user_error(format!(
            "`{name}` is {size}: a page has at most {MOST_PAGE} rows, ask for the next by cursor"
        ))),
        Some(size) => Ok(Some(size as usize)),
    };
    let (first, last) = (size("first", paging.first)?, size("last", paging.last)?);
    if first.is_some() && last.is_some() {
        return Err(user_error("`first` and `last` are both given: page from one end at a time"));
    }
    let row = |name: &str, cursor: &Option<String>| match cursor {
        None => Ok(None),
        Some(cursor) => position(cursor).map(Some).ok_or_else(|| {
            let cursor: String = cursor.chars().take(80).collect();
            user_error(format!(
                "`{name}` is `{cursor}`, which is no cursor of this list: take one from its edges"
            ))
        }),
    };
    let mut start = row("after", &paging.after)?.map_or(0, |row| row + 1);
    let mut end = row("before", &paging.before)?.unwrap_or(length).max(start);
    match (first, last) {
        (_, Some(last)) => start = start.max(end.saturating_sub(last)),
        (first, None) => end = end.min(start + first.unwrap_or(DEFAULT_PAGE)),
    }
    Ok(Slice { start, end, more_before: start > 0, more_after: end < length })
}

/// The exact size of a list, beside its page.
pub struct Total(pub usize);

/// The exact size of a list.
#[written]
#[Object]
impl Total {
    /// How many there are in the whole list, not only on this page; exact.
    async fn total_count(&self) -> usize {
        self.0
    }
}

/// A page of a list, with more fields beside it.
pub struct Page<T, More = Total> {
    rows: Vec<T>,
    cursor: fn(&T) -> String,
    more_before: bool,
    more_after: bool,
    more: More,
}

impl<T: OutputType, More: ObjectType> TypeName for Page<T, More> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Connection", T::type_name()).into()
    }
}

/// A page of a list: `nodes` for its rows, `edges` for their cursors, and beside them what is true of the whole list.
#[written]
#[Object(name_type)]
impl<T: OutputType, More: ObjectType> Page<T, More> {
    /// Where the page stands in its list.
    async fn page_info(&self) -> PageInfo {
        let (first, last) = (self.rows.first().map(self.cursor), self.rows.last().map(self.cursor));
        PageInfo::new(self.more_before, self.more_after, first, last)
    }
    /// The rows of the page with their cursors.
    async fn edges(&self) -> Vec<Edge<'_, T>> {
        self.rows.iter().map(|node| Edge { cursor: self.cursor, node }).collect()
    }
    /// The rows of the page.
    async fn nodes(&self) -> &[T] {
        &self.rows
    }
    #[graphql(flatten)]
    async fn more(&self) -> &More {
        &self.more
    }
}

/// Where a page stands in its list.
#[derive(SimpleObject, Written)]
#[graphql(shareable)]
pub struct PageInfo {
    /// Whether rows come before this page.
    has_previous_page: bool,
    /// Whether rows come after this page.
    has_next_page: bool,
    /// The cursor of the first row, for `before`; null for an empty page.
    start_cursor: Option<String>,
    /// The cursor of the last row, for `after`; null for an empty page.
    end_cursor: Option<String>,
}

impl PageInfo {
    /// Where a page with these first and last cursors stands.
    pub fn new(more_before: bool, more_after: bool, first: Option<String>, last: Option<String>) -> Self {
        Self {
            has_previous_page: more_before,
            has_next_page: more_after,
            start_cursor: first,
            end_cursor: last,
        }
    }
}

/// A row with its cursor.
pub struct Edge<'a, T> {
    cursor: fn(&T) -> String,
    node: &'a T,
}

impl<T: OutputType> TypeName for Edge<'_, T> {
    fn type_name() -> Cow<'static, str> {
        format!("{}Edge", T::type_name()).into()
    }
}

/// A row of a list with its cursor.
#[written]
#[Object(name_type)]
impl<T: OutputType> Edge<'_, T> {
    /// Names the row in its list, for `after` and `before`. Opaque.
    async fn cursor(&self) -> String {
        (self.cursor)(self.node)
    }
    /// The row.
    async fn node(&self) -> &T {
        self.node
    }
}

/// A page of the rows at some places, of which only those on it are made. `cursor` names a row, and `find` is where in
/// `places` a cursor leads: see [`by_id`].
pub fn page<P: Copy, T, More>(
    places: &[P],
    row: impl Fn(P) -> T,
    cursor: fn(&T) -> String,
    find: impl Fn(&str) -> Option<usize>,
    paging: &Paging,
    more: More,
) -> Result<Page<T, More>> {
    deadline::check()?;
    let whole = paging.whole.as_ref();
    // Of a list that is read whole the cursor is that of the row at which the page before ended.
    let read = whole.and_then(Whole::last_read).and_then(|row| Some((row, *places.get(row)?)));
    let find = |wanted: &str| match read {
        Some((number, place)) if cursor(&row(place)) == wanted => Some(number),
        _ => find(wanted),
    };
    let slice = slice(paging, places.len(), find)?;
    if let Some(whole) = whole {
        whole.set_read(slice.end);
    }
    let rows = places[slice.start..slice.end].iter().copied().map(row).collect();
    Ok(shown(rows, cursor, &slice, more))
}

/// A page of the rows in a slice of their list. `cursor` names a row.
pub fn shown<T, More>(rows: Vec<T>, cursor: fn(&T) -> String, slice: &Slice, more: More) -> Page<T, More> {
    Page { rows, cursor, more_before: slice.more_before, more_after: slice.more_after, more }
}

/// Where in a list the row is whose identifier a cursor is: the cursor is read once, and no row is made to compare it.
pub fn by_id<P: Copy>(places: &[P], id: impl Fn(P) -> Id) -> impl Fn(&str) -> Option<usize> {
    move |cursor| {
        let wanted: Id = cursor.parse().ok()?;
        places.iter().position(|place| id(*place) == wanted)
    }
}

/// A page whose only other field is the exact total.
pub fn simple<P: Copy, T>(
    places: &[P],
    row: impl Fn(P) -> T,
    cursor: fn(&T) -> String,
    find: impl Fn(&str) -> Option<usize>,
    paging: &Paging,
) -> Result<Page<T>> {
    page(places, row, cursor, find, paging, Total(places.len()))
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::record::EntityKind;

    fn check(paging: Paging, expected: Option<(usize, usize, bool, bool)>) {
        let found = slice(&paging, 5, |cursor| cursor.parse().ok().filter(|row| *row < 5));
        let found = found.ok().map(|slice| (slice.start, slice.end, slice.more_before, slice.more_after));
        assert_eq!(found, expected, "{:?}", (paging.first, paging.after, paging.last, paging.before));
    }

    fn paging(first: Option<i32>, after: Option<&str>, last: Option<i32>, before: Option<&str>) -> Paging {
        Paging { first, after: after.map(Into::into), last, before: before.map(Into::into), whole: None }
    }

    #[test]
    fn pages_are_cut_from_both_ends() {
        check(paging(None, None, None, None), Some((0, 5, false, false)));
        check(paging(Some(2), None, None, None), Some((0, 2, false, true)));
        check(paging(Some(2), Some("1"), None, None), Some((2, 4, true, true)));
        check(paging(Some(9), Some("3"), None, None), Some((4, 5, true, false)));
        check(paging(None, None, Some(2), None), Some((3, 5, true, false)));
        check(paging(None, None, Some(2), Some("3")), Some((1, 3, true, true)));
        check(paging(Some(0), None, None, None), Some((0, 0, false, true)));
        check(paging(None, Some("4"), None, Some("0")), Some((5, 5, true, false)));
    }

    #[test]
    fn only_the_rows_of_a_page_are_made() {
        let made = Cell::new(0);
        let row = |place: u32| {
            made.set(made.get() + 1);
            place
        };
        let id = |place: u32| Id::mint(EntityKind::Link, &place.to_string(), 0);
        let places: Vec<u32> = (0..1_000).collect();
        let paging = paging(Some(3), Some(&id(900).to_string()), None, None);
        let page = simple(&places, row, u32::to_string, by_id(&places, id), &paging).unwrap();
        assert_eq!((page.rows, made.get()), (vec![901, 902, 903], 3));
        assert_eq!(by_id(&places, id)("not an identifier"), None);
    }

    #[test]
    fn the_pages_of_a_whole_list_choose_its_rows_once_and_go_on_where_they_ended() {
        let (chosen, looked) = (Cell::new(0), Cell::new(0));
        let whole = Whole::default();
        let (mut after, mut read) = (None, Vec::new());
        loop {
            let paging = Paging { whole: Some(whole.clone()), ..Paging::forward(Some(4), after.take()) };
            let choose = || {
                chosen.set(chosen.get() + 1);
                Ok((0..10).collect::<Vec<u32>>())
            };
            let rows = paging.rows(choose).unwrap();
            let find = |cursor: &str| {
                looked.set(looked.get() + 1);
                cursor.parse().ok()
            };
            let page = simple(&rows, |place| place, u32::to_string, find, &paging).unwrap();
            read.extend(&page.rows);
            if !page.more_after {
                break;
            }
            after = page.rows.last().map(u32::to_string);
        }
        assert_eq!((read, chosen.get(), looked.get()), ((0..10).collect(), 1, 0));
        // Another cursor is found as ever.
        let paging = Paging { whole: Some(whole), ..Paging::forward(Some(1), Some("3".to_owned())) };
        let rows = paging.rows(|| Ok(Vec::new())).unwrap();
        let page = simple(&rows, |place: u32| place, u32::to_string, |cursor| cursor.parse().ok(), &paging);
        assert_eq!(page.unwrap().rows, [4]);
    }

    #[test]
    fn what_cannot_be_a_page_is_an_error() {
        check(paging(Some(-1), None, None, None), None);
        check(paging(Some(1001), None, None, None), None);
        check(paging(Some(1), None, Some(1), None), None);
        check(paging(Some(1), Some("nowhere"), None, None), None);
        check(paging(None, None, Some(1), Some("7")), None);
    }
}
