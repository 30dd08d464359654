//! The settings of the private cluster, written anew at each start so that a new release brings its own.

/// Name of the settings file inside the cluster.
pub const FILE: &str = "daicho.conf";

/// Settings for a cluster on `port` of loopback.
///
/// Nothing personal may reach the server's log: no statements, no parameters, no DETAIL lines, and no ERROR lines either,
/// for their text quotes values (`invalid input syntax for type integer: "…"`); who asked gets the error. Durability stays at
/// PostgreSQL's safe defaults; they are written down so that nobody has to wonder.
pub fn text(port: u16) -> String {
    format!(
        "# Written by daicho at each start; changes here are lost.
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
password_encryption = 'scram-sha-256'
max_connections = 200
shared_buffers = '128MB'
jit = off
timezone = 'UTC'
fsync = on
synchronous_commit = on
full_page_writes = on
logging_collector = on
log_directory = 'log'
log_filename = 'postgresql-%a.log'
log_truncate_on_rotation = on
log_rotation_age = '1d'
log_timezone = 'Asia/Tokyo'
log_line_prefix = '%m [%p] %a '
log_statement = 'none'
log_min_duration_statement = -1
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
log_min_messages = 'log'
log_min_error_statement = 'panic'
log_error_verbosity = 'terse'
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_keeps_personal_data_out_and_the_server_stays_on_loopback() {
        let text = text(25_432);
        for line in [
            "listen_addresses = '127.0.0.1'",
            "port = 25432",
            "unix_socket_directories = ''",
            "log_parameter_max_length = 0",
            "log_parameter_max_length_on_error = 0",
            "log_min_messages = 'log'",
            "log_min_error_statement = 'panic'",
            "log_error_verbosity = 'terse'",
            "fsync = on",
        ] {
            assert!(text.lines().any(|l| l == line), "{line}");
        }
    }
}
