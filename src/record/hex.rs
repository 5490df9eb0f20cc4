//! Bytes as hexadecimal digits, in lower case: for identifiers and digests, of which answers have many.

use std::fmt;

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// Writes two digits a byte, all in one piece for every 32 bytes.
pub(super) fn write(f: &mut fmt::Formatter<'_>, bytes: &[u8]) -> fmt::Result {
    for part in bytes.chunks(32) {
        let mut digits = [0; 64];
        for (pair, byte) in digits.chunks_mut(2).zip(part) {
            pair[0] = DIGITS[usize::from(byte >> 4)];
            pair[1] = DIGITS[usize::from(byte & 15)];
        }
        f.write_str(std::str::from_utf8(&digits[..part.len() * 2]).map_err(|_| fmt::Error)?)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::record::Sha256;

    #[test]
    fn digits_are_those_of_the_standard_library() {
        for text in ["", "a", "b", "c"] {
            let digest = Sha256::of(text.as_bytes());
            let expected: String = digest.bytes().iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(digest.to_string(), expected);
        }
    }
}
