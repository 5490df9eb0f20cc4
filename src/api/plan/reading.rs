//! What a plan reads from while it is run.

use std::any::{Any, TypeId};

use async_graphql::{Context, Data, Error, Name, Result, Variables};
use async_graphql_value::ConstValue;

use crate::api::Limits;

/// What a request gives to resolvers, without the engine; they ask it as they ask the engine's context.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// What whoever runs the request put into it.
    pub data: &'a Data,
    /// What requests may cost.
    pub limits: &'a Limits,
    /// The request's variables.
    pub variables: &'a Variables,
    /// The operation's variables with their defaults: null for one that may be null and has none.
    pub defined: &'a [(Name, Option<ConstValue>)],
}

impl<'a> Reading<'a> {
    /// The value of a variable; `None` when it has none.
    pub fn variable(&self, name: &str) -> Option<&'a ConstValue> {
        // A request may give variables that its operation does not define, and those have no value.
        let (_, default) = self.defined.iter().find(|(defined, _)| defined == name)?;
        self.variables.get(name).or(default.as_ref())
    }

    /// The data of a type, as the engine's context gives it.
    ///
    /// # Errors
    /// When it was not given.
    pub fn data<D: Any + Send + Sync>(&self) -> Result<&'a D> {
        self.may_give().ok_or_else(|| Error::new(format!("there is no `{}`", std::any::type_name::<D>())))
    }
}

/// What gives resolvers the data of their request: the engine's context, or what a plan reads from.
pub trait Gives<'a> {
    /// The data of a type.
    ///
    /// # Errors
    /// When it was not given.
    fn given<D: Any + Send + Sync>(&self) -> Result<&'a D>;

    /// The data of a type; `None` when it was not given.
    fn may_give<D: Any + Send + Sync>(&self) -> Option<&'a D>;
}

impl<'a> Gives<'a> for Context<'a> {
    fn given<D: Any + Send + Sync>(&self) -> Result<&'a D> {
        self.data()
    }

    fn may_give<D: Any + Send + Sync>(&self) -> Option<&'a D> {
        self.data_opt()
    }
}

impl<'a> Gives<'a> for Reading<'a> {
    fn given<D: Any + Send + Sync>(&self) -> Result<&'a D> {
        self.data()
    }

    fn may_give<D: Any + Send + Sync>(&self) -> Option<&'a D> {
        let given = self.data.get(&TypeId::of::<D>()).and_then(|given| given.downcast_ref::<D>());
        given.or_else(|| (self.limits as &dyn Any).downcast_ref::<D>())
    }
}
