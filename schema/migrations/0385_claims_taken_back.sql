-- Imports of claims that were taken back, with the decisions on their months; how rows with something wrong are found again. Nobody is named here.
SET ROLE es_projector;

ALTER TABLE read.claim_imports
    ADD COLUMN recorded_by   uuid,
    ADD COLUMN taken_back_on date,
    ADD COLUMN taken_back_by uuid,
    ADD COLUMN why           text;    -- sealed; NULL where it stands, or the reason was erased

CREATE TABLE read.claim_uses (
    claim_use     uuid PRIMARY KEY,
    import        uuid NOT NULL,
    application   uuid NOT NULL,      -- whose decision used months of the import
    recipient     uuid NOT NULL,
    office        text NOT NULL,
    taken_back_on date NOT NULL,
    position      bigint NOT NULL
);
CREATE INDEX claim_uses_of_import ON read.claim_uses (import);

CREATE INDEX claim_rows_faulty ON read.claim_rows (import) WHERE cardinality(faults) > 0;
CREATE INDEX claim_rows_as_told ON read.claim_rows (recipient_number, month);

RESET ROLE;
