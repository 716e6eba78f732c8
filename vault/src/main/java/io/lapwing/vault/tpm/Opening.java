package io.lapwing.vault.tpm;

import io.lapwing.crypto.Fault;

/// Brings a TPM that answers to where it can be used.
final class Opening {
    private final CommandLink link;
    private final TpmConfig config;
    private final boolean shared;
    private final Capabilities capabilities;

    Opening(CommandLink link, TpmConfig config, boolean shared) {
        this.link = link;
        this.config = config;
        this.shared = shared;
        this.capabilities = new Capabilities(link);
    }

    /// What is made of it in the end.
    interface Made {
        Tpm of(Chip chip, KeyKind rootKind, TpmObject root);
    }

    Tpm open(Made made) {
        start();
        link.setPatience(config.patience());
        if (!shared) {
            clean();
        }
        AuthValue owner =
                config.ownerAuth().map(auth -> AuthValue.of(auth.get())).orElse(AuthValue.EMPTY);
        Chip chip =
                new Chip(
                        link,
                        new Slots(link, capabilities.freeSlots()),
                        capabilities.facts(),
                        owner);
        try {
            return made.of(chip, config.root(), protectedBy(chip));
        } catch (Fault e) {
            chip.close();
            throw e;
        }
    }

    /// Makes the root, and has the commands from now on protected by a session that is salted to it.
    private TpmObject protectedBy(Chip chip) {
        return switch (config.protection()) {
            case NONE -> expected(primary(chip, chip.authorization(chip.owner())));
            case SESSION -> {
                TpmObject root = expected(rootBySession(chip));
                chip.protectBy(
                        Sessions.salted(
                                link,
                                chip.slots().entity(root),
                                new StoragePublic(config.root(), root.area().unique())));
                yield root;
            }
        };
    }

    /// Part 3, TPM2_Startup: a TPM that was switched on wants it once, usually from the firmware.
    private void start() {
        try {
            int _ = capabilities.freeSlots();
        } catch (Fault e) {
            if (link.isClosed() || e.kind() != Fault.Kind.UNAVAILABLE) {
                throw e;
            }
            link.run(Command.of(CommandCode.STARTUP).u16(Tcg.SU_CLEAR));
        }
    }

    /// Flushes objects and sessions that a process before left.
    private void clean() {
        for (int first :
                new int[] {Tcg.TRANSIENT_FIRST, Tcg.HMAC_SESSION_FIRST, Tcg.SAVED_SESSION_FIRST}) {
            capabilities.handles(first).forEach(handle -> Slots.flush(link, handle));
        }
    }

    /// The owner's authValue is shown without being told: by the HMAC of a session of this one command's.
    private TpmObject rootBySession(Chip chip) {
        Session session = Sessions.start(link, Session.Kind.HMAC);
        try {
            return primary(chip, new Authorization.Under(session, chip.owner().auth()));
        } finally {
            if (!link.isClosed()) {
                Slots.flush(link, session.handle());
            }
        }
    }

    private TpmObject primary(Chip chip, Authorization authorization) {
        return chip.createPrimary(chip.owner(), authorization, Template.storage(config.root()));
    }

    private TpmObject expected(TpmObject root) {
        config.rootName()
                .filter(want -> !want.equals(root.name()))
                .ifPresent(want -> {
                    throw new Fault(
                            Fault.Kind.TAMPERED,
                            "TPM with root %s: want %s; it was swapped or cleared"
                                    .formatted(root.name(), want));
                });
        return root;
    }
}
