//! `#[derive(Written)]`: objects that are their fields, enumerations, and types that are one of several.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DataEnum, DeriveInput, Error, Fields, Ident, Result, Type};

use crate::attribute::said;
use crate::names::camel;

/// What the derive adds to a definition.
pub fn made(definition: &DeriveInput) -> Result<TokenStream> {
    let name = &definition.ident;
    if definition.generics.type_params().next().is_some() {
        return Err(Error::new_spanned(
            &definition.generics,
            "types with types as parameters are not known here",
        ));
    }
    match &definition.data {
        Data::Struct(data) => object(definition, &data.fields),
        Data::Enum(data) if data.variants.iter().all(|variant| variant.fields.is_empty()) => {
            Ok(enumeration(name))
        }
        Data::Enum(data) => one_of(name, data),
        Data::Union(_) => Err(Error::new_spanned(name, "a union of Rust is no type of GraphQL")),
    }
}

fn object(definition: &DeriveInput, fields: &Fields) -> Result<TokenStream> {
    let this = &definition.ident;
    let (parameters, arguments, bounds) = definition.generics.split_for_impl();
    let (mut names, mut members, mut types) = (Vec::new(), Vec::new(), Vec::new());
    for field in fields {
        let Some(member) = &field.ident else {
            return Err(Error::new_spanned(field, "a field of an object has a name"));
        };
        let said = said(&field.attrs)?;
        if said.skipped || said.unknown || said.flattened {
            continue;
        }
        names.push(said.name.unwrap_or_else(|| camel(&member.to_string())));
        members.push(member);
        types.push(&field.ty);
    }
    let slots = 0..members.len();
    Ok(quote! {
        impl #parameters crate::api::plan::Fields for #this #arguments #bounds {
            fn names() -> Vec<&'static str> {
                vec![#(#names),*]
            }
            fn describe_fields(types: &mut crate::api::plan::Types) {
                #(<#types as crate::api::plan::Written>::describe(types);)*
            }
            fn write_field(
                &self,
                slot: usize,
                field: &crate::api::plan::Planned,
                out: &mut crate::api::plan::Writer<'_>,
            ) -> ::core::result::Result<(), crate::api::plan::Stop> {
                match slot {
                    #(#slots => crate::api::plan::Written::write(&self.#members, &field.below, out),)*
                    _ => Err(crate::api::plan::Stop),
                }
            }
        }
        impl #parameters crate::api::plan::Written for #this #arguments #bounds {
            fn describe(types: &mut crate::api::plan::Types) {
                types.object::<Self>(<Self as async_graphql::OutputType>::type_name());
            }
            fn write(
                &self,
                selection: &crate::api::plan::Selection,
                out: &mut crate::api::plan::Writer<'_>,
            ) -> ::core::result::Result<(), crate::api::plan::Stop> {
                out.object(self, selection)
            }
        }
    })
}

fn enumeration(this: &Ident) -> TokenStream {
    quote! {
        impl crate::api::plan::Written for #this {
            fn describe(types: &mut crate::api::plan::Types) {
                types.leaf(<Self as async_graphql::OutputType>::type_name());
            }
            fn write(
                &self,
                _: &crate::api::plan::Selection,
                out: &mut crate::api::plan::Writer<'_>,
            ) -> ::core::result::Result<(), crate::api::plan::Stop> {
                out.enumeration(*self)
            }
        }
    }
}

fn one_of(this: &Ident, data: &DataEnum) -> Result<TokenStream> {
    let mut types: Vec<&Type> = Vec::new();
    for variant in &data.variants {
        let mut fields = variant.fields.iter();
        let (Some(field), None) = (fields.next(), fields.next()) else {
            return Err(Error::new_spanned(variant, "a variant has one type"));
        };
        types.push(&field.ty);
    }
    let variants = data.variants.iter().map(|variant| &variant.ident);
    let arms = 0..types.len();
    Ok(quote! {
        impl crate::api::plan::Written for #this {
            fn describe(types: &mut crate::api::plan::Types) {
                let members = vec![#(<#types as async_graphql::OutputType>::type_name()),*];
                if types.one_of(<Self as async_graphql::OutputType>::type_name(), members) {
                    #(<#types as crate::api::plan::Written>::describe(types);)*
                }
            }
            fn write(
                &self,
                selection: &crate::api::plan::Selection,
                out: &mut crate::api::plan::Writer<'_>,
            ) -> ::core::result::Result<(), crate::api::plan::Stop> {
                match self {
                    #(Self::#variants(value) => {
                        crate::api::plan::Written::write(value, selection.arm(#arms)?, out)
                    })*
                }
            }
        }
    })
}
