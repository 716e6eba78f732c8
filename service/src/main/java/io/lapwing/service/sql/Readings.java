package io.lapwing.service.sql;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.Change.Term;
import io.lapwing.service.Row;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store.Hit;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What is read of rows and terms: each a range of one index, as long as its answer, so that none takes longer when there
/// are more rows.
final class Readings {
    static final String GET =
            "SELECT version, body FROM store_row WHERE kind = ? AND key = ? AND length(body) > 0";
    static final String SCAN =
            "SELECT key, version, body FROM store_row WHERE kind = ? AND key > ? AND length(body) > 0 ORDER BY key LIMIT ?";
    static final String WITH_TERM =
            """
            SELECT key FROM store_term
            WHERE kind = ? AND name = ? AND value = ? AND key > ?
            ORDER BY key LIMIT ?\
            """;
    static final String WITH_PREFIX =
            """
            SELECT value, key FROM store_term
            WHERE kind = ? AND name = ? AND (value, key) > (?, ?) AND value < ?
            ORDER BY value, key LIMIT ?\
            """;
    static final String COUNT =
            "SELECT COALESCE(SUM(amount), 0) FROM store_count WHERE kind = ? AND name = ? AND value = ?";

    /// The last code point: behind every value that starts with a prefix.
    private static final String LAST = Character.toString(Character.MAX_CODE_POINT);

    private Readings() {}

    /// The rows of some keys, without an order.
    static String getMany(int keys) {
        return "SELECT key, version, body FROM store_row WHERE kind = ? AND key IN "
                + KeyList.marks(keys)
                + " AND length(body) > 0";
    }

    static Optional<Row> get(Statements statements, RowKey key) throws SQLException {
        try (ResultSet found =
                statements.with(GET, key.kind(), key.key().toArray()).executeQuery()) {
            return found.next()
                    ? Optional.of(new Row(key, found.getLong(1), Bytes.of(found.getBytes(2))))
                    : Optional.empty();
        }
    }

    static List<Row> get(Statements statements, String kind, List<Bytes> keys) throws SQLException {
        Map<Bytes, Row> rows = HashMap.newHashMap(keys.size());
        for (KeyList some : KeyList.of(keys)) {
            try (ResultSet found =
                    statements.with(getMany(some.size()), some.parameters(kind)).executeQuery()) {
                for (Row row : rows(kind, found)) {
                    rows.put(row.key().key(), row);
                }
            }
        }
        return keys.stream().flatMap(key -> Optional.ofNullable(rows.get(key)).stream()).toList();
    }

    static List<Row> scan(Statements statements, String kind, Bytes after, long limit)
            throws SQLException {
        try (ResultSet found = statements.with(SCAN, kind, after.toArray(), limit).executeQuery()) {
            return List.copyOf(rows(kind, found));
        }
    }

    private static List<Row> rows(String kind, ResultSet found) throws SQLException {
        List<Row> rows = new ArrayList<>();
        while (found.next()) {
            RowKey key = new RowKey(kind, Bytes.of(found.getBytes(1)));
            rows.add(new Row(key, found.getLong(2), Bytes.of(found.getBytes(3))));
        }
        return rows;
    }

    static List<Bytes> search(
            Statements statements, String kind, Term term, Bytes after, long limit)
            throws SQLException {
        List<Bytes> keys = new ArrayList<>();
        try (ResultSet found =
                statements
                        .with(WITH_TERM, kind, term.name(), term.value(), after.toArray(), limit)
                        .executeQuery()) {
            while (found.next()) {
                keys.add(Bytes.of(found.getBytes(1)));
            }
        }
        return List.copyOf(keys);
    }

    static List<Hit> search(
            Statements statements, String kind, String name, String prefix, Hit after, long limit)
            throws SQLException {
        List<Hit> hits = new ArrayList<>();
        try (ResultSet found =
                statements
                        .with(
                                WITH_PREFIX,
                                kind,
                                name,
                                after.value(),
                                after.key().toArray(),
                                prefix + LAST,
                                limit)
                        .executeQuery()) {
            while (found.next()) {
                hits.add(new Hit(found.getString(1), Bytes.of(found.getBytes(2))));
            }
        }
        return List.copyOf(hits);
    }

    static long count(Statements statements, String kind, Term term) throws SQLException {
        try (ResultSet found =
                statements.with(COUNT, kind, term.name(), term.value()).executeQuery()) {
            return found.next() ? found.getLong(1) : 0L;
        }
    }
}
