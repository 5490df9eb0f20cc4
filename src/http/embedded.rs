//! What `build.rs` put into the binary: GraphiQL from npm, and the saved operations.

include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
