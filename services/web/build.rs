//! Every file under `templates/` and `assets/` becomes part of the program under its relative path: adding a screen is adding files.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let here = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    write(&here.join("templates"), "html", "include_str!", "&str", &out.join("templates.rs"))?;
    write(&here.join("assets"), "css js svg", "include_bytes!", "&[u8]", &out.join("assets.rs"))
}

fn write(folder: &Path, endings: &str, include: &str, kind: &str, out: &Path) -> Result<(), Box<dyn std::error::Error>> {
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    collect(folder, endings, &mut files)?;
    files.sort();
    let mut text = String::from("&[\n");
    for file in files {
        println!("cargo:rerun-if-changed={}", file.display());
        let name = file.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        writeln!(text, "    ({name:?}, {include}({:?}) as {kind}),", file.display().to_string())?;
    }
    text.push(']');
    Ok(std::fs::write(out, text)?)
}

fn collect(folder: &Path, endings: &str, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            println!("cargo:rerun-if-changed={}", path.display());
            collect(&path, endings, files)?;
        } else if path.extension().is_some_and(|ending| endings.split(' ').any(|known| ending == known)) {
            files.push(path);
        }
    }
    Ok(())
}
