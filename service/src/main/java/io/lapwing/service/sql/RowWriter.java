package io.lapwing.service.sql;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.Change;
import io.lapwing.service.RowKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
    private static final String VERSION =
            "SELECT version FROM store_row WHERE kind = ? AND key = ?";
    private static final String DELETE_TERMS = "DELETE FROM store_term WHERE kind = ? AND key = ?";
    private static final String INSERT_TERM =
            "INSERT INTO store_term (kind, name, value, key) VALUES (?, ?, ?, ?)";

    private final Statements statements;

    RowWriter(Statements statements) {
        this.statements = statements;
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
        if (touched.isEmpty()) {
            return;
        }
        // A row that is changed twice in a batch has its terms replaced twice: each replacement
        // stays whole.
        int start = 0;
        Set<RowKey> seen = new java.util.HashSet<>();
        for (int i = 0; i < touched.size(); i++) {
            if (!seen.add(touched.get(i).key())) {
                replaceTerms(touched.subList(start, i));
                seen = new java.util.HashSet<>(Set.of(touched.get(i).key()));
                start = i;
            }
        }
        replaceTerms(touched.subList(start, touched.size()));
    }

    private void replaceTerms(List<Change> changes) throws SQLException {
        PreparedStatement delete = statements.with(DELETE_TERMS);
        PreparedStatement insert = statements.with(INSERT_TERM);
        boolean deletes = false;
        boolean inserts = false;
        for (Change change : changes) {
            String kind = change.key().kind();
            byte[] key = change.key().key().toArray();
            if (change.expected() != 0) {
                Statements.set(delete, kind, key);
                delete.addBatch();
                deletes = true;
            }
            if (change.body().isPresent()) {
                for (Change.Term term : change.terms().orElse(Set.of())) {
                    Statements.set(insert, kind, term.name(), term.value(), key);
                    insert.addBatch();
                    inserts = true;
                }
            }
        }
        if (deletes) {
            delete.executeBatch();
        }
        if (inserts) {
            insert.executeBatch();
        }
    }
}
