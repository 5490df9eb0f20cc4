//! `#[written]` of an object's resolvers.

use proc_macro2::{TokenStream, TokenTree};
use quote::{format_ident, quote};
use syn::{
    Error, FnArg, GenericArgument, GenericParam, ImplItem, ImplItemFn, ItemImpl, Pat, PathArguments, Result,
    ReturnType, Type,
};

use crate::attribute::said;
use crate::names::camel;

/// A resolver as a plain function.
struct Resolver {
    /// The field's name in the schema.
    name: String,
    /// The plain function.
    function: TokenStream,
    /// A call of it, with `out` and `field` in scope: the value, or the function that it is in has returned.
    call: TokenStream,
    /// The type of the value, without `Result`.
    value: Type,
}

/// What `#[written]` adds to a definition.
pub fn made(definition: &ItemImpl) -> Result<TokenStream> {
    let (mut written, mut flattened) = (Vec::new(), None);
    for item in &definition.items {
        let ImplItem::Fn(method) = item else { continue };
        let said = said(&method.attrs)?;
        if said.skipped || said.unknown || waits_in(method) {
            continue;
        }
        let Some(resolver) = resolver(method, said.name)? else { continue };
        if said.flattened {
            flattened = Some(resolver);
        } else {
            written.push(resolver);
        }
    }
    Ok(implementation(definition, &written, flattened.as_ref()))
}

fn waits_in(method: &ImplItemFn) -> bool {
    let block = &method.block;
    waits(quote! { #block })
}

/// Whether code waits for something.
fn waits(code: TokenStream) -> bool {
    code.into_iter().any(|token| match token {
        TokenTree::Ident(word) => word == "await",
        TokenTree::Group(group) => waits(group.stream()),
        _ => false,
    })
}

/// A method as a resolver; `None` when an argument has an attribute that is not known here.
fn resolver(method: &ImplItemFn, name: Option<String>) -> Result<Option<Resolver>> {
    let ident = &method.sig.ident;
    let helper = format_ident!("written_{ident}");
    let (mut inputs, mut given) = (Vec::new(), Vec::new());
    for input in &method.sig.inputs {
        let FnArg::Typed(argument) = input else {
            inputs.push(quote! { #input });
            continue;
        };
        let (pattern, ty) = (&argument.pat, &argument.ty);
        if is_context(ty) {
            inputs.push(quote! { #pattern: &crate::api::plan::Reading<'_> });
            given.push(quote! { &out.reading() });
            continue;
        }
        let Pat::Ident(argument_name) = pattern.as_ref() else {
            return Err(Error::new_spanned(pattern, "an argument has a plain name"));
        };
        let said = said(&argument.attrs)?;
        if said.unknown {
            return Ok(None);
        }
        let name = said.name.unwrap_or_else(|| camel(&argument_name.ident.to_string()));
        inputs.push(quote! { #pattern: #ty });
        given.push(quote! { out.argument::<#ty>(field, #name)? });
    }
    let ReturnType::Type(_, output) = &method.sig.output else {
        return Err(Error::new_spanned(&method.sig, "a resolver has a value"));
    };
    let call = quote! { self.#helper(#(#given),*) };
    let (value, call) = match inside_result(output) {
        Some(value) => {
            let call =
                quote! { match #call { Ok(value) => value, Err(_) => return Err(crate::api::plan::Stop) } };
            (value.clone(), call)
        }
        None => (output.as_ref().clone(), call),
    };
    let kept = method
        .attrs
        .iter()
        .filter(|attribute| ["allow", "cfg"].iter().any(|name| attribute.path().is_ident(name)));
    let block = &method.block;
    let function = quote! { #(#kept)* fn #helper(#(#inputs),*) -> #output #block };
    let name = name.unwrap_or_else(|| camel(&ident.to_string()));
    Ok(Some(Resolver { name, function, call, value }))
}

fn implementation(definition: &ItemImpl, written: &[Resolver], flattened: Option<&Resolver>) -> TokenStream {
    let this = &definition.self_ty;
    let mut generics = definition.generics.clone();
    for parameter in &mut generics.params {
        if let GenericParam::Type(parameter) = parameter {
            parameter.bounds.push(syn::parse_quote! { crate::api::plan::Written });
        }
    }
    if let Some(resolver) = flattened {
        let more = bare(&resolver.value);
        generics.make_where_clause().predicates.push(syn::parse_quote! { #more: crate::api::plan::Fields });
    }
    let (own_generics, _, own_where) = definition.generics.split_for_impl();
    let (parameters, _, bounds) = generics.split_for_impl();
    let (names, values): (Vec<_>, Vec<_>) =
        written.iter().map(|resolver| (&resolver.name, &resolver.value)).unzip();
    let functions = written.iter().chain(flattened).map(|resolver| &resolver.function);
    let calls = written.iter().map(|resolver| &resolver.call);
    let slots = 0..written.len();
    let own = written.len();
    let more_names = flattened.map(|resolver| {
        let more = bare(&resolver.value);
        quote! { names.extend(<#more as crate::api::plan::Fields>::names()); }
    });
    let more_types = flattened.map(|resolver| {
        let more = bare(&resolver.value);
        quote! { <#more as crate::api::plan::Fields>::describe_fields(types); }
    });
    let more_fields = flattened.map(|resolver| {
        let call = &resolver.call;
        quote! { slot => {
            let value = #call;
            crate::api::plan::Fields::write_field(value, slot - #own, field, out)
        } }
    });
    let otherwise =
        if flattened.is_some() { None } else { Some(quote! { _ => Err(crate::api::plan::Stop), }) };
    quote! {
        impl #own_generics #this #own_where {
            #(#functions)*
        }
        impl #parameters crate::api::plan::Fields for #this #bounds {
            fn names() -> Vec<&'static str> {
                #[allow(unused_mut)]
                let mut names = vec![#(#names),*];
                #more_names
                names
            }
            fn describe_fields(types: &mut crate::api::plan::Types) {
                #(<#values as crate::api::plan::Written>::describe(types);)*
                #more_types
            }
            #[allow(unused_variables)]
            fn write_field(
                &self,
                slot: usize,
                field: &crate::api::plan::Planned,
                out: &mut crate::api::plan::Writer<'_>,
            ) -> Result<(), crate::api::plan::Stop> {
                match slot {
                    #(#slots => {
                        let value = #calls;
                        crate::api::plan::Written::write(&value, &field.below, out)
                    })*
                    #more_fields
                    #otherwise
                }
            }
        }
        impl #parameters crate::api::plan::Written for #this #bounds {
            fn describe(types: &mut crate::api::plan::Types) {
                types.object::<Self>(<Self as async_graphql::OutputType>::type_name());
            }
            fn write(
                &self,
                selection: &crate::api::plan::Selection,
                out: &mut crate::api::plan::Writer<'_>,
            ) -> Result<(), crate::api::plan::Stop> {
                out.object(self, selection)
            }
        }
    }
}

/// Whether this is `&Context<'_>`.
fn is_context(ty: &Type) -> bool {
    let Type::Reference(reference) = ty else { return false };
    let Type::Path(path) = reference.elem.as_ref() else { return false };
    path.path.segments.last().is_some_and(|last| last.ident == "Context")
}

/// The type inside of a `Result`.
fn inside_result(ty: &Type) -> Option<&Type> {
    let Type::Path(path) = ty else { return None };
    let last = path.path.segments.last().filter(|last| last.ident == "Result")?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// A type without the reference to it.
fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Reference(reference) => &reference.elem,
        ty => ty,
    }
}
