//! What no browser of ours sends: forms of other sites, bodies that are none or never end, addresses and acts of others.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use acceptance::application::{new_draft, receive_form};
use acceptance::{Application, Demo, Form, Page, Visitor, command_id};
use anyhow::{Context, ensure};

use crate::{Staff, unchanged};

fn sentence(page: &Page) -> anyhow::Result<()> {
    ensure!(page.texts("h1")?.len() == 1 && page.text().contains('。'), "no page in words: {}", page.start());
    Ok(())
}

/// Without the token of this session nothing happens.
pub fn foreign_forms(demo: &Demo, staff: &Staff) -> anyhow::Result<()> {
    let draft = Application::ordinary("試験 よそもの", "シケン ヨソモノ").type_in(&staff.counter)?;
    let form = receive_form(&staff.counter, &draft)?;
    let other = staff.checker.get("/")?.form("/sign-out")?;
    let foreign = other.value("_token").context("token")?;
    unchanged(demo, || {
        for (what, form) in [
            ("no token", form.clone().without("_token")),
            ("an empty token", form.clone().with("_token", "")),
            ("the token of another session", form.clone().with("_token", foreign)),
            ("a made-up token", form.clone().with("_token", &"A".repeat(43))),
        ] {
            let answer = staff.counter.send(&form)?;
            ensure!(answer.status == 403, "{what}: {} {}", answer.status, answer.start());
            sentence(&answer)?;
        }
        for site in ["cross-site", "same-site"] {
            let body = reqwest::Url::parse_with_params("x:/", &form.fields)?.query().unwrap_or_default().as_bytes().to_vec();
            let headers = [
                ("content-type", "application/x-www-form-urlencoded"),
                ("sec-fetch-site", site),
                ("origin", "https://other.example"),
            ];
            let answer = staff.counter.once(&reqwest::Method::POST, &form.action, &headers, Some(body))?;
            ensure!(answer.status == 403, "{site}: {}", answer.status);
        }
        let without_command = staff.counter.send(&form.clone().without("_command"))?;
        ensure!((400..500).contains(&without_command.status), "no command id: {}", without_command.status);
        let stranger = Visitor::new(&demo.url)?;
        let answer = stranger.send(&form)?;
        ensure!([401, 403].contains(&answer.status) || answer.path == "/sign-in", "a stranger: {}", answer.status);
        Ok(())
    })?;
    // The form itself was good all the while.
    ensure!(staff.counter.send_once(&form)?.status == 303, "the good form is refused, so the others prove nothing");
    Ok(())
}

/// Bytes that are no text, no form, or another kind of content.
pub fn bodies(counter: &Visitor) -> anyhow::Result<()> {
    let draft = new_draft(counter)?;
    let address = format!("{draft}/child");
    let form = counter.get(&address)?.form(&address)?.with("next", "list");
    let hidden = reqwest::Url::parse_with_params("x:/", &form.fields)?.query().unwrap_or_default().as_bytes().to_vec();
    let kind = "application/x-www-form-urlencoded";
    for (what, kind, body) in [
        ("percent-encoded bytes that are no UTF-8", kind, [&hidden[..], b"&child_name=%FF%FE%80"].concat()),
        ("Shift_JIS", kind, [&hidden[..], b"&child_name=%8C%A9%96%7B"].concat()),
        ("raw bytes that are no UTF-8", kind, [&hidden[..], b"&child_name=\xff\xfe\x80"].concat()),
        ("a broken escape", kind, [&hidden[..], b"&child_name=%G1%"].concat()),
        ("JSON", "application/json", br#"{"child_name":"x"}"#.to_vec()),
        ("parts", "multipart/form-data; boundary=x", b"--x\r\n\r\n--x--".to_vec()),
        ("nothing", kind, Vec::new()),
    ] {
        let answer = counter.send_body(&address, kind, body)?;
        ensure!([400, 403, 415, 422].contains(&answer.status), "{what}: {}", answer.status);
        sentence(&answer).with_context(|| what.to_owned())?;
    }
    ensure!(counter.get(&address)?.form(&address)?.value("child_name") == Some(""), "something of it was kept");
    ensure!(counter.send(&form)?.status == 200, "the good form is refused, so the others prove nothing");
    Ok(())
}

/// Two gigabytes announced, and two gigabytes in pieces that never say how many they are: refused before they are read.
pub fn two_gigabytes(demo: &Demo, counter: &Visitor) -> anyhow::Result<()> {
    let draft = new_draft(counter)?;
    let address = demo.url.trim_start_matches("http://").to_owned();
    let cookie = counter.cookie().context("a cookie of the session")?;
    let head = |length: &str| {
        format!(
            "POST {draft}/child HTTP/1.1\r\nHost: {address}\r\nOrigin: {}\r\nSec-Fetch-Site: same-origin\r\nCookie: {cookie}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\n{length}\r\n\r\n",
            demo.url
        )
    };
    let megabyte = vec![b'a'; 1 << 20];
    let chunk = [format!("{:x}\r\n", megabyte.len()).as_bytes(), &megabyte, b"\r\n"].concat();
    for (head, piece) in [(head("Content-Length: 2147483648"), &megabyte), (head("Transfer-Encoding: chunked"), &chunk)] {
        let began = Instant::now();
        let (answer, sent) = pour(&address, &head, piece)?;
        ensure!(answer.starts_with("HTTP/1.1 413"), "after {sent} pieces: {}", answer.chars().take(300).collect::<String>());
        ensure!(sent < 64, "{sent} megabytes were read first");
        ensure!(began.elapsed() < Duration::from_secs(10), "the refusal took {:?}", began.elapsed());
    }
    ensure!(counter.get("/livez")?.status == 200, "the service is gone");
    Ok(())
}

/// Sends pieces until an answer comes or nobody takes them any more.
fn pour(address: &str, head: &str, piece: &[u8]) -> anyhow::Result<(String, usize)> {
    let mut stream = TcpStream::connect(address)?;
    stream.set_write_timeout(Some(Duration::from_secs(2)))?;
    stream.write_all(head.as_bytes())?;
    stream.set_read_timeout(Some(Duration::from_millis(200)))?;
    let (mut answer, mut sent) = (Vec::new(), 0);
    let mut buffer = [0_u8; 8192];
    for _ in 0..2048 {
        match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(length) => {
                answer.extend_from_slice(&buffer[..length]);
                break;
            }
            Err(error) if [ErrorKind::WouldBlock, ErrorKind::TimedOut].contains(&error.kind()) => {}
            Err(error) => return Err(error).context("reading the answer"),
        }
        if stream.write_all(piece).is_err() {
            // The other side no longer reads; its answer may still lie here.
            let _ = stream.read(&mut buffer).map(|length| answer.extend_from_slice(&buffer[..length]));
            break;
        }
        sent += 1;
    }
    Ok((String::from_utf8_lossy(&answer).into_owned(), sent))
}

