package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.util.Optional;

/// Boot memory in two records of a zone, which hold the same. A cut of power costs the one that is being written; what is left is
/// copied to it before anything is started, so that an older content is nowhere once a newer one was used.
///
/// @param first is written before the second
record BootMemoryZone(Zone zone, int first, int second) implements BootMemory {
    @Override
    public Optional<Bytes> load() {
        ZoneRead<Bytes> one = read(first);
        ZoneRead<Bytes> other = read(second);
        return switch (one) {
            case ZoneRead.Done<Bytes>(Bytes content) -> {
                if (!one.equals(other)) {
                    write(second, content);
                }
                yield Optional.of(content);
            }
            case ZoneRead.Empty<Bytes> _ -> {
                if (!one.equals(other)) {
                    throw new Fault(
                            Fault.Kind.TAMPERED,
                            "region %d is empty and region %d is not: want both written"
                                    .formatted(first, second));
                }
                yield Optional.empty();
            }
            case ZoneRead.Refused<Bytes> refused -> copied(refused, other);
        };
    }

    private Optional<Bytes> copied(ZoneRead.Refused<Bytes> refused, ZoneRead<Bytes> other) {
        return switch (other) {
            case ZoneRead.Done<Bytes>(Bytes content) -> {
                write(first, content);
                yield Optional.of(content);
            }
            // Power was cut while the very first content was written.
            case ZoneRead.Empty<Bytes> _ -> {
                zone.clear(first);
                yield Optional.empty();
            }
            case ZoneRead.Refused<Bytes> _ -> throw refused.fault();
        };
    }

    @Override
    public void store(Bytes content) {
        write(first, content);
        write(second, content);
    }

    private ZoneRead<Bytes> read(int record) {
        return zone.read(record, data -> data.use(Bytes::of));
    }

    private void write(int record, Bytes content) {
        try (Secret data = Secret.take(content.toArray())) {
            zone.write(record, data);
        }
    }
}
