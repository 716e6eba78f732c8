package io.lapwing.vault.tpm;

import io.lapwing.crypto.Bytes;
import io.lapwing.crypto.Fault;
import java.util.List;

/// A policy being met, step by step, in a session of the TPM; each step is followed in software. For the time that the
/// chip is locked.
final class PolicySession implements AutoCloseable {
    private final Chip chip;
    private final Session session;
    private PolicyDigest digest = PolicyDigest.START;

    private PolicySession(Chip chip, Session session) {
        this.chip = chip;
        this.session = session;
    }

    static PolicySession start(Chip chip) {
        return new PolicySession(chip, Sessions.start(chip.link(), Session.Kind.POLICY));
    }

    /// One in which nothing can be used, to have the TPM compute a digest (Part 2, TPM_SE: TPM_SE_TRIAL).
    static PolicySession trial(Chip chip) {
        return new PolicySession(chip, Sessions.start(chip.link(), Session.Kind.TRIAL));
    }

    private Command step(CommandCode code) {
        return Command.of(code).on(session.entity());
    }

    /// The session may be used for this command alone.
    PolicySession commandCode(CommandCode command) {
        chip.run(step(CommandCode.POLICY_COMMAND_CODE).u32(command.code()));
        digest = digest.commandCode(command);
        return this;
    }

    /// The session may be used to duplicate this object to this parent alone.
    PolicySession duplicationSelect(Bytes objectName, Bytes parentName) {
        chip.run(
                step(CommandCode.POLICY_DUPLICATION_SELECT)
                        .sized(objectName)
                        .sized(parentName)
                        .u8(0));
        digest = digest.duplicationSelect(parentName);
        return this;
    }

    /// The state has to be this one, now and when the session is used.
    ///
    /// @throws Fault `FORBIDDEN` when it is another
    PolicySession pcr(PcrState state) {
        meet(
                step(CommandCode.POLICY_PCR).sized(state.digest()).raw(state.selection().encode()),
                "PCRs %s are not in the state that is asked for: restart into the firmware that was measured"
                        .formatted(state.selection().pcrs()));
        digest = digest.pcr(state);
        return this;
    }

    /// A step that the TPM refuses with TPM_RC_VALUE when the policy is not met.
    private void meet(Command command, String otherwise) {
        try {
            chip.run(command);
        } catch (Fault e) {
            if (e.kind() == Fault.Kind.BAD_INPUT) {
                throw new Fault(Fault.Kind.FORBIDDEN, otherwise, e);
            }
            throw e;
        }
    }

    /// One of these was met.
    ///
    /// @throws Fault `FORBIDDEN` when none was
    PolicySession or(List<PolicyDigest> branches) {
        Command command = step(CommandCode.POLICY_OR).u32(branches.size());
        branches.forEach(branch -> command.sized(branch.value()));
        meet(command, "none of the policy's %d branches was met".formatted(branches.size()));
        digest = PolicyDigest.or(branches);
        return this;
    }

    /// What was met so far is what the authority allows for this reference.
    ///
    /// @param ticket TPMT_TK_VERIFIED: that the TPM verified the authority's signature
    PolicySession authorize(Bytes authorityName, Bytes reference, Bytes ticket) {
        chip.run(
                step(CommandCode.POLICY_AUTHORIZE)
                        .sized(digest.value())
                        .sized(reference)
                        .sized(authorityName)
                        .raw(ticket));
        digest = PolicyDigest.authorize(authorityName, reference);
        return this;
    }

    /// What the TPM made of it (Part 3, TPM2_PolicyGetDigest).
    ///
    /// @throws Fault `TAMPERED` unless it is what was computed here
    PolicyDigest digest() {
        Bytes theirs = chip.run(step(CommandCode.POLICY_GET_DIGEST), Decoder::sized);
        if (!theirs.equals(digest.value())) {
            throw new Fault(
                    Fault.Kind.TAMPERED,
                    "policy digest %s: want %s".formatted(theirs, digest.value()));
        }
        return digest;
    }

    Authorization authorization() {
        return new Authorization.Under(session, AuthValue.EMPTY);
    }

    @Override
    public void close() {
        if (!chip.link().isClosed()) {
            Slots.flush(chip.link(), session.handle());
        }
    }
}
