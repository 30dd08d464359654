-- From here on, rows of a read model that differ from the live ones go live only by the word of two operators who signed in, whether it is
-- asked for on a screen or on the command line. What was done before stays lawful: verification reads in the log when this migration came.
COMMENT ON COLUMN es.rebuilds.differences IS 'rows that differ go live by the word of two operators who signed in';
