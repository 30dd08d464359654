-- Who may do what to the database. Roles belong to the cluster, not to one database, and several databases may be migrated at the same
-- moment: a role that somebody else has just made is as good as ours.
DO $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['es_owner', 'es_writer', 'es_projector', 'es_auditor', 'es_operator'] LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', name);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
        END;
    END LOOP;

    -- The program signs in as this role and takes on one of the four by SET ROLE; by itself it can do nothing.
    BEGIN
        CREATE ROLE daicho_app LOGIN NOINHERIT;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END;

    FOREACH name IN ARRAY ARRAY['es_writer', 'es_projector', 'es_auditor', 'es_operator'] LOOP
        CONTINUE WHEN pg_has_role('daicho_app', name, 'MEMBER');
        BEGIN
            EXECUTE format('GRANT %I TO daicho_app', name);
        EXCEPTION WHEN unique_violation THEN NULL;
        END;
    END LOOP;
END
$$;
