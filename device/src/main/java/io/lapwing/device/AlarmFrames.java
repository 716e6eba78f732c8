package io.lapwing.device;

import io.lapwing.crypto.Aes;
import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// The alarms of a device, one for each kind of tamper that erases, made while it still has its alarm key. All carry one counter: once
/// one of them was taken, the others are old. They are held like secrets, because whoever has one can give a false alarm.
public final class AlarmFrames implements AutoCloseable {
    private static final List<TamperKind> KINDS =
            Stream.of(TamperKind.values()).filter(TamperKind::erases).toList();

    private final Secret frames;

    private AlarmFrames(Secret frames) {
        this.frames = frames;
    }

    /// Makes them.
    ///
    /// @param counter never used before by this device, stored as used before this call; 1 to 2³² − 1
    /// @param cmac AES-CMAC under [AlarmKey]
    public static AlarmFrames prepare(AlarmSender sender, long counter, UnaryOperator<Bytes> cmac) {
        if (counter < 1 || counter > Alarm.MOST) {
            throw Fault.badInput("alarm counter " + counter + ": want 1 to " + Alarm.MOST);
        }
        Secret frames = Secret.allocate(KINDS.size() * AlarmFrame.BYTES);
        for (TamperKind kind : KINDS) {
            AlarmFrame.of(new Alarm(sender, kind.code(), counter), cmac)
                    .copyTo(place(frames, kind), 0, AlarmFrame.BYTES);
        }
        return new AlarmFrames(frames);
    }

    /// Makes them with the alarm key of a root key, which is wiped again.
    ///
    /// @param counter as above, such as a [ZoneCounter#next]
    /// @param rootKey stays the caller's: `zone.read(region, root -> AlarmFrames.prepare(sender, counter, aes, root))`
    public static AlarmFrames prepare(AlarmSender sender, long counter, Aes aes, Secret rootKey) {
        try (Secret key = AlarmKey.derive(aes, rootKey, sender.devEui())) {
            return prepare(sender, counter, message -> aes.cmac(key, message));
        }
    }

    private static MemorySegment place(Secret frames, TamperKind kind) {
        return frames.segment()
                .asSlice((long) KINDS.indexOf(kind) * AlarmFrame.BYTES, AlarmFrame.BYTES);
    }

    /// The frame of a kind, 38 octets.
    ///
    /// @throws Fault `BAD_INPUT` for a kind that does not erase
    public Bytes of(TamperKind kind) {
        if (!kind.erases()) {
            throw Fault.badInput(kind + " raises no alarm: want a kind that erases");
        }
        return Bytes.of(place(frames, kind));
    }

    @Override
    public void close() {
        frames.close();
    }
}
