//! Tables, as every command prints them.

use std::io::IsTerminal;

use comfy_table::{ContentArrangement, Table, presets};

/// Columns of a table that goes to no terminal: read by people in files and logs of CI.
const WIDTH: u16 = 120;

/// An empty table that fits where it is read.
pub(super) fn table(header: &[&str]) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_HORIZONTAL_ONLY).set_content_arrangement(ContentArrangement::Dynamic);
    if !std::io::stdout().is_terminal() {
        table.set_width(WIDTH);
    }
    table.set_header(header);
    table
}
