//! Staff at work: each receives applications and records papers, one after the other, and remembers what was acknowledged.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use acceptance::application::receive_form;
use acceptance::{Application, Case, Form, Visitor};
use anyhow::{Context, bail};

/// What an act is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Kind {
    /// 申請の受付.
    Receive,
    /// 書類の記録.
    Documents,
}

/// A form that was sent.
#[derive(Clone)]
pub struct Sent {
    pub kind: Kind,
    pub form: Form,
    pub command: String,
    by: Visitor,
}

/// A form that was sent and acknowledged.
#[derive(Clone)]
pub struct Done {
    pub sent: Sent,
    /// Where the answer led, without what is told there.
    pub location: String,
}

/// What came of the work.
#[derive(Clone, Default)]
pub struct Work {
    pub done: Vec<Done>,
    pub unanswered: Vec<Sent>,
    pub failures: Vec<String>,
}

/// People at work in threads of their own.
pub struct Load {
    work: Arc<Mutex<Work>>,
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Sent {
    fn send(&self) -> anyhow::Result<Done> {
        let answer = self.by.send_once(&self.form)?;
        match answer.header("location") {
            Some(location) if answer.status == 303 => {
                let location = location.split('?').next().unwrap_or_default().to_owned();
                Ok(Done { sent: self.clone(), location })
            }
            _ => bail!("{} answered {}: {}", self.form.action, answer.status, answer.start()),
        }
    }

    /// Sends it once more, to where the installation is now.
    pub fn again(&self, url: &str) -> anyhow::Result<Done> {
        Self { by: self.by.at(url), ..self.clone() }.send()
    }
}

impl Load {
    /// Sends everybody to work. `persistent` people send a form again until it is answered; others go home at the first failure.
    pub fn begin(staff: &[Visitor], persistent: bool) -> Self {
        let (work, stop) = (Arc::new(Mutex::new(Work::default())), Arc::new(AtomicBool::new(false)));
        let threads = staff
            .iter()
            .map(|one| {
                let person = Person { visitor: one.clone(), work: Arc::clone(&work), stop: Arc::clone(&stop), persistent };
                thread::spawn(move || person.work())
            })
            .collect();
        Self { work, stop, threads }
    }

    /// Acknowledged acts so far.
    pub fn count(&self) -> usize {
        locked(&self.work).done.len()
    }

    /// Waits until so many acts were acknowledged.
    pub fn wait_for(&self, acts: usize, longest: Duration) -> anyhow::Result<()> {
        let began = Instant::now();
        while self.count() < acts {
            if began.elapsed() > longest {
                let work = locked(&self.work);
                bail!(
                    "only {} of {acts} acts within {longest:?}; last failures: {:?}",
                    work.done.len(),
                    work.failures.iter().rev().take(3).collect::<Vec<_>>()
                );
            }
            thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Sends everybody home.
    pub fn end(self) -> Work {
        self.stop.store(true, Ordering::Relaxed);
        for thread in self.threads {
            if thread.join().is_err() {
                locked(&self.work).failures.push("a thread panicked".to_owned());
            }
        }
        locked(&self.work).clone()
    }
}

struct Person {
    visitor: Visitor,
    work: Arc<Mutex<Work>>,
    stop: Arc<AtomicBool>,
    persistent: bool,
}

impl Person {
    fn work(&self) {
        while !self.stop.load(Ordering::Relaxed) {
            if let Err(error) = self.one_application() {
                locked(&self.work).failures.push(format!("{error:#}"));
                if !self.persistent {
                    return;
                }
                thread::sleep(Duration::from_millis(100));
            }
        }
    }

    fn one_application(&self) -> anyhow::Result<()> {
        let draft = Application::ordinary("試験 ひかり", "シケン ヒカリ").type_in(&self.visitor)?;
        let received = self.act(Kind::Receive, receive_form(&self.visitor, &draft)?)?;
        let case = Case { path: received.location };
        let documents = self.visitor.get(&case.to("documents"))?;
        let mut form = documents.form(&case.to("documents"))?;
        for name in documents.field_names(&form.action)?.iter().filter(|name| name.starts_with("state.")) {
            form = form.with(name, "received");
        }
        self.act(Kind::Documents, form)?;
        Ok(())
    }

    fn act(&self, kind: Kind, form: Form) -> anyhow::Result<Done> {
        let command = form.value("_command").context("the form has no command id")?.to_owned();
        let sent = Sent { kind, form, command, by: self.visitor.clone() };
        loop {
            match sent.send() {
                Ok(done) => {
                    locked(&self.work).done.push(done.clone());
                    return Ok(done);
                }
                Err(error) if self.persistent && !self.stop.load(Ordering::Relaxed) => {
                    locked(&self.work).failures.push(format!("{error:#}"));
                    thread::sleep(Duration::from_millis(100));
                }
                Err(error) => {
                    locked(&self.work).unanswered.push(sent);
                    return Err(error);
                }
            }
        }
    }
}

fn locked(work: &Mutex<Work>) -> std::sync::MutexGuard<'_, Work> {
    work.lock().unwrap_or_else(PoisonError::into_inner)
}
