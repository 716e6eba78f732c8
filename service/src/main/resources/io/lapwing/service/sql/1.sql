-- ${octets}, ${text} and ${number} are the engine's types; text compares by code point.
CREATE TABLE store_row (
    kind ${text} NOT NULL,
    key ${octets} NOT NULL,
    version ${number} NOT NULL,
    body ${octets} NOT NULL,
    PRIMARY KEY (kind, key)
) ${updated};

CREATE TABLE store_term (
    kind ${text} NOT NULL,
    name ${text} NOT NULL,
    value ${text} NOT NULL,
    key ${octets} NOT NULL,
    PRIMARY KEY (kind, name, value, key)
) ${keyed};

CREATE INDEX store_term_by_row ON store_term (kind, key);

-- One line for each log: its epoch, and the frontier after the last record.
CREATE TABLE audit_log (
    log ${text} NOT NULL PRIMARY KEY,
    epoch ${number} NOT NULL,
    size ${number} NOT NULL,
    frontier ${octets} NOT NULL
) ${updated};

-- The records that were committed together, one after the other: first is the index of the first of them.
CREATE TABLE audit_chunk (
    log ${text} NOT NULL,
    first ${number} NOT NULL,
    records ${number} NOT NULL,
    encoded ${octets} NOT NULL,
    PRIMARY KEY (log, first)
);

-- The tree hash over each 1,024 records, so that a proof reads few records.
CREATE TABLE audit_tile (
    log ${text} NOT NULL,
    tile ${number} NOT NULL,
    hash ${octets} NOT NULL,
    PRIMARY KEY (log, tile)
) ${keyed};

CREATE TABLE audit_checkpoint (
    log ${text} NOT NULL,
    size ${number} NOT NULL,
    root ${octets} NOT NULL,
    at ${text} NOT NULL,
    signature ${octets} NOT NULL,
    PRIMARY KEY (log, size)
) ${keyed};
