-- What was migrated is part of the audit trail, so the program may see the migrator's own list. Where the tables were made without the
-- migrator there is no such list.
DO $$
BEGIN
    IF to_regclass('public._sqlx_migrations') IS NOT NULL THEN
        GRANT SELECT ON public._sqlx_migrations TO es_writer, es_auditor, es_operator;
    END IF;
END
$$;
