//! The program `gcm-hub`.

use std::process::ExitCode;

fn main() -> ExitCode {
    gcm_hub::commands::run()
}
