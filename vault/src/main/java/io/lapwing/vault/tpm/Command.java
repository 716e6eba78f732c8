package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One command: its code, its handles with what authorizes them, and its parameters, which are wiped on close.
final class Command implements AutoCloseable {
    private final CommandCode code;
    private final List<Entity> handles = new ArrayList<>();
    private final List<Authorization> authorizations = new ArrayList<>();
    private final Encoder parameters = new Encoder();
    private int authorizedHandles;

    private Command(CommandCode code) {
        this.code = code;
    }

    static Command of(CommandCode code) {
        return new Command(code);
    }

    /// The next handle, which needs no authorization.
    Command on(Entity entity) {
        handles.add(entity);
        return this;
    }

    /// The next handle, with its authorization. Part 3 puts such handles first.
    Command on(Entity entity, Authorization authorization) {
        authorizations.add(authorization);
        authorizedHandles++;
        return on(entity);
    }

    /// A session beside those that authorize.
    Command covered(Session session) {
        authorizations.add(new Authorization.Under(session, AuthValue.EMPTY));
        return this;
    }

    Command u8(int value) {
        parameters.u8(value);
        return this;
    }

    Command u16(int value) {
        parameters.u16(value);
        return this;
    }

    Command u32(int value) {
        parameters.u32(value);
        return this;
    }

    Command raw(Bytes value) {
        parameters.raw(value);
        return this;
    }

    Command sized(Bytes value) {
        parameters.sized(value);
        return this;
    }

    Command sized(Secret value) {
        parameters.sized(value);
        return this;
    }

    Command sized(Consumer<Encoder> structure) {
        parameters.sized(structure);
        return this;
    }

    CommandCode code() {
        return code;
    }

    List<Entity> handles() {
        return handles;
    }

    List<Authorization> authorizations() {
        return authorizations;
    }

    /// How many of the handles, from the first, are authorized; as many authorizations, from the first, do so.
    int authorizedHandles() {
        return authorizedHandles;
    }

    /// A copy, which the caller wipes.
    byte[] parameters() {
        return parameters.toArray();
    }

    @Override
    public void close() {
        parameters.close();
    }
}
