//! What `#[graphql(…)]` says of a field or an argument.

use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Lit, Meta, Result, Token};

/// What is to be done with a field or an argument.
#[derive(Default)]
pub struct Said {
    /// Its name in the schema, where that is not the one of Rust.
    pub name: Option<String>,
    /// Whether the schema does not have it.
    pub skipped: bool,
    /// Whether its fields are those of the type it is in.
    pub flattened: bool,
    /// Whether something is said that is not known here.
    pub unknown: bool,
}

/// Reads the attributes.
pub fn said(attributes: &[Attribute]) -> Result<Said> {
    let mut said = Said::default();
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("graphql")) {
        for meta in attribute.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)? {
            let name = meta.path().get_ident().map(ToString::to_string).unwrap_or_default();
            match (name.as_str(), &meta) {
                ("name", Meta::NameValue(value)) => said.name = text(&value.value),
                ("skip" | "entity", Meta::Path(_)) => said.skipped = true,
                ("flatten", Meta::Path(_)) => said.flattened = true,
                ("desc" | "deprecation" | "shareable" | "tag", _) => {}
                _ => said.unknown = true,
            }
        }
    }
    Ok(said)
}

fn text(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}
