//! The gate as those meet it who call it.

mod addresses;
mod jwts;
mod own_tokens;
