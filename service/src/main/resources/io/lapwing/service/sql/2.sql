-- How many rows carry each term, as each log's writer changed it: no two processes write one line. The sum over the
-- logs counts.
CREATE TABLE store_count (
    kind ${text} NOT NULL,
    name ${text} NOT NULL,
    value ${text} NOT NULL,
    log ${text} NOT NULL,
    amount ${number} NOT NULL,
    PRIMARY KEY (kind, name, value, log)
) ${keyed};

INSERT INTO store_count (kind, name, value, log, amount)
SELECT kind, name, value, '', COUNT(*) FROM store_term GROUP BY kind, name, value;

-- Where the records about an object stand, in sorted runs of 32,768 records each: entries are 8 octets, first bounds
-- those of a part from below.
CREATE TABLE audit_object (
    log ${text} NOT NULL,
    run ${number} NOT NULL,
    first ${number} NOT NULL,
    entries ${octets} NOT NULL,
    PRIMARY KEY (log, run, first)
);
