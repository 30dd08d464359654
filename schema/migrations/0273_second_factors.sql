-- second_factors: the secret that an authenticator app of a member of staff has too (TOTP), sealed under their key. That an account has one, and
-- that an administrator took it away, are events.
SET ROLE es_owner;

CREATE TABLE desk.second_factors (
    staff_id     uuid PRIMARY KEY,
    sealed       text NOT NULL,
    confirmed_at timestamptz,                    -- NULL until the app has shown a right code
    last_step    bigint NOT NULL DEFAULT 0,      -- no code counts twice
    made_at      timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON desk.second_factors TO es_writer;

RESET ROLE;
