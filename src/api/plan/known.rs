//! Documents that were asked before: read, measured and planned once.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use async_graphql::parser::types::{
    ExecutableDocument, OperationDefinition, OperationType, Selection, SelectionSet,
};
use async_graphql::{Name, Request, Variables};
use async_graphql_value::{ConstValue, Value};
use moka::sync::Cache;

use super::compile::{Plan, compile};
use super::rules::surely_pass;
use super::types::Types;
use crate::api::limits::{Cost, Document, asked};
use crate::api::shape::Shape;

/// So many bytes of documents, their plans among them, are remembered.
const BYTES: u64 = 32 * 1024 * 1024;

/// What a document and its plans take in memory, about, for each byte of its text: a field of eight letters is some 200
/// bytes as it is read and 150 in a plan.
const BYTES_A_BYTE: usize = 64;

/// What each combination of conditions may add to that, for its plan.
const PLAN_BYTES_A_BYTE: usize = 24;

/// How long an answer is thought to be before a document was answered once, in bytes: most are no longer.
const FIRST_LENGTH: usize = 64 * 1024;

/// What an entry takes besides.
const ENTRY: usize = 2048;

/// So many documents may be asked for the first time before one that is asked again counts as new.
const SEEN: usize = 4096;

/// So many plans are kept of one document: one for each combination of what `@skip` and `@include` are told.
const MOST_PLANS: usize = 8;

/// Documents that were asked at least twice.
pub struct Documents {
    hasher: RandomState,
    kept: Cache<u64, Arc<Known>>,
    seen: Box<[AtomicU64]>,
}

impl Default for Documents {
    fn default() -> Self {
        let weigh = |_: &u64, known: &Arc<Known>| u32::try_from(known.weight()).unwrap_or(u32::MAX);
        Self {
            hasher: RandomState::new(),
            kept: Cache::builder().max_capacity(BYTES).weigher(weigh).build(),
            seen: (0..SEEN).map(|_| AtomicU64::new(0)).collect(),
        }
    }
}

impl Documents {
    /// A document that is remembered.
    pub fn get(&self, request: &Request) -> Option<Arc<Known>> {
        let known = self.kept.get(&self.hash(request))?;
        (known.text == request.query && known.operation == request.operation_name).then_some(known)
    }

    /// A document that was just read; remembered when it was asked before, as one that is asked once costs more to keep
    /// than it gives, and has the operation that is asked for.
    pub fn add(&self, request: &Request, document: ExecutableDocument, text_cost: Cost) -> Arc<Known> {
        let known = Arc::new(Known::new(request, document, text_cost));
        if known.asked().is_none() {
            return known;
        }
        let hash = self.hash(request);
        let place = &self.seen[(hash % SEEN as u64) as usize];
        if place.swap(hash, Relaxed) == hash {
            self.kept.insert(hash, Arc::clone(&known));
        }
        known
    }

    fn hash(&self, request: &Request) -> u64 {
        self.hasher.hash_one((&request.query, &request.operation_name))
    }
}

/// What a request tells `@skip` and `@include`.
type Told = Vec<Option<ConstValue>>;

/// A document with the operation of it that is asked for.
pub struct Known {
    text: String,
    /// The operation that is asked for by name.
    pub operation: Option<String>,
    /// What was read.
    pub document: ExecutableDocument,
    /// What its text costs.
    pub text_cost: Cost,
    /// What it costs, when that does not depend on variables.
    pub cost: OnceLock<Cost>,
    /// Whether the engine's rules pass it, whatever the variables.
    pub valid: OnceLock<bool>,
    /// How long the last answer was.
    pub length: AtomicUsize,
    /// The variables that `@skip` and `@include` name.
    conditions: Vec<Name>,
    plans: RwLock<Vec<(Told, Option<Arc<Plan>>)>>,
}

impl Known {
    fn new(request: &Request, document: ExecutableDocument, text_cost: Cost) -> Self {
        let mut conditions = Vec::new();
        for (_, operation) in document.operations.iter() {
            conditions_of(&operation.node.selection_set.node, &mut conditions);
        }
        for fragment in document.fragments.values() {
            conditions_of(&fragment.node.selection_set.node, &mut conditions);
        }
        Self {
            text: request.query.clone(),
            operation: request.operation_name.clone(),
            document,
            text_cost,
            cost: OnceLock::new(),
            valid: OnceLock::new(),
            length: AtomicUsize::new(FIRST_LENGTH),
            conditions,
            plans: RwLock::default(),
        }
    }

