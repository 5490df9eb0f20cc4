//! What fits into what is remembered of asking for a source. Decides nothing about when to ask.
//!
//! It is one small value, for the reason that [`decisions`](super::decisions) tells, and much of it is in the words of
//! publishers: nothing of theirs may keep the hub from remembering that it has asked.

use super::StoreError;
use crate::record::{LastAnswer, Sha256, Watch};

// Together with times and names of fields these stay below 6 KiB as JSON; see `decisions::MOST_BYTES`.
const MOST_OF_SLUG: usize = 256;
const MOST_OF_PROBLEM: usize = 2 * 1024;
const MOST_OF_ADDRESS: usize = 1024;
const MOST_OF_VALIDATOR: usize = 256;
const MOST_REJECTED: usize = 24;

/// A watch as it is kept; refused when what it names is too long or it would be read as another.
pub(super) fn fitted(source: &str, watch: &Watch) -> Result<Watch, StoreError> {
    let unfit = |what| StoreError::UnfitWatch { source_slug: source.chars().take(80).collect(), what };
    let mut watch = watch.clone();
    if json_bytes(source) > MOST_OF_SLUG {
        return Err(unfit(format!("the slug has more than {MOST_OF_SLUG} bytes, give the source another")));
    }
    if let Some(problem) = &mut watch.problem {
        cut(problem, MOST_OF_PROBLEM);
    }
    if let Some(LastAnswer { address, etag, last_modified, .. }) = &mut watch.answer {
        if json_bytes(address) > MOST_OF_ADDRESS {
            return Err(unfit(format!(
                "its address has more than {MOST_OF_ADDRESS} bytes, give a shorter one"
            )));
        }
        // Cut it would be another's; without it the document is asked for whole.
        let fits = |validator: &mut String| json_bytes(validator) <= MOST_OF_VALIDATOR;
        (*etag, *last_modified) = (etag.take_if(fits), last_modified.take_if(fits));
    }
    forget_rejected(&mut watch);
    let json = serde_json::to_vec(&watch).and_then(|json| serde_json::from_slice::<Watch>(&json));
    match json {
        Ok(read) if read == watch => Ok(watch),
        Ok(_) => Err(unfit("it would be read as another, correct its times".to_owned())),
        Err(error) => Err(unfit(format!("it cannot be read again ({error}), correct its times"))),
    }
}

/// A watch for a store that may have lost what the publisher gave: then it is asked for all of it again, and not only
/// whether there is something newer.
pub(super) fn of_what_is_there(watch: &Watch, is_there: impl Fn(&Sha256) -> bool) -> Watch {
    let mut watch = watch.clone();
    watch.answer =
        watch.answer.filter(|answer| is_there(&answer.sha256) || watch.rejected.contains(&answer.sha256));
    watch
}

/// A publisher gives one document at a time: that it was rejected is what has to be known.
fn forget_rejected(watch: &mut Watch) {
    let given: Option<Sha256> = watch.answer.as_ref().map(|answer| answer.sha256);
    let mut room = MOST_REJECTED;
    if given.is_some_and(|given| watch.rejected.contains(&given)) {
        room -= 1;
    }
    watch.rejected.retain(|rejected| {
        let is_given = Some(*rejected) == given;
        let stays = is_given || room > 0;
        room -= usize::from(stays && !is_given);
        stays
    });
}

fn cut(text: &mut String, most: usize) {
    let mut bytes = 0;
    let end = text.char_indices().find(|(_, c)| {
        bytes += in_json(*c);
        bytes > most
    });
    if let Some((at, _)) = end {
        text.truncate(at);
    }
}

fn json_bytes(text: &str) -> usize {
    text.chars().map(in_json).sum()
}

/// How many bytes a character takes in a string of JSON.
fn in_json(c: char) -> usize {
    match c {
        '"' | '\\' | '\n' | '\r' | '\t' | '\u{8}' | '\u{c}' => 2,
        '\0'..='\u{1f}' => 6,
        c => c.len_utf8(),
    }
}
