package io.lapwing.crypto.libc;

import java.lang.foreign.MemorySegment;
import java.util.function.Consumer;

/// A piece of secret memory that one owner holds until it gives it back.
public final class Cell {
    private final MemorySegment room;
    private final Consumer<Cell> giveBack;

    Cell(MemorySegment room, Consumer<Cell> giveBack) {
        this.room = room;
        this.giveBack = giveBack;
    }

    /// At least as many octets as were asked for.
    public MemorySegment room() {
        return room;
    }

    /// Wipes it and gives it back. Once only: afterwards it is someone else's.
    public void release() {
        room.fill((byte) 0);
        giveBack.accept(this);
    }
}
