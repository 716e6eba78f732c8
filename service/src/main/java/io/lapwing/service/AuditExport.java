package io.lapwing.service;

import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditLog.AuditRecord;
import io.lapwing.service.AuditLog.Checkpoint;
import io.lapwing.service.AuditLog.Head;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.LongConsumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// An audit log as JSON Lines, for people, for other programs, and for a check without the store.
///
/// ```
/// {"export":"lapwing audit 1","log":"main","from":0,"frontier":"…"}
/// {"index":0,"at":"…","actor":"…","action":"…","object":"…","outcome":"…","details":{…}}
/// {"checkpoint":{"size":1,"root":"…","at":"…","signature":"…"}}
/// {"head":{"size":1,"root":"…"}}
/// ```
///
/// A checkpoint follows the record that it is about. The canonical encoding of each record follows from its fields, so
/// the tree does too: [AuditImport] checks it. Octets are upper-case hexadecimal.
public final class AuditExport {
    static final String TITLE = "lapwing audit 1";
    private static final int PAGE = 1_000;

    private final AuditLog log;
    private final OutputStream out;
    private final JsonFactory json = JsonFactory.builder().build();

    /// @param out is left open
    public AuditExport(AuditLog log, OutputStream out) {
        this.log = log;
        this.out = out;
    }

    /// Writes the records from `from` on, up to the head as it is now.
    ///
    /// @param progress told from time to time the index that was reached
    /// @return the head that the export ends with
    public Head write(long from, LongConsumer progress) {
        Head head = log.head();
        if (from < 0 || from > head.size()) {
            throw Fault.badInput(
                    "export from record %d: the log has %d".formatted(from, head.size()));
        }
        Frontier frontier = frontierAt(from);
        line(line -> {
            line.writeStringProperty("export", TITLE);
            line.writeStringProperty("log", log.name());
            line.writeNumberProperty("from", from);
            line.writeStringProperty("frontier", frontier.encode().toHex());
        });
        records(from, head, progress);
        line(line -> {
            line.writeObjectPropertyStart("head");
            writeHead(line, head);
            line.writeEndObject();
        });
        return head;
    }

    /// What the tree was before the first record that is exported: its records are read for it.
    private Frontier frontierAt(long size) {
        Frontier frontier = new Frontier();
        while (frontier.size() < size) {
            List<AuditRecord> page =
                    log.read(frontier.size(), (int) Math.min(PAGE, size - frontier.size()));
            demandNext(page, frontier.size());
            page.forEach(record -> frontier.append(record.encoded()));
        }
        return frontier;
    }

    private void records(long from, Head head, LongConsumer progress) {
        Deque<Checkpoint> checkpoints = new ArrayDeque<>(log.checkpoints(from + 1, PAGE));
        long next = from;
        while (next < head.size()) {
            List<AuditRecord> page = log.read(next, (int) Math.min(PAGE, head.size() - next));
            demandNext(page, next);
            for (AuditRecord record : page) {
                line(line -> writeRecord(line, record));
                next = record.index() + 1;
                Checkpoint checkpoint = checkpoints.peekFirst();
                if (checkpoint != null && checkpoint.head().size() <= next) {
                    checkpoints.removeFirst();
                    line(line -> writeCheckpoint(line, checkpoint));
                    if (checkpoints.isEmpty()) {
                        checkpoints.addAll(log.checkpoints(next + 1, PAGE));
                    }
                }
            }
            progress.accept(next);
        }
    }

    private static void demandNext(List<AuditRecord> page, long next) {
        if (page.isEmpty() || page.getFirst().index() != next) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "audit record %d is missing: run lapwing admin audit verify".formatted(next));
        }
    }

    private static void writeRecord(JsonGenerator line, AuditRecord record) {
        AuditEvent event = record.event();
        line.writeNumberProperty("index", record.index());
        line.writeStringProperty("at", event.at().toString());
        line.writeStringProperty("actor", event.actor());
        line.writeStringProperty("action", event.action());
        line.writeStringProperty("object", event.object());
        line.writeStringProperty("outcome", event.outcome());
        line.writeObjectPropertyStart("details");
        event.details().forEach(line::writeStringProperty);
        line.writeEndObject();
    }

    private static void writeCheckpoint(JsonGenerator line, Checkpoint checkpoint) {
        line.writeObjectPropertyStart("checkpoint");
        writeHead(line, checkpoint.head());
        line.writeStringProperty("at", checkpoint.at().toString());
        line.writeStringProperty("signature", checkpoint.signature().toHex());
        line.writeEndObject();
    }

    private static void writeHead(JsonGenerator line, Head head) {
        line.writeNumberProperty("size", head.size());
        line.writeStringProperty("root", head.root().toHex());
    }

    private interface Line {
        void write(JsonGenerator line);
    }

    private void line(Line content) {
        try {
            ByteArrayOutputStream buffer = new ByteArrayOutputStream(512);
            try (JsonGenerator line = json.createGenerator(ObjectWriteContext.empty(), buffer)) {
                line.writeStartObject();
                content.write(line);
                line.writeEndObject();
            }
            buffer.write('\n');
            buffer.writeTo(out);
        } catch (IOException e) {
            throw new Fault(
                    Fault.Kind.UNAVAILABLE,
                    "the export cannot be written: %s; look at the disk".formatted(e.getMessage()),
                    e);
        }
    }
}
