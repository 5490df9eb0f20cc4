//! From the one definition of a GraphQL type, which async-graphql's macros make the schema of, these make what writes
//! its values as JSON: `Written` of `src/api/plan`. They add to a definition and change nothing of it.
//!
//! A field whose resolver waits, or that has an attribute which is not known here, is not written: documents that select
//! it go to the engine. Nothing here knows a type of the hub.

mod attribute;
mod derive;
mod names;
mod object;

use proc_macro::TokenStream;
use quote::quote;

/// Stands above `#[Object]`. Of each resolver it makes a plain function of the same body, in which `&Context<'_>` is
/// `&Reading<'_>`.
#[proc_macro_attribute]
pub fn written(_: TokenStream, item: TokenStream) -> TokenStream {
    let item = proc_macro2::TokenStream::from(item);
    let made = syn::parse2(item.clone()).and_then(|definition| object::made(&definition));
    let made = made.unwrap_or_else(|error| error.to_compile_error());
    quote! { #item #made }.into()
}

/// Stands beside `SimpleObject`, `Enum`, `Interface` or `Union`.
#[proc_macro_derive(Written, attributes(graphql))]
pub fn derive_written(item: TokenStream) -> TokenStream {
    let made = syn::parse(item).and_then(|definition| derive::made(&definition));
    made.unwrap_or_else(|error| error.to_compile_error()).into()
}
