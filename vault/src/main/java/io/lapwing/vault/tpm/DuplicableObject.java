package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.List;

/// What both forms of duplicable key have: the object, its policy and how it is wrapped for others.
///
/// @param privatePart as it is kept under its parent
record DuplicableObject(
        Chip chip, TpmObject object, KeyForm form, DuplicationPolicy policy, Bytes privatePart) {
    StoredKey stored() {
        return new StoredKey(object.area().unique(), privatePart);
    }

    Duplicate duplicate(Route route) {
        if (!route.policy().equals(policy)) {
            throw new Fault(
                    Fault.Kind.FORBIDDEN,
                    "route of policy %s: want one of the key's, %s"
                            .formatted(route.policy().digest(), policy.digest()));
        }
        return chip.locked(() -> duplicateLocked(route));
    }

    private Duplicate duplicateLocked(Route route) {
        TpmObject parent = null;
        try (PolicySession session = PolicySession.start(chip)) {
            meet(session, route);
            parent = chip.loadExternal(route.parent().area());
            return duplicate(session, parent);
        } finally {
            if (parent != null) {
                chip.slots().drop(parent);
            }
        }
    }

    /// Part 3, TPM2_Duplicate, without a wrapping of our own inside: the policy keeps it from going where none is outside.
    private Duplicate duplicate(PolicySession session, TpmObject parent) {
        chip.slots().bring(object, parent);
        Command command =
                Command.of(CommandCode.DUPLICATE)
                        .on(chip.slots().entity(object), session.authorization())
                        .on(chip.slots().entity(parent))
                        .sized(Bytes.EMPTY)
                        .u16(Tcg.ALG_NULL);
        return chip.run(
                command,
                decoder -> {
                    if (decoder.sized().length() != 0) {
                        throw decoder.wrong("a key for an inner wrapping: want none");
                    }
                    return Duplicate.read(decoder, object.area(), form);
                });
    }

    private void meet(PolicySession session, Route route) {
        switch (route) {
            case Route.Anywhere _ -> session.commandCode(CommandCode.DUPLICATE);
            case Route.Direct direct -> {
                select(session, route);
                List<PolicyDigest> branches = direct.policy().branches();
                if (branches.size() > 1) {
                    session.or(branches);
                }
            }
            case Route.Permitted permitted -> {
                select(session, route);
                permit(session, permitted);
            }
            case Route.ToCentre toCentre -> {
                select(session, route);
                session.or(toCentre.policy().branches());
            }
            case Route.Onward onward -> {
                select(session, route);
                permit(session, onward.permission());
                session.or(onward.policy().branches());
            }
        }
        PolicyDigest _ = session.digest();
    }

    private void select(PolicySession session, Route route) {
        session.duplicationSelect(object.name(), route.parent().name());
    }

    /// The TPM verifies the authority's signature and gives a ticket for it (Part 3, TPM2_VerifySignature), which
    /// PolicyAuthorize takes.
    private void permit(PolicySession session, Route.Permitted permitted) {
        DuplicationPolicy.Group group = permitted.policy();
        TpmObject authority = chip.loadExternal(group.authority().area());
        try {
            Bytes ticket =
                    Tickets.verify(
                            chip,
                            authority,
                            group.permissionFor(permitted.parent()),
                            permitted.signature());
            session.authorize(authority.name(), group.reference(), ticket);
        } finally {
            chip.slots().drop(authority);
        }
    }

    void close() {
        chip.drop(object);
    }
}
