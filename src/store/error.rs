//! Why the store cannot do what it is asked, and what helps.

use std::error::Error;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::record::Id;

/// Why the store cannot do what it is asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has the data folder.
    #[error(
        "another gcm-hub is using the data folder `{}`: stop it or give this one another with `--data-dir`",
        folder.display()
    )]
    Busy {
        /// The data folder.
        folder: PathBuf,
    },
    /// A later gcm-hub wrote the store.
    #[error(
        "the store in `{}` has format {found}, and this gcm-hub knows formats up to {known}: use the gcm-hub that \
         wrote it, or let that one `store export` what is to be imported here",
        folder.display()
    )]
    NewerFormat {
        /// The data folder.
        folder: PathBuf,
        /// The format found.
        found: u32,
        /// The latest format known.
        known: u32,
    },
    /// What is stored is not what was written.
    #[error("the store in `{}` is damaged, {what}: run `gcm-hub store repair`", folder.display())]
    Corrupt {
        /// The data folder.
        folder: PathBuf,
        /// What is damaged, and how it shows.
        what: String,
        /// What the storage engine said.
        source: Option<Box<dyn Error + Send + Sync>>,
    },
    /// The disk refuses.
    #[error("cannot read or write `{}`: {}", path.display(), remedy(source.kind()))]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// An earlier write has failed, and this process does not know what of it is on disk.
    #[error("an earlier write to the store in `{}` has failed: see to its cause and start gcm-hub again", folder.display())]
    Stopped {
        /// The data folder.
        folder: PathBuf,
    },
    /// An edition that contradicts itself is not kept.
    #[error(
        "this edition of `{source_slug}` is not kept because {what}: this is a fault of its parser, report it"
    )]
    Unfit {
        /// The slug of its source.
        source_slug: String,
        /// The contradiction.
        what: String,
    },
    /// A decision that does not fit into the log is not kept.
    #[error("decision `{id}` is not kept: {what}")]
    UnfitDecision {
        /// The decision.
        id: Id,
        /// Why, and what to do about it.
        what: String,
    },
    /// What came of asking for a source does not fit.
    #[error("what came of asking for `{source_slug}` is not kept: {what}")]
    UnfitWatch {
        /// The slug of the source.
        source_slug: String,
        /// Why, and what to do about it.
        what: String,
    },
    /// The lines to import are no export.
    #[error(
        "this is no export of a gcm-hub store, {what}: give a file that `gcm-hub store export` has written"
    )]
    NotAnExport {
        /// How it shows.
        what: String,
    },
}

fn remedy(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => {
            "let this user write there, or give another folder with `--data-dir`"
        }
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => {
            "the disk is full, free some space and start again"
        }
        _ => "check the path and the disk, or give another folder with `--data-dir`",
    }
}

impl StoreError {
    /// For `map_err` on operations on that file or folder.
    pub(super) fn at(path: &Path) -> impl Fn(io::Error) -> Self + '_ {
        |source| Self::Unwritable { path: path.to_owned(), source }
    }

    /// Damage that this code found itself.
    pub(super) fn corrupt(folder: &Path, what: impl Into<String>) -> Self {
        Self::Corrupt { folder: folder.to_owned(), what: what.into(), source: None }
    }
}
