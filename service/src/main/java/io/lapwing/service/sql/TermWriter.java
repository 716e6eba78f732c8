package io.lapwing.service.sql;

import io.lapwing.crypto.Bytes;
import io.lapwing.service.Change;
import io.lapwing.service.Change.Term;
import io.lapwing.service.RowKey;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The terms of the rows that one batch changed, and how many rows carry each. Only what differs is written.
final class TermWriter {
    private static final String INSERT =
            "INSERT INTO store_term (kind, name, value, key) VALUES (?, ?, ?, ?)";
    private static final String DELETE =
            "DELETE FROM store_term WHERE kind = ? AND name = ? AND value = ? AND key = ?";
    private static final String COUNT =
            """
            INSERT INTO store_count (kind, name, value, log, amount) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (kind, name, value, log)
            DO UPDATE SET amount = store_count.amount + excluded.amount\
            """;
    private static final String FORGET =
            "DELETE FROM store_count WHERE kind = ? AND name = ? AND value = ? AND log = ? AND amount = 0";

    /// Counts anew what the terms are: for a store that was filled without them.
    static final String COUNT_ALL =
            """
            INSERT INTO store_count (kind, name, value, log, amount)
            SELECT kind, name, value, '', COUNT(*) FROM store_term GROUP BY kind, name, value\
            """;

    private final Statements statements;
    private final String log;

    TermWriter(Statements statements, String log) {
        this.statements = statements;
        this.log = log;
    }

    static String termsOf(int keys) {
        return "SELECT key, name, value FROM store_term WHERE kind = ? AND key IN "
                + KeyList.marks(keys);
    }

    private record Kept(RowKey row, Term term) {}

    private record Counted(String kind, Term term) {}

    /// Gives each row the terms of its last change.
    ///
    /// @param changes that took place and say what the terms are, in their order
    void replace(List<Change> changes) throws SQLException {
        Map<RowKey, Set<Term>> wanted = new LinkedHashMap<>();
        Map<String, List<Bytes>> older = new LinkedHashMap<>();
        for (Change change : changes) {
            RowKey row = change.key();
            if (!wanted.containsKey(row) && change.expected() > 0) {
                older.computeIfAbsent(row.kind(), _ -> new ArrayList<>()).add(row.key());
            }
            wanted.put(row, change.body().isEmpty() ? Set.of() : change.terms().orElse(Set.of()));
        }
        replace(wanted, older);
    }

    /// Gives each row these terms.
    ///
    /// @param older those of the rows that may have some, by kind
    void replace(Map<RowKey, Set<Term>> wanted, Map<String, List<Bytes>> older)
            throws SQLException {
        Set<Kept> before = new HashSet<>();
        for (Map.Entry<String, List<Bytes>> rows : older.entrySet()) {
            read(rows.getKey(), rows.getValue(), before);
        }
        List<Kept> added = new ArrayList<>();
        wanted.forEach((row, terms) ->
                terms.forEach(term -> {
                    Kept now = new Kept(row, term);
                    if (!before.remove(now)) {
                        added.add(now);
                    }
                }));
        write(DELETE, List.copyOf(before));
        write(INSERT, added);
        count(added, before);
    }

    private void read(String kind, List<Bytes> keys, Set<Kept> terms) throws SQLException {
        for (KeyList some : KeyList.of(keys)) {
            try (ResultSet found =
                    statements.with(termsOf(some.size()), some.parameters(kind)).executeQuery()) {
                while (found.next()) {
                    RowKey row = new RowKey(kind, Bytes.of(found.getBytes(1)));
                    terms.add(new Kept(row, new Term(found.getString(2), found.getString(3))));
                }
            }
        }
    }

    private void write(String sql, List<Kept> terms) throws SQLException {
        if (terms.isEmpty()) {
            return;
        }
        PreparedStatement statement = statements.with(sql);
        for (Kept kept : terms) {
            Term term = kept.term();
            RowKey row = kept.row();
            Statements.set(statement, row.kind(), term.name(), term.value(), row.key().toArray());
            statement.addBatch();
        }
        statement.executeBatch();
    }

    private void count(List<Kept> added, Set<Kept> removed) throws SQLException {
        Map<Counted, Long> changes = new LinkedHashMap<>();
        added.forEach(kept -> changes.merge(counted(kept), 1L, Long::sum));
        removed.forEach(kept -> changes.merge(counted(kept), -1L, Long::sum));
        changes.values().removeIf(change -> change == 0);
        if (changes.isEmpty()) {
            return;
        }
        PreparedStatement count = statements.with(COUNT);
        PreparedStatement forget = statements.with(FORGET);
        boolean forgets = false;
        for (Map.Entry<Counted, Long> entry : changes.entrySet()) {
            String kind = entry.getKey().kind();
            Term term = entry.getKey().term();
            Statements.set(count, kind, term.name(), term.value(), log, entry.getValue());
            count.addBatch();
            if (entry.getValue() < 0) {
                Statements.set(forget, kind, term.name(), term.value(), log);
                forget.addBatch();
                forgets = true;
            }
        }
        count.executeBatch();
        if (forgets) {
            forget.executeBatch();
        }
    }

    private static Counted counted(Kept kept) {
        return new Counted(kept.row().kind(), kept.term());
    }
}
