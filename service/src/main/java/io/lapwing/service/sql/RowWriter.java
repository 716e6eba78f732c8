package io.lapwing.service.sql;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.Change;
import io.lapwing.service.Change.Term;
import io.lapwing.service.RowKey;
import io.lapwing.service.Store;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The row changes of one batch. Neighbours of one form go to the engine together, in their order: of two changes
/// that expect the same version of a row the first wins.
///
/// A removed row stays behind without a body, which no reading shows, so that the row made in its place goes on with its
/// version: who saw the row before it was removed does not take the new one for it.
final class RowWriter {
    private static final String INSERT =
            "INSERT INTO store_row (kind, key, version, body) VALUES (?, ?, 1, ?) ON CONFLICT DO NOTHING";
    private static final String UPDATE =
            "UPDATE store_row SET version = version + 1, body = ? WHERE kind = ? AND key = ? AND version = ? AND length(body) > 0";
    private static final String REVIVE =
            "UPDATE store_row SET version = version + 1, body = ? WHERE kind = ? AND key = ? AND length(body) = 0";
    private static final String VERSIONS =
            "SELECT key, version FROM store_row WHERE kind = ? AND length(body) > 0 AND key IN ";
    private static final String VERSION =
            "SELECT version FROM store_row WHERE kind = ? AND key = ?";

    private final Statements statements;
    private final TermWriter terms;

    RowWriter(Statements statements, String log) {
        this.statements = statements;
        terms = new TermWriter(statements, log);
    }

    /// Makes the changes.
    ///
    /// @return the version that each gave its row, 0 for one that did not take place
    long[] apply(List<Change> changes) throws SQLException {
        long[] versions = new long[changes.size()];
        int start = 0;
        while (start < changes.size()) {
            String sql = form(changes.get(start));
            int end = start + 1;
            while (end < changes.size() && form(changes.get(end)).equals(sql)) {
                end++;
            }
            run(sql, changes, start, end, versions);
            start = end;
        }
        terms(changes, versions);
        return versions;
    }

    /// Gives those of the rows their terms that have the version that was seen.
    ///
    /// @return how many
    int index(String kind, List<Store.Indexed> rows) throws SQLException {
        Map<Bytes, Long> versions = new HashMap<>();
        for (KeyList keys : KeyList.of(rows.stream().map(Store.Indexed::key).toList())) {
            String sql = VERSIONS + KeyList.marks(keys.size());
            try (ResultSet found = statements.with(sql, keys.parameters(kind)).executeQuery()) {
                while (found.next()) {
                    versions.put(Bytes.of(found.getBytes(1)), found.getLong(2));
                }
            }
        }
        Map<RowKey, Set<Term>> wanted = new LinkedHashMap<>();
        rows.stream()
                .filter(row -> Long.valueOf(row.version()).equals(versions.get(row.key())))
                .forEach(row -> wanted.put(new RowKey(kind, row.key()), row.terms()));
        if (!wanted.isEmpty()) {
            terms.replace(wanted, Map.of(kind, wanted.keySet().stream().map(RowKey::key).toList()));
        }
        return wanted.size();
    }

    private static String form(Change change) {
        return change.expected() == 0 ? INSERT : UPDATE;
    }

    private void run(String sql, List<Change> changes, int start, int end, long[] versions)
            throws SQLException {
        PreparedStatement statement = statements.with(sql);
        for (Change change : changes.subList(start, end)) {
            byte[] key = change.key().key().toArray();
            byte[] body = change.body().orElse(Bytes.EMPTY).toArray();
            String kind = change.key().kind();
            if (sql.equals(INSERT)) {
                Statements.set(statement, kind, key, body);
            } else {
                Statements.set(statement, body, kind, key, change.expected());
            }
            statement.addBatch();
        }
        int[] counts = statement.executeBatch();
        for (int i = 0; i < counts.length; i++) {
            Change change = changes.get(start + i);
            if (counts[i] == 1) {
                versions[start + i] = change.expected() + 1;
            } else if (sql.equals(INSERT)) {
                versions[start + i] = revived(change);
            }
        }
    }

    /// Makes a row anew where one was removed.
    ///
    /// @return its version, 0 when there is a row
    private long revived(Change change) throws SQLException {
        String kind = change.key().kind();
        byte[] key = change.key().key().toArray();
        byte[] body = change.body().orElse(Bytes.EMPTY).toArray();
        if (statements.with(REVIVE, body, kind, key).executeUpdate() == 0) {
            return 0;
        }
        try (ResultSet found = statements.with(VERSION, kind, key).executeQuery()) {
            found.next();
            return found.getLong(1);
        }
    }

    private void terms(List<Change> changes, long[] versions) throws SQLException {
        List<Change> touched = new ArrayList<>();
        for (int i = 0; i < versions.length; i++) {
            Change change = changes.get(i);
            if (versions[i] > 0 && (change.terms().isPresent() || change.body().isEmpty())) {
                touched.add(change);
            }
        }
        if (!touched.isEmpty()) {
            terms.replace(touched);
        }
    }
}
