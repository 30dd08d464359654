//! Several examinations of one running installation: each is told by name, all are made even if one fails.

use std::time::Instant;

/// The examinations made so far.
#[derive(Default)]
pub struct Parts {
    failed: Vec<String>,
    made: usize,
}

impl Parts {
    /// Makes one examination. `DAICHO_PART` limits a run to parts whose name contains it.
    pub fn part(&mut self, name: &str, examine: impl FnOnce() -> anyhow::Result<()>) {
        if std::env::var("DAICHO_PART").is_ok_and(|wanted| !name.contains(&wanted)) {
            return;
        }
        let began = Instant::now();
        self.made += 1;
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(examine));
        let seconds = began.elapsed().as_secs_f64();
        match outcome {
            Ok(Ok(())) => println!("part {name} ... ok ({seconds:.1} s)"),
            Ok(Err(error)) => {
                println!("part {name} ... FAILED ({seconds:.1} s)\n{error:?}\n");
                self.failed.push(name.to_owned());
            }
            Err(_) => {
                println!("part {name} ... FAILED ({seconds:.1} s), see above\n");
                self.failed.push(name.to_owned());
            }
        }
    }

    /// The verdict on all of them; where one failed, with the end of what the program itself said.
    ///
    /// # Errors
    /// When one failed, or none was made.
    pub fn verdict(self, log: &str) -> anyhow::Result<()> {
        anyhow::ensure!(self.made > 0, "no part was made");
        if self.failed.is_empty() {
            return Ok(());
        }
        let said: Vec<&str> = log.lines().rev().take(30).collect();
        println!("the program said at last:\n{}", said.into_iter().rev().collect::<Vec<_>>().join("\n"));
        anyhow::bail!("{} of {} parts failed: {}", self.failed.len(), self.made, self.failed.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_part_fails_the_whole_and_the_rest_is_still_made() {
        let mut parts = Parts::default();
        let mut last = false;
        parts.part("good", || Ok(()));
        parts.part("bad", || anyhow::bail!("so"));
        parts.part("panics", || panic!("so"));
        parts.part("later", || {
            last = true;
            Ok(())
        });
        let error = parts.verdict("").unwrap_err().to_string();
        assert!(last && error.contains("2 of 4") && error.contains("bad, panics"), "{error}");
        assert!(Parts::default().verdict("").is_err());
    }
}
