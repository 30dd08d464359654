//! The loop of `rules eval`: a JSON object in, a JSON object out, line by line. A line that is refused never ends the run.

use std::io::{BufRead, BufReader, Read, Write};

use serde_json::{Value, json};

use crate::output::Output;

/// No rule needs more; a longer line is refused without being kept.
const LONGEST_LINE: usize = 1 << 20;

/// Evaluates every line of `input`; tells whether all were accepted.
pub fn evaluate<R: Read, W: Write>(
    input: R,
    output: &mut Output<W>,
    mut rule: impl FnMut(&Value) -> Value,
) -> anyhow::Result<bool> {
    let mut input = BufReader::with_capacity(64 * 1024, input);
    let mut all_accepted = true;
    while let Some(line) = next_line(&mut input)? {
        let answer = match line {
            Ok(bytes) if bytes.iter().all(u8::is_ascii_whitespace) => continue,
            Ok(bytes) => read(&bytes).map_or_else(|message| refusal(&message), |question| rule(&question)),
            Err(message) => refusal(message),
        };
        all_accepted &= answer.get("error").is_none();
        output.json(&answer)?;
        // Who asks line by line gets each answer at once; who sends a file is not slowed down.
        if input.buffer().is_empty() {
            output.flush()?;
        }
    }
    output.flush()?;
    Ok(all_accepted)
}

/// The answer to a line that is no question at all.
fn refusal(message: &str) -> Value {
    json!({ "error": { "field": "", "message": message } })
}

fn read(bytes: &[u8]) -> Result<Value, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "UTF-8 の文字として読めません。".to_owned())?;
    serde_json::from_str(text).map_err(|error| format!("JSON として読めません({} 文字目)。", error.column()))
}

/// The next line without its end; none at the end of the input.
fn next_line(input: &mut BufReader<impl Read>) -> std::io::Result<Option<Result<Vec<u8>, &'static str>>> {
    let mut line = Vec::new();
    let limit = u64::try_from(LONGEST_LINE).unwrap_or(u64::MAX);
    if input.by_ref().take(limit).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if line.last() == Some(&b'\n') {
        line.pop();
        return Ok(Some(Ok(line)));
    }
    if line.len() < LONGEST_LINE {
        return Ok(Some(Ok(line)));
    }
    input.skip_until(b'\n')?;
    Ok(Some(Err("行が長すぎます(1 MiB まで)。")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(input: &[u8]) -> (bool, Vec<Value>) {
        let mut written = Vec::new();
        let mut output = Output::to(&mut written);
        let accepted = evaluate(input, &mut output, |value| match value.get("n") {
            Some(n) => json!({ "result": n }),
            None => json!({ "error": { "field": "n", "message": "n が必要です。" } }),
        })
        .unwrap();
        drop(output);
        let text = String::from_utf8(written).unwrap();
        (accepted, text.lines().map(|line| serde_json::from_str(line).unwrap()).collect())
    }

    #[test]
    fn a_refused_line_is_answered_and_the_next_goes_on() {
        let (accepted, answers) = run(b"{\"n\":1}\n\nnot json\n[1]\n{}\n\xff\n{\"n\":2}");
        assert!(!accepted);
        assert_eq!(answers.len(), 6, "a blank line has no answer");
        assert_eq!((&answers[0]["result"], &answers[5]["result"]), (&json!(1), &json!(2)));
        assert_eq!(answers[3]["error"]["field"], "n");
        assert!(answers[4]["error"]["message"].as_str().unwrap().contains("UTF-8"));
    }

    #[test]
    fn good_lines_alone_are_all_accepted_with_either_line_end() {
        assert!(run(b"{\"n\":1}\r\n{\"n\":2}\n").0);
        assert_eq!(run(b"").1.len(), 0);
    }

    #[test]
    fn an_endless_line_is_refused_and_left_behind() {
        let mut input = vec![b'x'; 3 * LONGEST_LINE];
        input.extend_from_slice(b"\n{\"n\":1}\n");
        let (accepted, answers) = run(&input);
        assert!(!accepted && answers.len() == 2 && answers[1]["result"] == 1);
    }
}
