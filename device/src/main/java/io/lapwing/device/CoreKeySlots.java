package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.JoinAccept;
import io.lapwing.lorawan.ProtectedJoinAccept;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// Key slots in another process: the secure core behind its door. This process can have everything computed that a device
/// needs, and has no key.
public final class CoreKeySlots implements KeySlots {
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /// Whole blocks that fit into a message.
    private static final int PIECE_BYTES = 960;

    private final DoorLink link;
    private boolean closed;

    private CoreKeySlots(DoorLink link) {
        this.link = link;
    }

    /// Connects to a core.
    ///
    /// @param socket of the core
    /// @throws Fault `UNAVAILABLE` when no core is there, or it is not for this user
    public static CoreKeySlots connect(Path socket) {
        return new CoreKeySlots(DoorLink.connect(socket, PATIENCE));
    }

    @Override
    public Bytes cmac(KeySlot slot, Bytes message) {
        return ask(new CoreRequest.Cmac(slot, message));
    }

    @Override
    public Bytes encrypt(KeySlot slot, Bytes blocks) {
        return Pieces.encrypt(
                blocks, PIECE_BYTES, piece -> ask(new CoreRequest.Encrypt(slot, piece)));
    }

    @Override
    public void derive(KeySlot from, Bytes block, KeySlot into) {
        var _ = ask(new CoreRequest.Derive(from, into, block));
    }

    @Override
    public Optional<JoinAccept> openJoinAccept(ProtectedJoinAccept frame, JoinAttempt attempt) {
        Bytes terms = ask(new CoreRequest.Open(attempt, frame));
        return terms.length() == 0
                ? Optional.empty()
                : Optional.of(JoinAccept.parse(terms).accept());
    }

    /// Has the core wipe all its keys, for good. Anybody who may call may do so: it can only make the device silent.
    public void wipe() {
        var _ = ask(new CoreRequest.Wipe());
    }

    private Bytes ask(CoreRequest request) {
        if (closed) {
            throw new Fault(
                    Fault.Kind.NOT_FOUND, "the connection to the core was closed: make another");
        }
        return link.ask(request.encode());
    }

    /// Ends the connection; the core keeps its keys.
    @Override
    public void close() {
        closed = true;
        link.close();
    }
}
