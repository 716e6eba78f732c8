package io.lapwing.device;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.lorawan.JoinAccept;
import io.lapwing.lorawan.Mic;
import java.nio.file.Path;
import java.util.Set;

/// The secure core's side of its door: key slots of any kind, as operations for other processes.
public final class CoreServer implements AutoCloseable {
    /// A MIC was checked inside; outside there is none.
    private static final Mic NO_MIC = new Mic(Bytes.of(new byte[Mic.LENGTH_BYTES]));

    private final KeySlots slots;
    private final Door door;

    private CoreServer(KeySlots slots, DoorSettings settings) {
        this.slots = slots;
        door = Door.open(settings, this::answer);
    }

    /// Opens the door.
    ///
    /// @param slots are closed with the server
    /// @param socket need not exist; its folder must
    /// @param users who may call beside this process's own user, by name, or by number when they have none
    /// @throws Fault `CONFLICT` when another core serves this socket, `UNAVAILABLE` when it cannot be made
    public static CoreServer open(KeySlots slots, Path socket, Set<String> users) {
        return new CoreServer(slots, DoorSettings.at(socket).open(users));
    }

    static CoreServer open(KeySlots slots, DoorSettings settings) {
        return new CoreServer(slots, settings);
    }

    /// Answers until it is closed.
    public void serve() {
        door.serve();
    }

    /// One reply, whatever was asked.
    Bytes answer(Bytes message) {
        return reply(message).encode();
    }

    private DoorReply reply(Bytes message) {
        try {
            return new DoorReply.Done(apply(CoreRequest.parse(message)));
        } catch (Fault fault) {
            return DoorReply.of(fault);
        } catch (RuntimeException e) {
            return DoorReply.of(new Fault(Fault.Kind.INTERNAL, "a request failed", e));
        }
    }

    private Bytes apply(CoreRequest request) {
        return switch (request) {
            case CoreRequest.Cmac(KeySlot slot, Bytes data) -> slots.cmac(slot, data);
            case CoreRequest.Encrypt(KeySlot slot, Bytes blocks) -> slots.encrypt(slot, blocks);
            case CoreRequest.Derive(KeySlot from, KeySlot into, Bytes block) -> {
                slots.derive(from, block, into);
                yield Bytes.EMPTY;
            }
            case CoreRequest.Open open ->
                    slots.openJoinAccept(open.frame(), open.attempt())
                            .map(CoreServer::terms)
                            .orElse(Bytes.EMPTY);
            case CoreRequest.Wipe _ -> {
                slots.close();
                yield Bytes.EMPTY;
            }
        };
    }

    private static Bytes terms(JoinAccept accept) {
        return accept.protectionInput(NO_MIC);
    }

    @Override
    public void close() {
        door.close();
        slots.close();
    }
}
