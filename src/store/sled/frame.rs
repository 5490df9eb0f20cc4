//! How a value lies in the engine: recognisable, with its key and a checksum over both.
//!
//! The checksum shows damage, and a value under another's key. The mark lets `salvage.rs` find values in the engine's
//! files without the engine.

use crate::record::Sha256;

const MARK: &[u8; 8] = b"\xf1gcmhub\x01";
const HASH_BYTES: usize = 32;
/// Mark, length of the key, length of the payload, checksum.
const HEAD_BYTES: usize = MARK.len() + 2 + 4 + HASH_BYTES;
/// No key and no payload is longer: what claims to be is damaged.
const MOST_BYTES: usize = 64 * 1024;

/// The value to write for a payload; `None` for one too large to be written.
pub(super) fn frame(key: &[u8], payload: &[u8]) -> Option<Vec<u8>> {
    if payload.len() > MOST_BYTES {
        return None;
    }
    let key_length = u16::try_from(key.len()).ok()?.to_be_bytes();
    let payload_length = u32::try_from(payload.len()).ok()?.to_be_bytes();
    let checksum = Sha256::of(&[&key_length, key, payload].concat());
    Some([MARK, &key_length[..], &payload_length, checksum.bytes(), key, payload].concat())
}

/// The payload that was written under that key; `None` when the value is damaged.
pub(super) fn unframe<'a>(key: &[u8], value: &'a [u8]) -> Option<&'a [u8]> {
    let (framed, payload, length) = parse(value)?;
    (framed == key && length == value.len()).then_some(payload)
}

/// Every undamaged key and payload in the engine's files, in the order of the bytes; the same ones can come again.
pub(super) fn find_all(bytes: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            at += bytes.get(at..)?.iter().position(|byte| *byte == MARK[0])?;
            match parse(&bytes[at..]) {
                Some((key, payload, length)) => {
                    at += length;
                    return Some((key, payload));
                }
                None => at += 1,
            }
        }
    })
}

/// Key, payload and length of the frame that begins here.
fn parse(bytes: &[u8]) -> Option<(&[u8], &[u8], usize)> {
    let rest = bytes.strip_prefix(MARK)?;
    let (key_length, rest) = rest.split_first_chunk::<2>()?;
    let (payload_length, rest) = rest.split_first_chunk::<4>()?;
    let (checksum, rest) = rest.split_first_chunk::<HASH_BYTES>()?;
    let key_bytes = usize::from(u16::from_be_bytes(*key_length));
    let payload_bytes = usize::try_from(u32::from_be_bytes(*payload_length)).ok()?;
    if payload_bytes > MOST_BYTES {
        return None;
    }
    let (key, rest) = rest.split_at_checked(key_bytes)?;
    let (payload, _) = rest.split_at_checked(payload_bytes)?;
    let whole = Sha256::of(&[key_length, key, payload].concat()).bytes() == checksum;
    whole.then_some((key, payload, HEAD_BYTES + key_bytes + payload_bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_under_its_own_key_only() {
        let value = frame(b"key", b"payload").unwrap();
        assert_eq!(unframe(b"key", &value), Some(&b"payload"[..]));
        assert_eq!(unframe(b"other", &value), None);
        for index in 0..value.len() {
            let mut damaged = value.clone();
            damaged[index] ^= 1;
            assert_eq!(unframe(b"key", &damaged), None, "byte {index}");
            assert_eq!(unframe(b"key", &value[..index]), None);
        }
    }

    #[test]
    fn values_are_found_between_anything() {
        let [one, two] = [(b"1", b"one"), (b"2", b"two")].map(|(key, payload)| frame(key, payload).unwrap());
        let mut damaged = one.clone();
        damaged[10] ^= 1;
        let bytes = [b"\xf1\xf1gcm", &damaged[..], &one, MARK, &two, &two[..20]].concat();
        let found: Vec<_> = find_all(&bytes).collect();
        assert_eq!(found, [(&b"1"[..], &b"one"[..]), (b"2", b"two")]);
    }
}
