-- Reminders of campaigns; letters with what became of them in the post; the tax data of households for a new year.
SET ROLE es_projector;

ALTER TABLE read.campaign_items ADD COLUMN reminded_on date;
ALTER TABLE read.letter_releases ADD COLUMN campaign uuid;   -- whose people are asked about; NULL where the whole ledger is

CREATE TABLE read.letters (
    letter      uuid PRIMARY KEY,
    application uuid NOT NULL,
    kind        text NOT NULL,
    number      text NOT NULL,       -- 文書番号
    issued_on   date NOT NULL,
    state       text NOT NULL,       -- to_post, posted, returned, kept
    posted_on   date,
    way         text,
    tracking    text,                -- 引受番号
    returned_on date,
    ground      text,
    position    bigint NOT NULL      -- of the newest event about it
);
CREATE INDEX letters_newest ON read.letters (state, position);

CREATE TABLE read.tax_data (
    household uuid PRIMARY KEY,      -- the stream
    recipient uuid NOT NULL,
    campaign  uuid NOT NULL,
    award     uuid NOT NULL,
    office    text NOT NULL,
    year      integer NOT NULL,
    change    text NOT NULL,
    old_tier  text,
    old_cap   bigint,                -- yen a month
    new_tier  text,
    new_cap   bigint,
    review    text,                  -- NULL where nobody looked at it
    taken_on  date NOT NULL,
    position  bigint NOT NULL        -- of the newest event about it
);
CREATE INDEX tax_data_of ON read.tax_data (campaign, recipient);

RESET ROLE;
