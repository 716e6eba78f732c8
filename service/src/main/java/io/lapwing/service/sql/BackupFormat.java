package io.lapwing.service.sql;

import io.lapwing.crypto.Bytes;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/// A backup: the same file whichever engine it came from or goes to.
///
/// ```
/// file   = "lapwing backup 1\n", line*, 0x00, SHA-256 over all before it
/// line   = the table's letter, its columns in order
/// column = text or octets: length in 4 octets, then so many; number: 8 octets, big-endian
/// ```
///
/// Logs come first, then chunks and checkpoints, then rows and terms. What follows from them ([#DERIVED]) is not in it.
final class BackupFormat {
    static final Bytes TITLE = Bytes.of("lapwing backup 1\n".getBytes(StandardCharsets.US_ASCII));
    static final int END = 0;

    /// The longest column: a chunk of 256 records, each below 70 fields of 4 KiB.
    private static final int MAX_COLUMN_BYTES = 128 * 1024 * 1024;

    private BackupFormat() {}

    enum Type {
        TEXT,
        NUMBER,
        OCTETS
    }

    record Column(String name, Type type) {}

    /// A table, and in which order its lines stand.
    record Table(char tag, String table, String order, List<Column> columns) {
        String select() {
            return "SELECT %s FROM %s ORDER BY %s".formatted(names(), table, order);
        }

        String insert() {
            String marks = columns.stream().map(_ -> "?").collect(Collectors.joining(", "));
            return "INSERT INTO %s (%s) VALUES (%s)".formatted(table, names(), marks);
        }

        String any() {
            return "SELECT 1 FROM %s LIMIT 1".formatted(table);
        }

        private String names() {
            return columns.stream().map(Column::name).collect(Collectors.joining(", "));
        }
    }

    static final Table LOG =
            new Table(
                    'L',
                    "audit_log",
                    "log",
                    List.of(text("log"), number("epoch"), number("size"), octets("frontier")));
    static final Table CHUNK =
            new Table(
                    'C',
                    "audit_chunk",
                    "log, first",
                    List.of(text("log"), number("first"), number("records"), octets("encoded")));
    static final Table CHECKPOINT =
            new Table(
                    'K',
                    "audit_checkpoint",
                    "log, size",
                    List.of(
                            text("log"),
                            number("size"),
                            octets("root"),
                            text("at"),
                            octets("signature")));
    static final Table ROW =
            new Table(
                    'R',
                    "store_row",
                    "kind, key",
                    List.of(text("kind"), octets("key"), number("version"), octets("body")));
    static final Table TERM =
            new Table(
                    'T',
                    "store_term",
                    "kind, name, value, key",
                    List.of(text("kind"), text("name"), text("value"), octets("key")));

    /// In the order of the file.
    static final List<Table> TABLES = List.of(LOG, CHUNK, CHECKPOINT, ROW, TERM);

    /// Tables that follow from the others: the restore fills tiles and counts, the next start the index by objects.
    static final List<String> DERIVED = List.of("audit_tile", "audit_object", "store_count");

    private static Column text(String name) {
        return new Column(name, Type.TEXT);
    }

    private static Column number(String name) {
        return new Column(name, Type.NUMBER);
    }

    private static Column octets(String name) {
        return new Column(name, Type.OCTETS);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void writeOctets(DataOutputStream out, byte[] octets) throws IOException {
        out.writeInt(octets.length);
        out.write(octets);
    }

    static byte[] readOctets(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MAX_COLUMN_BYTES) {
            throw new IOException("a column of " + length + " octets");
        }
        byte[] octets = in.readNBytes(length);
        if (octets.length < length) {
            throw new java.io.EOFException("cut short");
        }
        return octets;
    }
}
