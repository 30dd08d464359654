//! From events to rows, without a database.

use events::designation::{DesignationEvent, Holder};
use events::vocabulary::{PersonName, ShortText};
use events::{Event, Personal};
use jiff::civil::Date;
use store::{Cause, Latest, Table, Told};

use crate::reading::token;
use crate::told::FoldError;

#[derive(Clone, PartialEq, Debug)]
struct Row {
    kind: String,
    number: String,
    authority: Option<String>,
    name: Option<String>,
    title: String,
    address: Option<String>,
    qualification: Option<String>,
    workplaces: Vec<String>,
    starts_on: Date,
    ends_on: Date,
    ground: Option<String>,
    position: i64,
}
store::columns!(Row, in "designations" by "designation": kind, number, authority, name, title, address, qualification,
                workplaces, starts_on, ends_on, ground, position);

impl Row {
    /// What is told of the holder, over what was told before.
    fn holder(&mut self, holder: &Holder, name: Option<&Personal<PersonName>>) {
        holder.kind().code().clone_into(&mut self.kind);
        self.number = holder.number();
        self.name = name.and_then(token);
        match holder {
            Holder::Doctor { authority, qualification, workplaces, .. } => {
                self.authority = Some(authority.to_string());
                self.qualification = Some(qualification.code().to_owned());
                self.workplaces = workplaces.iter().map(ToString::to_string).collect();
                self.title = workplaces.first().map(ShortText::to_string).unwrap_or_default();
            }
            Holder::Institution { name, address, .. } => {
                self.title = name.to_string();
                self.address = Some(address.to_string());
            }
        }
    }
}

/// The table.
#[derive(Default)]
pub(super) struct Fold(Latest<Row>);

impl store::Fold for Fold {
    fn tables(&mut self) -> Vec<&mut dyn Table> {
        vec![&mut self.0]
    }

    fn tell(&mut self, told: &Told) -> Result<(), Cause> {
        let Event::Designation(event) = told.event().map_err(FoldError::from)? else { return Ok(()) };
        let (id, position) = (told.recorded.stream_id, told.recorded.position);
        let mut row = match event {
            DesignationEvent::Granted(event) => {
                let (starts_on, ends_on) = (event.validity.start(), event.validity.end());
                let mut row = Row {
                    kind: String::new(),
                    number: String::new(),
                    authority: None,
                    name: None,
                    title: String::new(),
                    address: None,
                    qualification: None,
                    workplaces: Vec::new(),
                    starts_on,
                    ends_on,
                    ground: None,
                    position,
                };
                row.holder(&event.holder, event.name.as_ref());
                row
            }
            _ => self.0.get(id).cloned().ok_or(FoldError::NotBegun { what: "designation", id })?,
        };
        match event {
            DesignationEvent::Granted(_) => {}
            DesignationEvent::Renewed(event) => {
                (row.starts_on, row.ends_on, row.ground) = (event.validity.start(), event.validity.end(), None);
            }
            DesignationEvent::Changed(event) => row.holder(&event.holder, event.name.as_ref()),
            DesignationEvent::Ended(event) => {
                (row.ends_on, row.ground) = (event.last_day, Some(event.ground.code().to_owned()));
            }
        }
        self.0.put(id, Row { position, ..row });
        Ok(())
    }
}
