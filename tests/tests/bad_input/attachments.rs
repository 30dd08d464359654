//! Scans that are none: refused beside the field with what to do, and nothing kept; a whole one is kept.

use acceptance::{Application, Demo, Visitor};
use anyhow::ensure;

use crate::Staff;

/// Files that must not be kept, and what is said of each.
pub fn scans_that_are_none(demo: &Demo, staff: &Staff) -> anyhow::Result<()> {
    let counter: &Visitor = &staff.counter;
    let case = Application::ordinary("試験 添付", "シケン テンプ").receive(counter)?;
    let address = case.to("attachments");
    let png = include_bytes!("../leaks/pixel.png").to_vec();
    let mut huge = png.clone();
    huge[16..24].copy_from_slice(&[0, 0, 0x4e, 0x20, 0, 0, 0x3a, 0x98]);
    let crc = crc(&huge[12..29]).to_be_bytes();
    huge[29..33].copy_from_slice(&crc);
    let script = include_bytes!("script.pdf").to_vec();
    let wrongs: [(&str, Vec<u8>, &str); 6] = [
        ("a script", script, "スクリプト"),
        ("three hundred megapixels", huge, "20000×15000"),
        ("cut off", png[..png.len() - 5].to_vec(), "途中で切れている"),
        ("a programme", b"MZ\x90\x00".to_vec(), "中身で判定"),
        ("nothing", Vec::new(), "選んでください"),
        ("too large", vec![b'%'; 20 * 1024 * 1024 + 1], "20MB"),
    ];
    let kept = || demo.cluster()?.number("select count(*) from es.artifacts where kind = 'attachment'");
    for (what, content, said) in wrongs {
        let form = counter.get(&address)?.form(&address)?.with("document_kind", "other");
        let answer = counter.send_file(&form, "file", &content)?;
        ensure!(answer.status == 422, "{what} was answered {}: {}", answer.status, answer.start());
        ensure!(answer.attributes("#f-file-error")?.is_some(), "{what}: not said beside the field: {}", answer.start());
        ensure!(answer.text().contains(said), "{what}: {}", answer.start());
        ensure!(kept()? == 0, "{what} was kept");
    }
    let form = counter.get(&address)?.form(&address)?.with("document_kind", "other");
    ensure!(counter.send_file(&form, "file", &png)?.status == 200, "a whole picture is not kept");
    ensure!(kept()? == 1, "a whole picture is not kept");
    Ok(())
}

fn crc(bytes: &[u8]) -> u32 {
    bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 })
    }) ^ u32::MAX
}
