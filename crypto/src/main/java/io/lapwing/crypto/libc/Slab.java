package io.lapwing.crypto.libc;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Cells of one size. Taking and giving back is a push or a pop without a lock, since a join takes several cells.
final class Slab {
    private final int cellBytes;
    private final Supplier<MemorySegment> chunks;
    private final AtomicReference<@Nullable Free> free = new AtomicReference<>();

    Slab(int cellBytes, Supplier<MemorySegment> chunks) {
        this.cellBytes = cellBytes;
        this.chunks = chunks;
    }

    /// A link of the list of free cells. A new one for each push: links used again would let a pop that was
    /// overtaken restore an old list (the ABA problem).
    private record Free(Cell cell, @Nullable Free next) {}

    Cell take() {
        Cell cell = pop();
        return cell == null ? grow() : cell;
    }

    private synchronized Cell grow() {
        Cell freed = pop();
        if (freed != null) {
            return freed;
        }
        MemorySegment chunk = chunks.get();
        for (long at = cellBytes; at < chunk.byteSize(); at += cellBytes) {
            push(new Cell(chunk.asSlice(at, cellBytes), this::push));
        }
        return new Cell(chunk.asSlice(0, cellBytes), this::push);
    }

    private @Nullable Cell pop() {
        while (true) {
            Free first = free.get();
            if (first == null) {
                return null;
            }
            if (free.compareAndSet(first, first.next())) {
                return first.cell();
            }
        }
    }

    private void push(Cell cell) {
        Free first;
        do {
            first = free.get();
        } while (!free.compareAndSet(first, new Free(cell, first)));
    }
}
