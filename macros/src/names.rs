//! Names of fields and arguments in the schema.

/// A name of Rust as the schema has it when nothing else is said: `budget_min` is `budgetMin`.
pub fn camel(name: &str) -> String {
    let mut camel = String::new();
    for word in name.trim_start_matches("r#").split('_') {
        let mut letters = word.chars();
        match letters.next() {
            Some(first) if !camel.is_empty() => camel.extend(first.to_uppercase()),
            Some(first) => camel.push(first),
            None => {}
        }
        camel.push_str(letters.as_str());
    }
    camel
}

#[cfg(test)]
mod tests {
    use super::camel;

    #[test]
    fn words_after_the_first_begin_with_a_capital() {
        for (rust, schema) in [
            ("slug", "slug"),
            ("budget_min", "budgetMin"),
            ("quote_sha256", "quoteSha256"),
            ("m49", "m49"),
            ("r#type", "type"),
        ] {
            assert_eq!(camel(rust), schema);
        }
    }
}
