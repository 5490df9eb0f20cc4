//! The engine, held so that what it does not promise is promised here.
//!
//! - sled 0.34 answers some damage with a panic: every call is caught, and a panic is an error here.
//! - Its `flush` writes the log with `sync_file_range`, which leaves the file's length to the system: [`flush`]
//!   calls `fsync` after it, so that what it acknowledges also survives a power cut on an honest disk.
//! - A node above a quarter of a segment (128 KiB) goes to a file of its own that is never synced: nothing written
//!   here gets there (see `content.rs`, `../decisions.rs`), and tests assert that there is no such file.
//! - It keeps checksums of its pages, of 32 bits: here every value has its own (see `frame.rs`).
//!
//! [`flush`]: Database::flush

use std::any::Any;
use std::fs::{File, TryLockError};
use std::io::{self, ErrorKind};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::folder::is_something_else;
use super::frame::{frame, unframe};
use crate::store::StoreError;

/// Editions are read once, when the graph is built: the engine's own default would take 1 GiB for its cache.
const CACHE_BYTES: u64 = 16 * 1024 * 1024;

/// What was written under a key, or how it is damaged.
type Payload = Result<Vec<u8>, StoreError>;

/// An open database: payloads under keys.
pub(super) struct Database {
    data_folder: PathBuf,
    log: File,
    db: sled::Db,
}

impl Database {
    /// Opens the engine's folder, made if need be; `data_folder` is what errors name.
    pub(super) fn open(folder: &Path, data_folder: &Path) -> Result<Self, StoreError> {
        let path = log_file(folder);
        if !is_let_go(&path) {
            return Err(StoreError::Busy { folder: data_folder.to_owned() });
        }
        let config = sled::Config::new().path(folder).cache_capacity(CACHE_BYTES);
        let db = caught(data_folder, || config.open())?;
        let log = File::options().read(true).write(true).open(&path).map_err(StoreError::at(&path))?;
        Ok(Self { data_folder: data_folder.to_owned(), log, db })
    }

    /// The folder that errors name.
    pub(super) fn data_folder(&self) -> &Path {
        &self.data_folder
    }

    /// Makes everything written so far durable.
    pub(super) fn flush(&self) -> Result<(), StoreError> {
        self.caught(|| self.db.flush())?;
        self.log.sync_all().map_err(StoreError::at(&self.data_folder))
    }

    /// The payload under a key.
    pub(super) fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let value = self.caught(|| self.db.get(key))?;
        value.map(|value| self.payload(key, &value)).transpose()
    }

    /// Writes a payload, durable after the next flush.
    pub(super) fn put(&self, key: &[u8], payload: &[u8]) -> Result<(), StoreError> {
        let too_large = || StoreError::corrupt(&self.data_folder, "a value is too large to be written");
        let value = frame(key, payload).ok_or_else(too_large)?;
        self.caught(|| self.db.insert(key, value).map(drop))
    }

    /// Removes a key, durably after the next flush.
    pub(super) fn remove(&self, key: &[u8]) -> Result<(), StoreError> {
        self.caught(|| self.db.remove(key).map(drop))
    }

    /// Keys with that beginning and their payloads, in order. A damaged value is an error between others; an error
    /// of the engine is the last.
    pub(super) fn scan(
        &self,
        prefix: &[u8],
    ) -> impl Iterator<Item = Result<(Vec<u8>, Vec<u8>), StoreError>> + '_ {
        self.scan_each(prefix).map(|pair| {
            let (key, payload) = pair?;
            Ok((key, payload?))
        })
    }

    /// As [`scan`](Database::scan), with the keys of damaged values.
    pub(super) fn scan_each(
        &self,
        prefix: &[u8],
    ) -> impl Iterator<Item = Result<(Vec<u8>, Payload), StoreError>> + '_ {
        let mut pairs = self.db.scan_prefix(prefix);
        let mut over = false;
        std::iter::from_fn(move || {
            if over {
                return None;
            }
            let pair = self.caught(|| pairs.next().transpose());
            over = pair.is_err();
            let (key, value) = match pair.transpose()? {
                Ok(pair) => pair,
                Err(error) => return Some(Err(error)),
            };
            Some(Ok((key.to_vec(), self.payload(&key, &value))))
        })
    }

    fn payload(&self, key: &[u8], value: &[u8]) -> Result<Vec<u8>, StoreError> {
        let damaged = || StoreError::corrupt(&self.data_folder, "a value does not have its checksum");
        unframe(key, value).map(<[u8]>::to_vec).ok_or_else(damaged)
    }

    /// From now on every flush fails as it does on a broken disk.
    #[cfg(all(test, target_os = "linux"))]
    pub(super) fn fail_to_sync(&mut self) {
        // A device that cannot be synced.
        if let Ok(file) = File::open("/dev/null") {
            self.log = file;
        }
    }

    fn caught<T>(&self, call: impl FnOnce() -> sled::Result<T>) -> Result<T, StoreError> {
        caught(&self.data_folder, call)
    }
}

/// Waits until the engine has let go of its log. The data folder's lock is ours, so only threads that an engine closed
/// a moment ago in this process has not ended yet, and processes that it is just starting, can still have it; two
/// seconds are plenty for them.
fn is_let_go(log: &Path) -> bool {
    // What is not there or cannot be locked, the engine is to speak about.
    let Ok(file) = File::open(log) else { return true };
    (0..400).any(|_| match file.try_lock() {
        Err(TryLockError::WouldBlock) => {
            std::thread::sleep(Duration::from_millis(5));
            false
        }
        Ok(()) => {
            // Closing it is not enough while a process that is being started has it too.
            let _ = file.unlock();
            true
        }
        Err(TryLockError::Error(_)) => true,
    })
}

/// The one file of the engine's folder in which all values are.
pub(super) fn log_file(folder: &Path) -> PathBuf {
    folder.join("db")
}

/// Runs a call into the engine; a panic in it is damage that it was not prepared for.
fn caught<T>(data_folder: &Path, call: impl FnOnce() -> sled::Result<T>) -> Result<T, StoreError> {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(translated(data_folder, error)),
        Err(panic) => {
            let what = format!("sled gave up on it ({})", words(panic.as_ref()));
            Err(StoreError::corrupt(data_folder, what))
        }
    }
}

fn words(panic: &(dyn Any + Send)) -> String {
    let words =
        panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
    words.unwrap_or_default().lines().next().unwrap_or("no reason given").chars().take(120).collect()
}

fn translated(data_folder: &Path, error: sled::Error) -> StoreError {
    match error {
        sled::Error::Io(io) if !tells_damage(&io) => {
            StoreError::Unwritable { path: data_folder.to_owned(), source: io }
        }
        sled::Error::Corruption { .. } => StoreError::corrupt(data_folder, "sled finds it corrupted"),
        error => StoreError::Corrupt {
            folder: data_folder.to_owned(),
            what: "sled cannot read it".to_owned(),
            source: Some(Box::new(error)),
        },
    }
}

/// Whether it means that the engine's files are not what they should be.
fn tells_damage(error: &io::Error) -> bool {
    use ErrorKind::{AlreadyExists, InvalidInput, UnexpectedEof};
    is_something_else(error) || matches!(error.kind(), AlreadyExists | InvalidInput | UnexpectedEof)
}
