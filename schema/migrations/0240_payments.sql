-- The payments side: files for review and payment organisations, claims that came in, months of cap sheets. Nobody is named here: numbers,
-- days, codes and amounts.
SET ROLE es_projector;

CREATE TABLE read.recipient_files (
    file         uuid PRIMARY KEY,
    body         text NOT NULL,
    month        date NOT NULL,       -- its first day
    serial       integer NOT NULL,    -- among the files of the body
    stage        text NOT NULL,       -- waiting, released, withdrawn, delivered, answered
    added        integer NOT NULL,    -- 新規
    changed      integer NOT NULL,    -- 変更
    lost         integer NOT NULL,    -- 喪失
    prepared_on  date NOT NULL,
    delivered_on date,
    rejected     integer[] NOT NULL,  -- lines
    position     bigint NOT NULL      -- of the newest event about it
);
CREATE INDEX recipient_files_of_body ON read.recipient_files (body, serial);

CREATE TABLE read.recipient_file_items (
    item             uuid PRIMARY KEY,
    file             uuid NOT NULL,
    line             integer NOT NULL,
    kind             text NOT NULL,   -- new, changed, lost
    again            boolean NOT NULL,
    award            uuid NOT NULL,
    recipient        uuid NOT NULL,
    source           uuid NOT NULL,   -- the event of the award
    payer_number     text NOT NULL,
    recipient_number text NOT NULL,
    first_day        date NOT NULL,
    last_day         date NOT NULL,
    tier             text,
    severity         text NOT NULL,
    monthly_cap      bigint NOT NULL, -- yen
    annulled         boolean NOT NULL,
    position         bigint NOT NULL
);
CREATE INDEX recipient_file_items_of_file ON read.recipient_file_items (file, line);
CREATE INDEX recipient_file_items_of_award ON read.recipient_file_items (award);

CREATE TABLE read.claim_imports (
    import      uuid PRIMARY KEY,
    body        text NOT NULL,
    claimed_in  date NOT NULL,        -- 請求月, its first day
    recorded_on date NOT NULL,
    rows        integer NOT NULL,
    faulty      integer NOT NULL,     -- rows with something wrong
    position    bigint NOT NULL
);
CREATE INDEX claim_imports_newest ON read.claim_imports (position);

CREATE TABLE read.claim_rows (
    claim            uuid PRIMARY KEY,
    import           uuid NOT NULL,
    line             integer NOT NULL,
    body             text NOT NULL,
    month            date NOT NULL,   -- 診療月, its first day
    payer_number     text NOT NULL,
    recipient_number text NOT NULL,
    institution      text NOT NULL,
    care             text NOT NULL,
    total            bigint NOT NULL, -- yen, 10割
    paid             bigint NOT NULL, -- yen, 公費負担額
    share            bigint NOT NULL, -- yen, 自己負担額
    award            uuid,            -- NULL where the ledger knows nobody
    recipient        uuid,
    office           text,
    disease_group    smallint,
    faults           text[] NOT NULL,
    counts           boolean NOT NULL, -- in totals
    position         bigint NOT NULL
);
CREATE INDEX claim_rows_of_import ON read.claim_rows (import, line);
CREATE INDEX claim_rows_of_recipient ON read.claim_rows (recipient, month);
CREATE INDEX claim_rows_of_month ON read.claim_rows (month) WHERE counts;

CREATE TABLE read.cap_sheet_months (
    sheet_month uuid PRIMARY KEY,
    recipient   uuid NOT NULL,
    month       date NOT NULL,        -- its first day
    total       bigint,               -- yen, 10割; NULL where an entry was taken back
    position    bigint NOT NULL
);
CREATE INDEX cap_sheet_months_of_recipient ON read.cap_sheet_months (recipient, month);

RESET ROLE;
