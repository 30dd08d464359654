//! A new file of migrations is a reason to compile again.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
