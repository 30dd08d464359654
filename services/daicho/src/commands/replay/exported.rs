//! Events out of an export or an archive, without a database.

use std::path::Path;

use ::evidence::{Entry, ExportReader};
use store::Recorded;

use super::{Arguments, print_one, selection};
use crate::exit::{Exit, stop};
use crate::output::Output;

/// Shows what is asked for.
pub fn print(arguments: &Arguments, directory: &Path) -> anyhow::Result<Exit> {
    selection::known_type(arguments)?;
    let unreadable = |error| stop(Exit::Usage, format!("{} から読めません({error})。", directory.display()));
    let reader = ExportReader::open(directory).map_err(unreadable)?;
    let mut output = Output::standard();
    let last = arguments.to.unwrap_or(i64::MAX);
    let mut index = ExportReader::bundle_of(arguments.from.unsigned_abs());
    let mut found = false;
    while let Some(bundle) = reader.bundle(index).map_err(unreadable)? {
        for (entry, line) in bundle {
            let event = Entry::parse(&entry).ok().and_then(|entry| Recorded::from_entry(&entry, line.payload, line.metadata));
            let event = event.ok_or_else(|| stop(Exit::Chain, format!("{} 番を読み取れません。", line.position)))?;
            if event.position > last {
                break;
            }
            if event.position >= arguments.from && wanted(arguments, &event) {
                found = true;
                print_one(arguments, &event, None, &mut output)?;
            }
        }
        index += 1;
        if i64::try_from(index).is_ok_and(|index| index.saturating_mul(256) >= last) {
            break;
        }
    }
    output.flush()?;
    if !found {
        eprintln!("当てはまる出来事はありません。");
    }
    Ok(Exit::Good)
}

fn wanted(arguments: &Arguments, event: &Recorded) -> bool {
    arguments.stream.is_none_or(|stream| stream == event.stream_id)
        && arguments.event_type.as_ref().is_none_or(|wanted| *wanted == event.event_type)
}
