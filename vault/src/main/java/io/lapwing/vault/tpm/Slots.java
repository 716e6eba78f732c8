package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.ArrayList;
import java.util.List;

/// The few slots of a TPM for objects, often three, shared by as many objects as one likes: the one longest unused is
/// saved outside when another needs its slot, and comes back when it is needed.
final class Slots {
    /// A command names two objects; loading one takes its parent's slot and one more.
    static final int FEWEST = 2;

    private final CommandLink link;
    private final int capacity;

    /// The one longest unused first.
    private final List<TpmObject> loaded = new ArrayList<>();

    /// @param capacity how many objects the TPM can have loaded
    Slots(CommandLink link, int capacity) {
        if (capacity < FEWEST) {
            throw new Fault(
                    Fault.Kind.EXHAUSTED,
                    "%d free slots for objects in the TPM: want %d; somebody else holds them"
                            .formatted(capacity, FEWEST));
        }
        this.link = link;
        this.capacity = capacity;
    }

    /// Loads what is not, so that all of these are loaded at once.
    void bring(TpmObject... together) {
        List<TpmObject> needed = List.of(together);
        for (TpmObject object : needed) {
            loaded.remove(object);
            loaded.add(object);
            switch (object.state()) {
                case TpmObject.State.Loaded _ -> {}
                case TpmObject.State.Saved(Bytes context) -> {
                    loaded.remove(object);
                    makeRoom(together);
                    object.become(new TpmObject.State.Loaded(load(context)));
                    loaded.add(object);
                }
                case TpmObject.State.Gone _ -> {
                    loaded.remove(object);
                    throw new Fault(Fault.Kind.INTERNAL, "TPM object used after it was closed");
                }
            }
        }
    }

    /// Sees that one more object can be loaded while these stay.
    void makeRoom(TpmObject... keep) {
        List<TpmObject> needed = List.of(keep);
        while (loaded.size() >= capacity) {
            TpmObject victim =
                    loaded.stream()
                            .filter(object -> !needed.contains(object))
                            .findFirst()
                            .orElseThrow(() ->
                                    new Fault(
                                            Fault.Kind.EXHAUSTED,
                                            "TPM with %d slots: want one more for this step"
                                                    .formatted(capacity)));
            save(victim);
        }
    }

    /// Takes in an object that a command has just loaded.
    TpmObject add(TpmObject object) {
        loaded.add(object);
        return object;
    }

    /// The handle of one that was brought.
    Entity entity(TpmObject object) {
        return switch (object.state()) {
            case TpmObject.State.Loaded(int handle) ->
                    new Entity(handle, object.name(), AuthValue.EMPTY);
            case TpmObject.State.Saved _, TpmObject.State.Gone _ ->
                    throw new Fault(Fault.Kind.INTERNAL, "TPM object used while not loaded");
        };
    }

    /// Removes it from the TPM; harmless for one that is gone.
    void drop(TpmObject object) {
        loaded.remove(object);
        TpmObject.State state = object.state();
        object.become(new TpmObject.State.Gone());
        if (state instanceof TpmObject.State.Loaded(int handle) && !link.isClosed()) {
            flush(link, handle);
        }
    }

    void dropAll() {
        List.copyOf(loaded).forEach(this::drop);
    }

    private void save(TpmObject object) {
        Entity entity = entity(object);
        Bytes context = link.run(Command.of(CommandCode.CONTEXT_SAVE).on(entity), Decoder::rest);
        flush(link, entity.handle());
        loaded.remove(object);
        object.become(new TpmObject.State.Saved(context));
    }

    private int load(Bytes context) {
        try {
            return link.run(Command.of(CommandCode.CONTEXT_LOAD).raw(context), Decoder::u32);
        } catch (Fault e) {
            if (e.kind() == Fault.Kind.TAMPERED && !link.isClosed()) {
                throw new Fault(
                        Fault.Kind.UNAVAILABLE,
                        "the TPM was reset since it saved a key, which is gone: open it again",
                        e);
            }
            throw e;
        }
    }

    /// Part 3, TPM2_FlushContext: the handle is a parameter.
    static void flush(CommandLink link, int handle) {
        link.run(Command.of(CommandCode.FLUSH_CONTEXT).u32(handle));
    }
}
