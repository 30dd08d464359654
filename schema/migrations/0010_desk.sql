-- desk: working state that is not history and may be thrown away: passwords, sessions, unfinished forms. What becomes of them (an account
-- locked, a sign-in, a received application) is an event.
CREATE SCHEMA desk AUTHORIZATION es_owner;
GRANT USAGE ON SCHEMA desk TO es_writer;

SET ROLE es_owner;

CREATE TABLE desk.credentials (
    staff_id    uuid PRIMARY KEY,
    login       text NOT NULL UNIQUE CHECK (login ~ '^[a-z][a-z0-9_.-]{1,31}$'),
    password    text NOT NULL CHECK (password LIKE '$argon2id$%'),
    -- Counted before the password is looked at, so that guesses sent at the same moment are counted too.
    failures    integer NOT NULL DEFAULT 0 CHECK (failures >= 0),
    next_try_at timestamptz NOT NULL DEFAULT '-infinity',
    changed_at  timestamptz NOT NULL
);

-- The token itself is only in the browser; a copy of this table opens nothing.
CREATE TABLE desk.sessions (
    session_id   uuid PRIMARY KEY,
    token_sha256 bytea NOT NULL UNIQUE CHECK (octet_length(token_sha256) = 32),
    staff_id     uuid NOT NULL,
    started_at   timestamptz NOT NULL,
    seen_at      timestamptz NOT NULL,
    ended_at     timestamptz
);
CREATE INDEX sessions_open ON desk.sessions (staff_id) WHERE ended_at IS NULL;

CREATE TABLE desk.drafts (
    draft_id   uuid PRIMARY KEY,
    staff_id   uuid NOT NULL,
    kind       text NOT NULL,
    version    integer NOT NULL CHECK (version > 0),
    sealed     text NOT NULL,           -- under the key of the member of staff
    updated_at timestamptz NOT NULL
);
CREATE INDEX drafts_of_staff ON desk.drafts (staff_id, kind, updated_at DESC);

GRANT SELECT, INSERT, UPDATE, DELETE ON desk.credentials, desk.sessions, desk.drafts TO es_writer;

RESET ROLE;
