//! What the service says of itself.

use serde_json::{Value, json};

use super::MOST_QUERIES;
use super::entity::Type;

/// The width and height of a preview, in pixels.
const PREVIEW: (u32, u32) = (440, 320);

/// The manifest of a hub that is reached at an address like `https://hub.example.org`. Addresses in it are whole, as
/// clients take them as they are; identifiers are of the hub that gives them.
#[must_use]
pub fn manifest(base: &str) -> Value {
    let (width, height) = PREVIEW;
    let suggest =
        |what: &str| json!({ "service_url": base, "service_path": format!("/reconcile/suggest/{what}") });
    json!({
        "versions": ["0.2"],
        "name": "GCM Hub: countries, organisations and programmes",
        "identifierSpace": format!("{base}/entity/"),
        "schemaSpace": format!("{base}/schema.graphql"),
        "documentation": format!("{base}/"),
        "serviceVersion": env!("CARGO_PKG_VERSION"),
        "logo": format!("{base}/assets/icon.svg"),
        "defaultTypes": Type::ALL.map(Type::json),
        "view": { "url": format!("{base}/entity/{{{{id}}}}") },
        "preview": { "url": format!("{base}/reconcile/preview/{{{{id}}}}"), "width": width, "height": height },
        "suggest": {
            "entity": suggest("entity"),
            "property": suggest("property"),
            "type": suggest("type"),
        },
        "extend": {
            "propose_properties": { "service_url": base, "service_path": "/reconcile/properties" },
            "property_settings": [],
        },
        "batchSize": MOST_QUERIES,
    })
}