/// Pages that are not there are told in words; acts of other roles are refused and leave no trace in the log.
pub fn closed_doors(demo: &Demo, staff: &Staff) -> anyhow::Result<()> {
    let Staff { counter, checker, approver, operator, .. } = staff;
    let case = Application::ordinary("試験 とびら", "シケン トビラ").receive(counter)?;
    let token = counter.get("/")?.form("/sign-out")?;
    unchanged(demo, || {
        let nobody = "00000000-0000-7000-8000-000000000000";
        for path in [
            "/no-such-page",
            "/cases/1",
            "/cases/../etc/passwd",
            "/cases/%00",
            "/queues/none",
            "/masters/none",
            "/assets/..%2f..%2fetc%2fpasswd",
        ] {
            let page = counter.get(path)?;
            ensure!([403, 404].contains(&page.status), "{path}: {}", page.status);
            sentence(&page).with_context(|| path.to_owned())?;
        }
        for path in [
            format!("/cases/{nobody}"),
            format!("/recipients/{nobody}"),
            format!("/certificates/{nobody}/certificate"),
            format!("/applications/drafts/{nobody}"),
        ] {
            let page = counter.get(&path)?;
            ensure!([403, 404].contains(&page.status), "{path}: {}", page.status);
        }
        for (who, act, what) in [
            (counter, "approve", "a counter approves"),
            (counter, "take-up", "a counter takes up"),
            (checker, "forward", "a checker forwards"),
            (approver, "examine", "an approver examines"),
            (operator, "forward", "an operator forwards"),
        ] {
            let own = who.get("/")?.form("/sign-out")?;
            let form = Form { action: case.to(act), fields: own.with("_command", &command_id()).fields };
            let answer = who.send(&form)?;
            ensure!(answer.status == 403, "{what}: {} {}", answer.status, answer.start());
            sentence(&answer)?;
        }
        for path in [&case.path, "/ledger", "/queues/to_check"] {
            ensure!(operator.get(path)?.status == 403, "an operator is shown {path}");
        }
        ensure!(counter.get("/operations")?.status == 403, "a counter is shown the operations");
        let other_method = counter.once(&reqwest::Method::DELETE, &case.path, &[], None)?;
        ensure!([403, 404, 405].contains(&other_method.status), "DELETE: {}", other_method.status);
        let stranger = Visitor::new(&demo.url)?;
        let page = stranger.get(&case.path)?;
        ensure!(page.path == "/sign-in", "a stranger is led to {}", page.path);
        // Another office's counter sees that it is not theirs.
        let elsewhere = Visitor::signed_in(demo, "counter3")?;
        let own = elsewhere.get("/")?.form("/sign-out")?;
        let answer = elsewhere.send(&Form { action: case.to("forward"), fields: own.with("_command", &command_id()).fields })?;
        ensure!([403, 404, 422].contains(&answer.status), "another office forwards: {}", answer.status);
        Ok(())
    })?;
    let forwarded =
        counter.send_once(&Form { action: case.to("forward"), fields: token.with("_command", &command_id()).fields })?;
    ensure!(
        forwarded.status == 303,
        "the right role is refused, so the others prove nothing: {} {}",
        forwarded.status,
        forwarded.start()
    );
    Ok(())
}
