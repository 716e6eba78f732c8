package io.lapwing.service.sql;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.service.AuditLog;
import io.lapwing.service.MerkleTree;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Hashes of parts of the tree: whole tiles from their table, the rest from the records.
final class TreeReader implements MerkleTree.Subtrees {
    private static final int TILE = 1 << AuditWriter.TILE_LEVEL;

    private final AuditLog log;
    private final List<Bytes> tiles;
    private final Map<Long, List<Bytes>> leaves = new HashMap<>();

    TreeReader(Engine engine, AuditLog log, long size) {
        this.log = log;
        tiles =
                engine.read(statements -> {
                    List<Bytes> hashes = new ArrayList<>();
                    try (ResultSet found =
                            statements
                                    .with(
                                            "SELECT tile, hash FROM audit_tile WHERE log = ? AND tile < ? ORDER BY tile",
                                            log.name(),
                                            size / TILE)
                                    .executeQuery()) {
                        while (found.next() && found.getLong(1) == hashes.size()) {
                            hashes.add(Bytes.of(found.getBytes(2)));
                        }
                    }
                    return hashes;
                });
    }

    @Override
    public Bytes hash(long start, long end) {
        long width = end - start;
        if (width == TILE && start % TILE == 0 && start / TILE < tiles.size()) {
            return tiles.get((int) (start / TILE));
        }
        if (width == 1) {
            return leaf(start);
        }
        long middle = start + MerkleTree.split(width);
        return MerkleTree.nodeHash(hash(start, middle), hash(middle, end));
    }

    private Bytes leaf(long index) {
        List<Bytes> hashes = leaves.computeIfAbsent(index / TILE, this::leavesOf);
        int place = (int) (index % TILE);
        if (place >= hashes.size()) {
            throw missing(index);
        }
        return hashes.get(place);
    }

    private List<Bytes> leavesOf(long tile) {
        List<Bytes> hashes = new ArrayList<>(TILE);
        for (AuditLog.AuditRecord record : log.read(tile * TILE, TILE)) {
            if (record.index() != tile * TILE + hashes.size()) {
                throw missing(tile * TILE + hashes.size());
            }
            hashes.add(MerkleTree.leafHash(record.encoded()));
        }
        return hashes;
    }

    static Fault missing(long index) {
        return new Fault(
                Fault.Kind.TAMPERED,
                "audit record %d is missing: run lapwing admin audit verify, then lapwing admin restore"
                        .formatted(index));
    }
}
