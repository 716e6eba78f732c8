package io.lapwing.device;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A disk whose power is cut at a chosen step. What was written and not synced is lost with it, or is not, as the way of the cut says.
final class CutDisk implements SlotDisk {
    private static final byte[] NONE = new byte[0];

    /// The power is gone: nothing that runs can go on.
    static final class PowerCut extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /// How the step at which power is cut ends, and what becomes of octets that were not synced.
    enum Way {
        BEFORE_THE_STEP_UNSYNCED_LOST(false, false),
        BEFORE_THE_STEP_UNSYNCED_KEPT(false, true),
        AFTER_THE_STEP_UNSYNCED_LOST(true, false),
        AFTER_THE_STEP_UNSYNCED_KEPT(true, true);

        private final boolean after;
        private final boolean kept;

        Way(boolean after, boolean kept) {
            this.after = after;
            this.kept = kept;
        }
    }

    private static final int NEVER = Integer.MAX_VALUE;

    private final Map<String, byte[]> live = new HashMap<>();
    private final Map<String, byte[]> synced = new HashMap<>();
    private final Set<String> damaged = new HashSet<>();
    private int steps;
    private int cutAt = NEVER;
    private Way way = Way.BEFORE_THE_STEP_UNSYNCED_LOST;

    CutDisk copy() {
        var copy = new CutDisk();
        copy.live.putAll(live);
        copy.synced.putAll(synced);
        return copy;
    }

    /// Cuts the power at a step from now on: 0 is the next one.
    void cutAt(int step, Way how) {
        cutAt = steps + step;
        way = how;
    }

    /// Power is back: there is what outlasted the cut.
    void restart() {
        cutAt = NEVER;
        if (!way.kept) {
            live.clear();
            live.putAll(synced);
        }
    }

    /// Replaces a file from outside.
    void plant(String name, byte[] octets) {
        live.put(name, octets.clone());
        synced.put(name, octets.clone());
    }

    /// The file is there and cannot be read.
    void damage(String name) {
        damaged.add(name);
    }

    void lose(String name) {
        live.remove(name);
        synced.remove(name);
    }

    byte[] octets(String name) {
        return live.getOrDefault(name, NONE).clone();
    }

    boolean has(String name) {
        return live.containsKey(name);
    }

    private void step(Runnable effect) {
        boolean cut = steps == cutAt;
        steps++;
        if (!cut || way.after) {
            effect.run();
        }
        if (cut) {
            throw new PowerCut();
        }
    }

    @Override
    public Optional<InputStream> open(String name) throws IOException {
        if (damaged.contains(name)) {
            throw new IOException("block of " + name + " is bad");
        }
        return Optional.ofNullable(live.get(name)).map(ByteArrayInputStream::new);
    }

    @Override
    public OutputStream create(String name) {
        step(() -> {
            live.put(name, NONE);
            synced.putIfAbsent(name, NONE);
        });
        return new OutputStream() {
            @Override
            public void write(int octet) {
                write(new byte[] {(byte) octet}, 0, 1);
            }

            @Override
            public void write(byte[] octets, int from, int length) {
                // Half of a write may reach the disk.
                append(octets, from, length / 2);
                append(octets, from + length / 2, length - length / 2);
            }

            private void append(byte[] octets, int from, int length) {
                step(() -> {
                    var whole = new ByteArrayOutputStream();
                    whole.writeBytes(octets(name));
                    whole.write(octets, from, length);
                    live.put(name, whole.toByteArray());
                });
            }
        };
    }

    @Override
    public void sync(String name) {
        step(() -> synced.put(name, octets(name)));
    }

    @Override
    public void move(String from, String to) {
        step(() -> {
            live.put(to, octets(from));
            live.remove(from);
            synced.put(to, synced.getOrDefault(from, NONE));
            synced.remove(from);
        });
    }

    @Override
    public void remove(String name) {
        step(() -> lose(name));
    }
}