    /// What it takes in memory, about, with all plans that may be made of it.
    fn weight(&self) -> usize {
        let plans = if self.conditions.is_empty() { 0 } else { MOST_PLANS * PLAN_BYTES_A_BYTE };
        let name = self.operation.as_ref().map_or(0, String::len);
        ENTRY + name + self.text.len() * (BYTES_A_BYTE + plans)
    }

    /// The operation that is asked for; `None` when the request does not say which.
    pub fn asked(&self) -> Option<&OperationDefinition> {
        asked(&self.document, self.operation.as_deref())
    }

    /// The kinds of the operations that may be meant.
    pub fn kinds(&self) -> impl Iterator<Item = OperationType> {
        let operations = self.document.operations.iter();
        let meant = operations.filter(|(name, _)| match &self.operation {
            Some(wanted) => name.is_none_or(|name| name.as_str() == wanted),
            None => true,
        });
        meant.map(|(_, operation)| operation.node.ty)
    }

    /// The document with a request's variables.
    pub fn with<'a>(&'a self, variables: &'a Variables) -> Document<'a> {
        Document { document: &self.document, operation: self.operation.as_deref(), variables }
    }

    /// Whether no operation takes variables.
    pub fn is_constant(&self) -> bool {
        self.document.operations.iter().all(|(_, operation)| operation.node.variable_definitions.is_empty())
    }

    /// Whether the engine's rules surely pass it, whatever the variables, once `limits::conflict` has found nothing.
    pub fn surely_passes(&self) -> bool {
        surely_pass(&self.document, Shape::hub(), Types::of_queries())
    }

    /// How it is run when the engine's rules pass it; `None` when that is for the engine.
    pub fn plan(&self, variables: &Variables) -> Option<Arc<Plan>> {
        let told: Told = self.conditions.iter().map(|name| variables.get(name).cloned()).collect();
        let plans = self.plans.read().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, plan)) = plans.iter().find(|(known, _)| *known == told) {
            return plan.clone();
        }
        drop(plans);
        let operation = self.asked()?;
        let plan =
            compile(&self.document, operation, variables, Shape::hub(), Types::of_queries()).map(Arc::new);
        let mut plans = self.plans.write().unwrap_or_else(PoisonError::into_inner);
        // What is no boolean is the engine's to refuse, and its text may be long.
        if plans.len() < MOST_PLANS
            && told.iter().flatten().all(|value| matches!(value, ConstValue::Boolean(_)))
        {
            plans.push((told, plan.clone()));
        }
        plan
    }
}

fn conditions_of(set: &SelectionSet, found: &mut Vec<Name>) {
    for selection in &set.items {
        for directive in selection.node.directives() {
            for (_, value) in &directive.node.arguments {
                if let Value::Variable(name) = &value.node
                    && !found.contains(name)
                {
                    found.push(name.clone());
                }
            }
        }
        match &selection.node {
            Selection::Field(field) => conditions_of(&field.node.selection_set.node, found),
            Selection::InlineFragment(fragment) => conditions_of(&fragment.node.selection_set.node, found),
            Selection::FragmentSpread(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn keep(documents: &Documents, query: &str, operation: Option<&str>) -> bool {
        let mut request = Request::new(query);
        request.operation_name = operation.map(str::to_owned);
        for _ in 0..2 {
            documents.add(&request, parse_query(query).unwrap(), Cost::default());
        }
        documents.get(&request).is_some()
    }

    #[test]
    fn a_document_is_kept_when_it_has_the_operation_that_is_asked_for() {
        let documents = Documents::default();
        assert!(keep(&documents, "query A { hub { version } }", Some("A")));
        assert!(keep(&documents, "{ hub { version } }", None));
        assert!(!keep(&documents, "query A { hub { version } }", Some("B")));
        assert!(!keep(&documents, "query A { __typename } query B { __typename }", None));
    }

    #[test]
    fn what_is_kept_weighs_its_text_its_plans_and_something_at_least() {
        let weight = |query: &str| {
            Known::new(&Request::new(query), parse_query(query).unwrap(), Cost::default()).weight()
        };
        let plain = weight("query($a: Boolean!) { hub { version } }");
        assert!(plain > ENTRY);
        assert!(
            weight("query($a: Boolean!) { hub @skip(if: $a) { version } }") > plain + 53 * PLAN_BYTES_A_BYTE
        );
    }
}
