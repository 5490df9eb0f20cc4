//! A caller who is known.

use std::collections::BTreeSet;

use super::{Denied, Role};

/// Who writes: a person or program of an agency, with what they may do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Principal {
    /// The agency, by its acronym in the reference table of organisations.
    pub agency: String,
    /// Who of the agency, as the operator or the identity provider calls them.
    pub name: String,
    /// What they may do; may be empty.
    pub roles: BTreeSet<Role>,
}

impl Principal {
    /// Asks for a role.
    ///
    /// # Errors
    /// [`Denied::Role`] when they do not have it.
    pub fn require(&self, role: Role) -> Result<(), Denied> {
        if self.roles.contains(&role) {
            return Ok(());
        }
        Err(Denied::Role { needed: role, held: self.roles.clone() })
    }
}
