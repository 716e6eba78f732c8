package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import io.lapwing.crypto.Secret;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A TPM that is open: its commands under the session that protects them, its slots, and a lock, since a TPM does one
/// thing at a time and what is done here takes several commands.
final class Chip {
    private final ReentrantLock lock = new ReentrantLock();
    private final CommandLink link;
    private final Slots slots;
    private final TpmFacts facts;
    private final AuthValue ownerAuth;
    private @Nullable Session channel;

    Chip(CommandLink link, Slots slots, TpmFacts facts, AuthValue ownerAuth) {
        this.link = link;
        this.slots = slots;
        this.facts = facts;
        this.ownerAuth = ownerAuth;
    }

    TpmFacts facts() {
        return facts;
    }

    Slots slots() {
        return slots;
    }

    CommandLink link() {
        return link;
    }

    /// Does several commands with nobody's in between.
    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /// From now on commands go under this session.
    void protectBy(Session session) {
        channel = session;
    }

    Entity owner() {
        return Entity.byHandle(Tcg.RH_OWNER, ownerAuth);
    }

    /// What authorizes the use of an entity: the protecting session, or a password where there is none.
    Authorization authorization(Entity entity) {
        Session session = channel;
        return session == null
                ? new Authorization.Password(entity.auth())
                : new Authorization.Under(session, entity.auth());
    }

    /// A command on an object of ours that needs authorization, which is brought.
    Command on(CommandCode code, TpmObject object) {
        slots.bring(object);
        Entity entity = slots.entity(object);
        return Command.of(code).on(entity, authorization(entity));
    }

    /// The same for one for which the TPM needs a slot in passing.
    Command making(CommandCode code, TpmObject parent) {
        slots.bring(parent);
        slots.makeRoom(parent);
        return on(code, parent);
    }

    /// Sends a command under the protecting session, where that does not authorize it already.
    <T> T run(Command command, Function<Decoder, T> read) {
        Session session = channel;
        if (session != null && !isUnder(command, session)) {
            command.covered(session);
        }
        return link.run(command, read);
    }

    void run(Command command) {
        Bytes _ = run(command, _ -> Bytes.EMPTY);
    }

    private static boolean isUnder(Command command, Session session) {
        return command.authorizations().stream()
                .anyMatch(one ->
                        one instanceof Authorization.Under under && under.session() == session);
    }

    /// Whether it still does what a TPM does not do that failed (Part 1, "Failure mode").
    boolean works() {
        try {
            run(Command.of(CommandCode.GET_RANDOM).u16(1), Decoder::sized);
            return true;
        } catch (Fault _) {
            return false;
        }
    }

    /// Loads a public area alone (Part 3, TPM2_LoadExternal). In the owner's hierarchy, so that what the key verifies gets
    /// a ticket.
    TpmObject loadExternal(PublicArea area) {
        slots.makeRoom();
        return adopt(
                Command.of(CommandCode.LOAD_EXTERNAL).u16(0).sized(area.encode()).u32(Tcg.RH_OWNER),
                area);
    }

    /// Part 3, TPM2_Load.
    TpmObject load(TpmObject parent, PublicArea area, Bytes privatePart) {
        return adopt(
                making(CommandCode.LOAD, parent).sized(privatePart).sized(area.encode()), area);
    }

    private TpmObject adopt(Command command, PublicArea area) {
        return run(
                command,
                decoder -> {
                    TpmObject object = slots.add(new TpmObject(area, decoder.u32()));
                    requireName(decoder, object.name(), decoder.sized());
                    return object;
                });
    }

    /// The Name that the TPM computed has to be the one computed here.
    static void requireName(Decoder decoder, Bytes ours, Bytes theirs) {
        if (!ours.equals(theirs)) {
            throw decoder.wrong("Name %s: want %s, of its public area".formatted(theirs, ours));
        }
    }

    /// Makes a primary key, the same at each call as long as the hierarchy's seed lives (Part 3, TPM2_CreatePrimary).
    TpmObject createPrimary(Entity hierarchy, Authorization authorization, Template template) {
        slots.makeRoom();
        Command command =
                Command.of(CommandCode.CREATE_PRIMARY)
                        .on(hierarchy, authorization)
                        .sized(Chip::noSensitive)
                        .sized(PublicArea.toMake(template, Bytes.EMPTY))
                        .sized(Bytes.EMPTY)
                        .u32(0);
        return run(
                command,
                decoder -> {
                    int handle = decoder.u32();
                    PublicArea area = publicArea(decoder, template);
                    TpmObject object = slots.add(new TpmObject(area, handle));
                    skipCreation(decoder);
                    requireName(decoder, object.name(), decoder.sized());
                    return object;
                });
    }

    /// TPM2B_SENSITIVE_CREATE's contents: no authValue, no data, so the TPM makes the key at random.
    static void noSensitive(Encoder encoder) {
        encoder.u16(0).u16(0);
    }

    /// A TPM2B_PUBLIC.
    static PublicArea publicArea(Decoder decoder, Template template) {
        Decoder inner = decoder.inner();
        PublicArea area = PublicArea.read(inner, template);
        inner.finish();
        return area;
    }

    /// creationData, creationHash and creationTicket (TPMT_TK_CREATION), of which nothing is used.
    static void skipCreation(Decoder decoder) {
        decoder.sized();
        decoder.sized();
        if (decoder.u16() != Tcg.ST_CREATION) {
            throw decoder.wrong("no creation ticket: want one");
        }
        decoder.u32();
        decoder.sized();
    }

    /// Removes one of our objects. Of a TPM that is away or was reset it is gone already.
    void drop(TpmObject object) {
        lock.lock();
        try {
            slots.drop(object);
        } catch (Fault e) {
            if (e.kind() != Fault.Kind.UNAVAILABLE) {
                throw e;
            }
        } finally {
            lock.unlock();
        }
    }

    /// Flushes everything of ours, as far as the TPM still answers.
    void close() {
        lock.lock();
        Session session = channel;
        try {
            if (!link.isClosed()) {
                slots.dropAll();
                if (session != null) {
                    Slots.flush(link, session.handle());
                }
            }
        } catch (Fault _) {
            // A TPM that does not answer now was reset or is gone, and our objects with it.
        } finally {
            if (session != null) {
                session.close();
            }
            ownerAuth.secret().ifPresent(Secret::close);
            link.close();
            lock.unlock();
        }
    }
}
